/** Signs the links that are kept of a release, and writes them down once. */

import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { leaveHeaders, leaveUrl } from "../../src/links/index.ts";
import type { KeptLink, KeptRelease } from "./types.ts";

export type Kept =
  | { kind: "kept"; file: string }
  /** In one sentence. */
  | { kind: "refused"; why: string };

const SECRETS = [
  "correct-horse-battery-staple-0123456789",
  "the-secret-before-it-ööö-9876543210-.",
];

const LISTS = [
  "weekly",
  "7",
  "a-name-of-forty-characters-0123456789-en",
  "78261eea-8f8b-4381-83c6-79fa7120f1cf",
];

const CONTACTS = [
  "e169aa45-1ecf-4183-9955-b1499d5701d3",
  "00000000-0000-0000-0000-000000000000",
  "steve.wozniak@gmail.com",
  "Jonas.Feld+news@Example.NET",
  "a/b?c#d%e+f@example.com",
  "jürgen@bücher.example",
  "👋@example.com",
  `${"x".repeat(242)}@example.com`,
];

const ORIGIN = "https://acme.com";
const MAILTO_DOMAIN = "leave.acme.com";

/** The longest name of a list that a `mailto:` by contact ID has room for. */
const MAILTO_LIST_LENGTH = 10;

/**
 * Signs the links of a release, and writes them into a file of its own.
 *
 * @param names the release that is asked for, and the package's version
 */
export async function keepRelease(
  { release, version }: { release: string; version: string },
  folder: string,
): Promise<Kept> {
  if (release !== version) {
    const why = `--release must be the package's version, ${version}; it is "${release}".`;
    return { kind: "refused", why };
  }
  const file = join(folder, `${release}.json`);
  const kept: KeptRelease = { release, linkSecrets: SECRETS.join(","), links: await signLinks() };
  try {
    writeFileSync(file, `${JSON.stringify(kept, undefined, 2)}\n`, { flag: "wx" });
    return { kind: "kept", file };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return { kind: "refused", why: `${file} is there already; what was released stays as it was.` };
  }
}

async function signLinks(): Promise<KeptLink[]> {
  const links: KeptLink[] = [];
  for (const secret of SECRETS) {
    for (const list of LISTS) {
      for (const contact of CONTACTS) {
        const link = { origin: ORIGIN, list, contact, secret };
        const mail = await mailAddress(link);
        const url = await leaveUrl(link);
        links.push({ list, contact, url, ...(mail !== undefined && { mail }) });
      }
    }
  }
  return links;
}

async function mailAddress(link: Parameters<typeof leaveUrl>[0]): Promise<string | undefined> {
  if (link.list.length > MAILTO_LIST_LENGTH) return undefined;
  const headers = await leaveHeaders({ ...link, mailtoDomain: MAILTO_DOMAIN });
  return /<mailto:([^>]+)>/.exec(headers["List-Unsubscribe"])?.[1];
}
