/** Makes sure that a list's contact property exists, and that its fallback value is the list's general page. */

import { Unusable } from "../terminal.ts";
import { type Property, propertyPage } from "./answers.ts";
import type { Knock } from "./knock.ts";
import { persist, type Tried, triedBy, tryRead } from "./persist.ts";
import type { StampList } from "./settings.ts";

/** What was done, or would be. A property that was just created holds nothing yet. */
export type PropertyState = "present" | "created" | "repaired";

const PATH = "/contact-properties";
const MAX_PAGES = 100;

/** What contacts without a link get: a page that says what to do. */
export function generalPage(origin: string, { name }: Pick<StampList, "name">): string {
  return `${origin}/leave/${name}`;
}

/**
 * Creates the property, or corrects its fallback value where that is empty or another address of the
 * general page.
 *
 * @throws Unusable when the property was made for something else
 */
export async function ensureProperty(
  knock: Knock,
  list: StampList,
  origin: string,
  dryRun: boolean,
): Promise<PropertyState> {
  const fallback = generalPage(origin, list);
  const setting = `LISTS.${list.name}.property`;
  // A request whose answer is lost may have been carried out, so each try looks first.
  const settled = await persist(knock, async (): Promise<Tried<PropertyState>> => {
    const found = await findProperty(knock, list.property);
    if (found.kind !== "done") return found;
    const { property } = found.value;
    if (property === undefined) {
      if (dryRun) return { kind: "done", value: "created" };
      const created = { key: list.property, type: "string", fallback_value: fallback };
      return triedBy(await knock.send("POST", PATH, created), () => "created" as const);
    }
    checkPurpose(property, setting);
    if (property.fallback === fallback) return { kind: "done", value: "present" };
    if (dryRun) return { kind: "done", value: "repaired" };
    const path = `${PATH}/${encodeURIComponent(property.id)}`;
    const answer = await knock.send("PATCH", path, { fallback_value: fallback });
    return triedBy(answer, () => "repaired" as const);
  });
  if (settled.kind === "done") return settled.value;
  const reason = settled.kind === "failed" ? settled.reason : "404";
  throw new Unusable(`${setting}: Resend did not take the property ${list.property} (${reason})`);
}

/** A mistyped property must not cost every contact what it holds. */
function checkPurpose({ key, type, fallback }: Property, setting: string): void {
  if (type !== "string") {
    throw new Unusable(`${setting}: Resend has ${key} as a ${type}; choose another property`);
  }
  if (fallback && !/^https?:\/\/[^/]+\/leave\/[^/]+$/.test(fallback)) {
    throw new Unusable(
      `${setting}: the property ${key} has a fallback value that is no leave page, so it may serve something else; choose another property, or clear its fallback value in Resend`,
    );
  }
}

async function findProperty(
  knock: Knock,
  key: string,
): Promise<Tried<{ property: Property | undefined }>> {
  let cursor = "";
  for (let page = 1; page <= MAX_PAGES; page++) {
    const tried = await tryRead(knock, `${PATH}?limit=100${cursor}`, propertyPage);
    if (tried.kind !== "done") return tried;
    const { items, more } = tried.value;
    const property = items.find((item) => item.key === key);
    const last = items.at(-1);
    if (property !== undefined || !more || last === undefined) {
      return { kind: "done", value: { property } };
    }
    cursor = `&after=${encodeURIComponent(last.id)}`;
  }
  return { kind: "failed", reason: "too many properties" };
}
