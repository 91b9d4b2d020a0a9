/** Writes down what Resend was asked and answered, and makes recordings of it that name no one. */

export interface Exchange {
  /** The method and the path. */
  request: string;
  at: string;
  send: string | undefined;
  status: number;
  answer: string;
  headers: Record<string, string>;
  hasWrongKey: boolean;
}

/** What stands in a report for an ID or a key of this run's own. */
export type Names = ReadonlyMap<string, string>;

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;
const ADDRESS = /[^\s"'<>/?&\\]+@[^\s"'<>/?&\\]+/g;
const HEADERS = ["limit", "policy", "remaining", "reset"].map((name) => `ratelimit-${name}`);

/** A key that Resend has never given out. */
export const WRONG_KEY = "re_leave_this_list_wrong_key";

/** Makes a `fetch` that writes down all exchanges, and sends an import as the form that Resend wants. */
export function journaling(exchanges: Exchange[]): typeof fetch {
  return async (...[url, init]: Parameters<typeof fetch>): Promise<Response> => {
    const at = new Date().toISOString();
    const { pathname, search } = new URL(url as string);
    const [send, headers] = [init?.body as string | undefined, new Headers(init?.headers)];
    const isForm = send !== undefined && pathname.endsWith("/contacts/imports");
    if (isForm) headers.delete("content-type");
    const response = await fetch(url, { ...init, headers, ...(isForm && { body: formOf(send) }) });
    const limits = HEADERS.flatMap((name) => {
      const value = response.headers.get(name);
      return value === null ? [] : [[name, value] as const];
    });
    exchanges.push({
      at,
      request: `${init?.method} ${decodeURIComponent(pathname)}${search}`,
      send,
      status: response.status,
      answer: await response.clone().text(),
      hasWrongKey: headers.get("authorization")?.endsWith(WRONG_KEY) === true,
      headers: Object.fromEntries(limits),
    });
    return response;
  };
}

function formOf(body: string): FormData {
  const { file = "", ...fields } = JSON.parse(body) as Record<string, string>;
  const form = new FormData();
  form.set("file", new Blob([file]), "contact.csv");
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}

/** Fields that may hold a person's or a sender's own words. */
const PRIVATE = new Set(["name", "first_name", "last_name", "description"]);

/** Parses a body, and leaves out what belongs to the account's other segments, topics, and properties. */
function ownOf(text: string | undefined, names: Names): unknown {
  if (!/^[{[]/.test(text ?? "")) return null;
  return JSON.parse(text ?? "", function (this: object, key, value: unknown) {
    if (key === "data" && Array.isArray(value)) {
      return value.filter((item: { id: string }) => names.has(item.id));
    }
    if (key === "properties") {
      return Object.fromEntries(Object.entries(value ?? {}).filter(([own]) => names.has(own)));
    }
    const isPrivate = PRIVATE.has(key) && typeof value === "string" && !("statusCode" in this);
    return isPrivate && !names.has(value) ? null : value;
  });
}

/** The request and the answer for a report, with names in place of IDs and addresses. */
export function shown({ request, status, answer }: Exchange, names: Names) {
  const strike = (text: string) =>
    [...names]
      .reduce((all, [own, name]) => all.replaceAll(own, name), text)
      .replaceAll(UUID, "{id}")
      .replaceAll(ADDRESS, "{address}");
  const body = JSON.stringify(ownOf(answer, names));
  return { request: strike(request), answer: `${status} ${strike(body)}` };
}

/** The exchanges as JSON, in the form of the recordings that the stand-in is tested against. */
export function recordingsOf(exchanges: readonly Exchange[], names: Names): string {
  const known = new Map<string, number>();
  const number = (text: string) => {
    const own = text.toLowerCase();
    if (!known.has(own)) known.set(own, known.size + 1);
    return String(known.get(own));
  };
  const address = (text: string) => {
    const mapped = `test-${number(text)}@example.com`;
    return text === text.toUpperCase() ? mapped.toUpperCase() : mapped;
  };
  const id = (text: string) => `00000000-0000-4000-8000-${number(text).padStart(12, "0")}`;

  const replayable = exchanges.filter(({ hasWrongKey }) => !hasWrongKey);
  const lines = replayable.map(({ at, request, send, status, answer, headers }) => {
    const bodies = { send: ownOf(send, names), status, answer: ownOf(answer, names) };
    const line = JSON.stringify({ at, request, ...bodies, headers });
    return line.replaceAll(ADDRESS, address).replaceAll(UUID, id);
  });
  const about = "What Resend answered to `npm run doctor -- --resend-contract`";
  return `{"about": "${about}",\n"recorded": [\n${lines.join(",\n")}\n]}\n`;
}
