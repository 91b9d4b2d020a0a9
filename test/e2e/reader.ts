/** A reader whose browser runs no scripts: opens links, presses buttons, and follows the Worker's own redirects. */

import { exchange, FORM, type RawAnswer } from "./exchange.ts";

/** Headings. */
export const LEFT = "You are unsubscribed";
export const QUEUED = "You will be unsubscribed soon";
export const BACK = "You are subscribed again";
export const CANCELED = "Your request to unsubscribe is canceled";
export const FAILED = "Something went wrong";

/** What the browser shows. */
export interface Page {
  url: string;
  /** Of the answer to the link or the form; 303 if it led to a receipt. */
  status: number;
  html: string;
  heading: string;
}

const STEP =
  /<form method="post" action="([^"]+)">\s*<input type="hidden" name="(\w+)" value="(\w+)">\s*<button [^>]*name="confirm" value="page">([^]*?)<\/button>/g;

/** Opens a link, or a receipt. */
export async function open(url: string): Promise<Page> {
  const { origin, pathname, search } = new URL(url);
  return shown(url, await exchange({ origin, method: "GET", path: pathname + search }));
}

/** Presses the first button whose label begins with this. */
export async function press({ url, html }: Page, label: string): Promise<Page> {
  const steps = [...html.matchAll(STEP)];
  const step = steps.find(([, , , , text = ""]) => text.startsWith(label));
  if (step === undefined) throw new Error(`no button says ${label}, among ${steps.length}`);
  const [, action = "", name = "", value = ""] = step;
  return submit(new URL(action, url), `${name}=${value}&confirm=page`);
}

/** Posts a form, and follows a redirect to a receipt. */
export async function submit(url: URL, body: string): Promise<Page> {
  const { origin, href } = url;
  const path = url.pathname + url.search;
  const answer = await exchange({ origin, method: "POST", path, headers: FORM, body });
  const { location } = answer.headers;
  if (answer.status !== 303 || location === undefined) return shown(href, answer);
  if (!location.startsWith("/leave/")) throw new Error("a redirect leaves the Worker");
  return { ...(await open(origin + location)), status: 303 };
}

/** Opens a link, and unsubscribes on its page. */
export const leave = async (link: string) => press(await open(link), "Unsubscribe");

/** The labels of a page's buttons. */
export const buttons = ({ html }: Pick<Page, "html">) =>
  Array.from(html.matchAll(STEP), ([, , , , label]) => label);

/** Sends the undo of a request, whether or not a page offers it. @param receipt the address of its receipt */
export const undo = ({ url }: Pick<Page, "url">) => {
  const [, link = "", token = ""] = /^(.*)\/receipt\/(\w+)/.exec(url) ?? [];
  return submit(new URL(`${link}/undo`), `token=${token}&confirm=page`);
};

function shown(url: string, { status, body: html }: RawAnswer): Page {
  return { url, status, html, heading: /<h1[^>]*>([^<]*)</.exec(html)?.[1] ?? "" };
}
