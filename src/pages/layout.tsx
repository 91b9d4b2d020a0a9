/** What every page has: head, brand, card. */

import type { Child } from "hono/jsx";
import { raw } from "hono/html";

import { Icon } from "./icon.tsx";
import type { Brand, Page } from "./page.ts";
import { styles } from "./styles.ts";

interface LayoutProps {
  state: Page["state"];
  title: string;
  language: string;
  brand: Brand;
  /** Lets the style sheet through the Content-Security-Policy. */
  nonce: string;
  children?: Child;
}

export function Layout({ state, title, language, brand, nonce, children }: LayoutProps) {
  return (
    <html lang={language} dir="ltr">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{brand.name ? `${title} · ${brand.name}` : title}</title>
        <style nonce={nonce}>{raw(styles)}</style>
      </head>
      <body>
        <main>
          {brand.name && (
            <p class="brand">
              {brand.url ? <a href={brand.url}>{brand.name}</a> : <bdi>{brand.name}</bdi>}
            </p>
          )}
          <div class="card">
            <Icon state={state} />
            <h1>{title}</h1>
            {children}
          </div>
        </main>
      </body>
    </html>
  );
}
