/** What is kept of a release: its links, and what each must open to for ever. */

/** A link as the release's package signed it. */
export interface KeptLink {
  list: string;
  contact: string;
  url: string;
  /** Its `mailto:` address, where it has one. */
  mail?: string;
}

export interface KeptRelease {
  release: string;
  /** The Worker's `LINK_SECRETS` after a rotation: the links are signed with each of them. */
  linkSecrets: string;
  links: KeptLink[];
}
