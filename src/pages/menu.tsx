/** The menu of languages: links to this same page, so it belongs only on what a GET shows. */

import { type Language, LANGUAGES, messages } from "../messages/index.ts";

export function LanguageMenu({ language }: { language: Language }) {
  const { languageName, languageMenu } = messages[language];
  return (
    <nav>
      <details>
        <summary aria-label={`${languageMenu}: ${languageName}`}>{languageName}</summary>
        <ul>
          {LANGUAGES.map((tag) => (
            <li>
              <a
                href={`?lang=${tag}`}
                lang={tag}
                aria-current={tag === language ? "true" : undefined}
              >
                {messages[tag].languageName}
              </a>
            </li>
          ))}
        </ul>
      </details>
    </nav>
  );
}
