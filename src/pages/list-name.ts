import { findLanguage } from "../messages/index.ts";
import type { Subject } from "./page.ts";

/** The list's name in the reader's language, or else in English, or else in the first language there is. */
export function nameIn(language: string, names: Subject["listName"]): string | undefined {
  if (names === undefined || typeof names === "string") return names;
  const tags = Object.keys(names);
  const inLanguage = (wanted: string) => tags.find((tag) => findLanguage(tag) === wanted);
  return names[inLanguage(language) ?? inLanguage("en") ?? tags[0] ?? ""];
}
