import type { Subject } from "./page.ts";

/** The list's name in the reader's language, or else in English, or else in the first language there is. */
export function nameIn(language: string, names: Subject["listName"]): string | undefined {
  if (names === undefined || typeof names === "string") return names;
  const tags = Object.keys(names);
  const wanted = [language, language.split("-")[0] ?? language, "en"].map((tag) =>
    tag.toLowerCase(),
  );
  const tag = wanted.flatMap((want) => tags.find((known) => known.toLowerCase() === want) ?? [])[0];
  return names[tag ?? tags[0] ?? ""];
}
