/** `BRAND`: the sender's look. Every part is optional. A fault removes the brand from the pages; unsubscribing still works. */

import { isAddress } from "../links/names.ts";
import { secureUrl } from "../links/origin.ts";
import { type Fault, settingTable, settingText, tableProblem } from "./fault.ts";

export interface Brand {
  name?: string;
  /** Where the name links to; `https` only. */
  url?: string;
  /** An image; `https` only. */
  logo?: string;
  /** `#rrggbb`, lower case. */
  color?: string;
  /** An email address for support. */
  support?: string;
  /** A postal address, in lines separated by `\n`. */
  address?: string;
}

type Part = keyof Brand;

const PARTS: Record<Part, { check: (text: string) => string | undefined; problem: string }> = {
  name: {
    check: (text) => (text.length <= 80 ? text : undefined),
    problem: "must be text of at most 80 characters",
  },
  url: { check: httpsUrl, problem: "is not an https URL" },
  logo: { check: httpsUrl, problem: "is not an https URL" },
  color: { check: hexColor, problem: "is not a color such as #0a7c4a" },
  support: {
    check: (text) => (isAddress(text) ? text : undefined),
    problem: "is not an email address",
  },
  address: { check: postalAddress, problem: "must be at most 8 lines and 400 characters" },
};

/** Reads the brand; it is empty if there is any fault. */
export function readBrand(value: unknown): { brand: Brand; faults: readonly Fault[] } {
  const table = settingTable(value);
  if (table === undefined) {
    return { brand: {}, faults: [{ setting: "BRAND", problem: tableProblem(value, "a table") }] };
  }
  const brand: Brand = {};
  const faults: Fault[] = [];
  for (const [part, raw] of Object.entries(table)) {
    if (raw === "") continue;
    const rule = Object.hasOwn(PARTS, part) ? PARTS[part as Part] : undefined;
    const text = settingText(raw);
    const checked = rule !== undefined && text !== undefined ? rule.check(text) : undefined;
    if (checked === undefined) {
      const known = Object.keys(PARTS).join(", ");
      const problem = rule?.problem ?? `is not a setting; use ${known}`;
      faults.push({ setting: `BRAND.${part}`, problem });
    } else {
      brand[part as Part] = checked;
    }
  }
  return { brand: faults.length === 0 ? brand : {}, faults };
}

function postalAddress(text: string): string | undefined {
  const lines = text.split(/\s*\r?\n\s*/);
  return lines.length <= 8 && text.length <= 400 ? lines.join("\n") : undefined;
}

function httpsUrl(text: string): string | undefined {
  const url = secureUrl(text);
  // Any other character in the host could end the directive in the Content-Security-Policy.
  const plain = url !== undefined && /^[a-z0-9.-]+$/.test(url.hostname);
  return plain && url.protocol === "https:" && !url.username && !url.password
    ? url.href
    : undefined;
}

function hexColor(text: string): string | undefined {
  const [, short, long] = /^#(?:([0-9a-f]{3})|([0-9a-f]{6}))$/i.exec(text) ?? [];
  const digits = long ?? short?.replace(/./g, "$&$&");
  return digits === undefined ? undefined : `#${digits.toLowerCase()}`;
}
