/** The languages that the pages speak. */

import { en } from "./en.ts";
import type { Messages } from "./messages.ts";

export type { Messages } from "./messages.ts";

export type Language = "en";

export const languages: Readonly<Record<Language, Messages>> = { en };
