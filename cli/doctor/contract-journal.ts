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
const WRONG_KEY = "re_leave_this_list_wrong_key";

export class Journal {
  readonly exchanges: Exchange[] = [];
  #key: string | undefined;

  /** Runs an attempt with a key that Resend has never given out. */
  async withWrongKey<Result>(attempt: () => Promise<Result>): Promise<Result> {
    this.#key = WRONG_KEY;
    return attempt().finally(() => (this.#key = undefined));
  }

  /** For the transport. It sends an import as the form that Resend wants. */
  readonly fetch = async (...[url, init]: Parameters<typeof fetch>): Promise<Response> => {
    const at = new Date().toISOString();
    const { pathname, search } = new URL(url as string);
    const [send, headers] = [init?.body as string | undefined, new Headers(init?.headers)];
    if (this.#key !== undefined) headers.set("authorization", `Bearer ${this.#key}`);
    const isForm = send !== undefined && pathname.endsWith("/contacts/imports");
    if (isForm) headers.delete("content-type");
    const response = await fetch(url, { ...init, headers, ...(isForm && { body: formOf(send) }) });
    const answer = await response.clone().text();
    const limits = HEADERS.map((name) => [name, response.headers.get(name)] as const);
    this.exchanges.push({
      at,
      request: `${init?.method} ${decodeURIComponent(pathname)}${search}`,
      send,
      status: response.status,
      answer,
      hasWrongKey: this.#key !== undefined,
      headers: Object.fromEntries(limits.filter((one): one is [string, string] => !!one[1])),
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

/** A text with names in place of IDs and addresses. */
export function struck(text: string, names: Names): string {
  const named = [...names].reduce((all, [own, name]) => all.replaceAll(own, name), text);
  return named.replaceAll(UUID, "{id}").replaceAll(ADDRESS, "{address}");
}

/** Fields that may hold a person's or a sender's own words. */
const PRIVATE = new Set(["name", "first_name", "last_name", "description"]);

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

  /** Leaves out what belongs to the account's other segments, topics, and properties. */
  const parse = (text = "null"): unknown =>
    JSON.parse(text, function (this: object, key, value: unknown) {
      if (key === "data") return (value as { id: string }[]).filter((item) => names.has(item.id));
      if (key === "properties") {
        return Object.fromEntries(
          Object.entries(value as object).filter(([own]) => names.has(own)),
        );
      }
      const isPrivate = PRIVATE.has(key) && typeof value === "string" && !("statusCode" in this);
      return isPrivate && !names.has(value) ? null : value;
    });
  const replayable = exchanges.filter(({ hasWrongKey }) => !hasWrongKey);
  const lines = replayable.map(({ at, request, send, status, answer, headers }) => {
    const all = { at, request, send: parse(send), status, answer: parse(answer), headers };
    return JSON.stringify(all).replaceAll(ADDRESS, address).replaceAll(UUID, id);
  });
  const about = "What Resend answered to `npm run doctor -- --resend-contract`";
  return `{"about": "${about}",\n"recorded": [\n${lines.join(",\n")}\n]}\n`;
}
