/** The menu of languages: links to this same page, so it belongs only on what a GET shows. */

import { type Language, LANGUAGES, messages } from "../messages/index.ts";
import { Drawing } from "./icon.tsx";

const GLOBE =
  "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M3.5 12h17M12 3.5c5 5 5 12 0 17M12 3.5c-5 5-5 12 0 17";

export function LanguageMenu({ language }: { language: Language }) {
  const { languageName, languageMenu } = messages[language];
  return (
    <nav>
      <details>
        <summary aria-label={`${languageMenu}: ${languageName}`}>
          <Drawing path={GLOBE} size={20} /> {languageName}
        </summary>
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
