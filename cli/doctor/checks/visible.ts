/** What people see of a message's body, and can click. Pure. CSS classes are not followed. */

import { Parser } from "htmlparser2";
import type { Email } from "postal-mime";

export interface Visible {
  text: string;
  /** Addresses of links, and those in the text. */
  links: string[];
  /** Those in the plain text beside the HTML, which few people see. */
  plainLinks: string[];
  /** The body as it was sent, with comments and hidden elements. */
  source: string;
}

const URL_IN_TEXT = /https?:\/\/[^\s"'<>]+/gi;
const NEVER_SHOWN = /^(?:head|style|script|template|title|object)$/;
const INLINE = /^(?:a|abbr|b|big|em|font|i|img|small|span|strong|sub|sup|u|wbr)$/;
const ZERO = "\\s*:\\s*0+(?:\\.0+)?(?:px|pt|r?em|%)?\\s*(?:!important\\s*)?(?:;|$)";
const HIDING = new RegExp(
  `(?:^|;)\\s*(?:display\\s*:\\s*none|visibility\\s*:\\s*hidden|mso-hide\\s*:\\s*all|(?:left|top|text-indent)\\s*:\\s*-\\d{3}|(?:(?:max-)?(?:width|height)|opacity)${ZERO})`,
  "i",
);
const FONT_SIZE = /(?:^|;)\s*font-size\s*:/i;
const NO_FONT_SIZE = new RegExp(`(?:^|;)\\s*font-size${ZERO}`, "i");

/** Most mail programs show the HTML if there is any, so its text counterpart counts only without it. */
export function readVisible({ html, text = "" }: Email): Visible {
  const shown = html ? readHtml(html) : { text, links: [] };
  const links = [...shown.links, ...(shown.text.match(URL_IN_TEXT) ?? [])];
  const plainLinks = html ? (text.match(URL_IN_TEXT) ?? []) : [];
  return { text: shown.text, links, plainLinks, source: html ?? text };
}

interface Element {
  isHidden: boolean;
  /** Text has no size; layouts set it around elements that have their own. */
  isTiny: boolean;
  /** Of a link: where it leads, and how much was seen before it. */
  href?: string | undefined;
  seenBefore: number;
}

function readHtml(html: string): { text: string; links: string[] } {
  const links: string[] = [];
  const open: Element[] = [];
  let text = "";
  let seen = 0;
  const parser = new Parser({
    onopentag(name, attributes) {
      const around = open.at(-1);
      const style = attributes["style"] ?? "";
      const isHidden = around?.isHidden === true || hides(name, attributes);
      const isTiny = FONT_SIZE.test(style) ? NO_FONT_SIZE.test(style) : around?.isTiny === true;
      const href = name === "a" ? attributes["href"] : undefined;
      open.push({ isHidden, isTiny, href, seenBefore: seen });
      if (name === "img" && !isHidden) seen += 1;
      if (!INLINE.test(name)) text += "\n";
    },
    ontext(part) {
      const around = open.at(-1);
      if (around?.isHidden === true || around?.isTiny === true) return;
      text += part;
      seen += part.trim().length;
    },
    onclosetag(name) {
      const element = open.pop();
      if (element?.href !== undefined && seen > element.seenBefore) links.push(element.href.trim());
      if (!INLINE.test(name)) text += "\n";
    },
  });
  parser.end(html);
  return { text, links };
}

function hides(name: string, attributes: Readonly<Record<string, string>>): boolean {
  const { hidden, style = "", width = "", height = "", "aria-hidden": aria } = attributes;
  const isZero = [width, height].some((size) => /^\s*0+(?:px|%)?\s*$/.test(size));
  const isMarked = hidden !== undefined || aria === "true" || HIDING.test(style);
  return isMarked || isZero || NEVER_SHOWN.test(name);
}
