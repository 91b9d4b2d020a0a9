/**
 * What is asked of the Worker. Every link is signed for a contact that nobody has, a fresh random one
 * each, so that no POST removes anybody.
 */

import { randomUUID } from "node:crypto";

import { leaveUrl } from "../../src/links/index.ts";
import type { Answer, Lost, Request } from "./exchange.ts";
import { AGENTS, CONFIRM_BODY, fillPath, FORM, MANGLED, ONE_CLICK_BODY, SHAPES } from "./shapes.ts";

/** Probes of one group are judged together. */
export type Group =
  | "health"
  | "page"
  | "head"
  | "secrets"
  | "mangled"
  | "one-click"
  | "user-agents"
  | "body"
  | "forged";

export interface Probe {
  group: Group;
  /** What is special about it. */
  name: string;
  request: Request;
  /** The path of the link that it is about, as it was signed. */
  linkPath: string;
  /** Whether the Worker asks Resend in turn, which costs some of the team's requests. */
  reachesResend: boolean;
}

/** A probe and what came of it. */
export interface Exchange {
  probe: Probe;
  outcome: Answer | Lost;
}

export interface Sender {
  origin: string;
  list: string;
  /** As in `LINK_SECRETS`. */
  secrets: readonly [string, ...(readonly string[])];
}

/** A browser, for what a person opens. */
export const BROWSER = {
  "user-agent":
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
  accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
  "accept-language": "en",
};

/** Asked first: it tells whether the Worker is there at all. */
export const HEALTH_PROBE: Probe = {
  group: "health",
  name: "health",
  request: { method: "GET", path: "/leave/-/health" },
  linkPath: "",
  reachesResend: false,
};

/** Of what nobody has: the signature fits neither the contact nor this list. */
const OTHER_LIST = "signed-for-another-list";

/**
 * Signs every link and writes every request down.
 *
 * @throws TypeError as `leaveUrl` does, when the origin or the list is not what it must be
 */
export async function planProbes({ origin, list, secrets }: Sender): Promise<Probe[]> {
  const [secret] = secrets;
  const freshPath = async (signedWith = secret) =>
    new URL(await leaveUrl({ origin, list, contact: randomUUID(), secret: signedWith })).pathname;
  // Signed first: what is wrong with the origin or the list is thrown here, once.
  const [toRead, toPost, toMove] = [await freshPath(), await freshPath(), await freshPath()];
  const probe = async (
    group: Group,
    name: string,
    { path = "{path}", ...request }: Omit<Request, "path"> & { path?: string },
    linkPath?: string,
  ): Promise<Probe> => {
    const link = linkPath ?? (await freshPath());
    const reachesResend = request.method === "POST" && group !== "forged";
    const filled = { ...request, path: fillPath(path, link) };
    return { group, name, request: filled, linkPath: link, reachesResend };
  };
  const read = { method: "GET", headers: BROWSER } as const;
  const post = { method: "POST", headers: FORM, body: ONE_CLICK_BODY } as const;
  return Promise.all([
    probe("page", "the page", read),
    probe("head", "HEAD", { ...read, method: "HEAD" }),
    ...secrets.map(async (each, index) =>
      probe("secrets", `secret ${index + 1}`, read, await freshPath(each)),
    ),
    ...MANGLED.map(({ name, path }) => probe("mangled", name, { ...read, path })),
    ...SHAPES.map(({ name, ...shape }) => probe("one-click", name, { ...shape, method: "POST" })),
    ...AGENTS.map(({ name, agent: sent }) =>
      probe("user-agents", name, { ...post, headers: { ...FORM, "user-agent": sent } }),
    ),
    probe("body", "the page's button", {
      ...post,
      headers: { ...BROWSER, ...FORM },
      body: `view=${randomUUID().replaceAll("-", "")}&${CONFIRM_BODY}`,
    }),
    probe("forged", "GET, a digit changed", read, forged(toRead)),
    probe("forged", "POST, a digit changed", post, forged(toPost)),
    probe("forged", "POST, another list", post, toMove.replace(`/${list}/`, `/${OTHER_LIST}/`)),
  ]);
}

/** Changes a digit in the middle of the signature. */
function forged(linkPath: string): string {
  return linkPath.replace(/.(?=.{12}$)/, (digit) => (digit === "a" ? "b" : "a"));
}
