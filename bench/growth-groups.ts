/**
 * What more lists, more secrets and farther languages cost: each group's first member is what the
 * others are compared with.
 */

import { LANGUAGES } from "../src/messages/index.ts";
import { LINK_SECRET } from "../sandbox/keys.ts";
import { LIST, ourPaths, SEGMENT } from "./links.ts";
import { listsThatFit } from "./variables.ts";

export interface Member {
  name: string;
  /** What differs from the usual settings. */
  settings?: object;
  /** Signs links for these contacts. */
  paths: (contacts: readonly string[]) => Promise<string[]>;
  headers?: Record<string, string>;
}

export interface Group {
  by: "lists" | "secrets" | "languages";
  whats: readonly ("page" | "leave")[];
  members: readonly Member[];
}

/** The language that a search through all of them finds last, and how one that reads much else asks for it. */
const FAR = "vi";
const FAR_HEADER = [...Array.from({ length: 19 }, (_, index) => `qa${index}`), FAR].join(",");

export function groups(): Group[] {
  const lists = listsThatFit();
  const names = Object.keys(lists);
  const last = names.at(-1) ?? LIST;
  const one = { [LIST]: { segment: SEGMENT, name: "Weekly digest" } };
  const secrets = ["1", "2", "3", "4"].map((digit) => digit.repeat(LINK_SECRET.length));
  const by = (secret: string) => (contacts: readonly string[]) => ourPaths(contacts, { secret });
  const asking = (query: (index: number) => string) => async (contacts: readonly string[]) =>
    (await ourPaths(contacts)).map((path, index) => path + query(index));
  return [
    {
      by: "lists",
      whats: ["page", "leave"],
      members: [
        { name: "1 list", settings: { LISTS: one }, paths: ourPaths },
        {
          name: `${names.length} lists`,
          settings: { LISTS: lists },
          paths: (contacts) => ourPaths(contacts, { list: last }),
        },
      ],
    },
    {
      by: "secrets",
      whats: ["page", "leave"],
      members: [
        { name: "1 secret", paths: by(LINK_SECRET) },
        {
          name: "5 secrets, signed by the first",
          settings: { LINK_SECRETS: [LINK_SECRET, ...secrets].join(",") },
          paths: by(LINK_SECRET),
        },
        {
          name: "5 secrets, signed by the last",
          settings: { LINK_SECRETS: [...secrets, LINK_SECRET].join(",") },
          paths: by(LINK_SECRET),
        },
      ],
    },
    {
      by: "languages",
      whats: ["page"],
      members: [
        { name: "English", paths: asking(() => "") },
        {
          name: "Vietnamese, after nineteen that nobody has",
          paths: asking(() => ""),
          headers: { "accept-language": FAR_HEADER },
        },
        { name: "?lang=vi", paths: asking(() => `?lang=${FAR}`) },
        { name: "?lang=bn, three bytes a letter", paths: asking(() => "?lang=bn") },
        {
          name: "?lang=, all forty in turn",
          paths: asking((index) => `?lang=${LANGUAGES[index % LANGUAGES.length]}`),
        },
      ],
    },
  ];
}
