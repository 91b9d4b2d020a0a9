/** What every page has: head, brand, card, and the menu of languages where it works. */

import { raw } from "hono/html";
import type { Child } from "hono/jsx";

import { directionOf, type Language } from "../messages/index.ts";
import { Icon } from "./icon.tsx";
import { LanguageMenu } from "./menu.tsx";
import type { Brand, State } from "./page.ts";
import { styles } from "./styles.ts";
import { brandStyles } from "./theme.ts";

interface LayoutProps {
  state: State;
  title: string;
  language: Language;
  brand: Brand;
  /** Lets the style sheet through the Content-Security-Policy. */
  nonce: string;
  /** Whether the page answers a form; then its heading takes the focus. */
  isAnswer: boolean;
  children?: Child;
}

export function Layout(props: LayoutProps) {
  const { state, title, language, brand, nonce, isAnswer, children } = props;
  return (
    <html lang={language} dir={directionOf(language)}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{brand.name ? `${title} · ${brand.name}` : title}</title>
        <style nonce={nonce}>{raw(styles + (brand.color ? brandStyles(brand.color) : ""))}</style>
      </head>
      <body>
        <main>
          {(brand.name || brand.logo) && <BrandLine brand={brand} />}
          <div class="card">
            <Icon state={state} />
            {isAnswer ? (
              <h1 tabindex={-1} autofocus>
                {title}
              </h1>
            ) : (
              <h1>{title}</h1>
            )}
            {children}
          </div>
        </main>
        {!isAnswer && <LanguageMenu language={language} />}
      </body>
    </html>
  );
}

function BrandLine({ brand: { url, logo, name = hostOf(url ?? logo) } }: { brand: Brand }) {
  // Where the image does not load, its alternative text stands there: the name.
  const mark = logo ? <img src={logo} alt={name} height="40" /> : <bdi>{name}</bdi>;
  return <p class="brand">{url ? <a href={url}>{mark}</a> : mark}</p>;
}

function hostOf(url: string | undefined): string {
  return url === undefined ? "" : new URL(url).host;
}
