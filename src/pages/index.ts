/**
 * Pages: what happened in, HTML or plain text out. They say what is true and nothing else.
 * No script, no request to anybody but for the brand's logo; forms are the only way to act.
 */

import { type Language, messages } from "../messages/index.ts";
import { content } from "./content.ts";
import { layout } from "./layout.ts";
import type { Brand, Page } from "./page.ts";
import { type Shown, shownOf } from "./shown.ts";
import { fill, type Skeleton, skeletonOf } from "./skeleton.ts";
import { styleSheet } from "./styles.ts";
import { words } from "./words.ts";

export { FALLBACK_LANGUAGE, findLanguage, type Language } from "../messages/index.ts";
export type { Brand, Page, Scope, Step, Subject } from "./page.ts";

/** For whom a page is rendered, and how. */
export interface View {
  language: Language;
  /** Whether the link itself asks for the language; then its forms do so too. */
  languageIsAsked: boolean;
  /** Whether the page says what became of a request: then its heading takes the focus, and is what a screen reader says first. */
  focusHeading: boolean;
  /** Whether the menu of languages stands below it. Its links are `?lang=…`, so it belongs on what a GET shows. */
  hasMenu: boolean;
}

/** One brand's pages. */
export interface Pages {
  /** The style sheet that stands in each of them. */
  styles: string;
  /** Renders a whole HTML document. */
  render(page: Page, view: View): string;
}

/** Makes a brand's pages. */
export function createPages(brand: Brand): Pages {
  const styles = styleSheet(brand);
  const skeletons = new Map<string, Skeleton>();

  function put(page: Page, view: View, shown: Shown): string {
    const { language, languageIsAsked } = view;
    const query = languageIsAsked ? `?lang=${language}` : "";
    const { title, text } = words(page, language);
    const inside = content(page, { messages: messages[language], text, shown, brand, query });
    return layout({ ...view, brand, styles, state: page.state, title }, inside).toString();
  }

  return {
    styles,
    render(page, view) {
      const shown = shownOf(page, view.language);
      // This one is what people and mail scanners open; the others answer one request each.
      if (page.state !== "asking") return put(page, view, shown);
      const { language, languageIsAsked, focusHeading, hasMenu } = view;
      const key = `${language} ${languageIsAsked} ${focusHeading} ${hasMenu} ${shown.everythingView !== undefined} ${shown.name !== undefined} ${shown.who !== undefined}`;
      const skeleton = skeletons.get(key) ?? skeletonOf(shown, (marked) => put(page, view, marked));
      skeletons.set(key, skeleton);
      return fill(skeleton, shown);
    },
  };
}

/** Says the same in one line of plain text, for mail programs. */
export function renderText(page: Page, language: Language): string {
  const { title, text } = words(page, language);
  const { name } = shownOf(page, language);
  return `${name === undefined ? "" : `${name}: `}${title.text}. ${text.text}\n`;
}
