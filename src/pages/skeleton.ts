/** A document with holes in it, so that what does not differ between two readers is put together once. */

import { html, raw } from "./html.ts";
import type { Shown } from "./shown.ts";

type Hole = keyof Shown;

export interface Skeleton {
  /** What stands before each hole. */
  parts: readonly { before: string; hole: Hole }[];
  /** What stands behind the last one. */
  end: string;
}

/** Control characters, which no document should hold (HTML, section 13.2.3.5). */
const MARKS: Readonly<Record<string, Hole>> = {
  "\u0001": "name",
  "\u0002": "who",
  "\u0003": "path",
  "\u0004": "view",
  "\u0005": "everythingView",
};
const MARK = new RegExp(`([${Object.keys(MARKS).join("")}])`);

/**
 * Makes a skeleton.
 *
 * @param like what is shown must be as this: what is missing here has no hole
 * @param render puts the document together
 */
export function skeletonOf(
  { name, who, everythingView }: Shown,
  render: (shown: Shown) => string,
): Skeleton {
  const document = render({
    name: name && raw("\u0001"),
    who: who && raw("\u0002"),
    path: raw("\u0003"),
    view: "\u0004",
    everythingView: everythingView && "\u0005",
  });
  const pieces = document.split(MARK);
  const parts: { before: string; hole: Hole }[] = [];
  while (pieces.length > 1) {
    const [before = "", mark = ""] = pieces.splice(0, 2);
    const hole = MARKS[mark];
    if (hole !== undefined) parts.push({ before, hole });
  }
  return { parts, end: pieces.join("") };
}

/** Fills the holes. */
export function fill({ parts, end }: Skeleton, shown: Shown): string {
  let document = "";
  for (const { before, hole } of parts) document += before + html`${shown[hole]}`.toString();
  return document + end;
}
