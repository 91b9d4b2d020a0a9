/** What the Worker logs, and what the log store keeps beside it: never who leaves, and no ticket. */

import { describe, expect, it, onTestFinished } from "vitest";

import { leaveUrl } from "../../src/links/index.ts";
import { API_KEY, broadcastVars, LINK_SECRET, OPERATOR_TOKEN } from "../../sandbox/settings.ts";
import { until } from "../../sandbox/ledger.ts";
import { type Member, runningSandbox } from "../../sandbox/running.ts";
import { exchange, FORM, ONE_CLICK_BODY, oneClick } from "./exchange.ts";
import { leave, open, press } from "./reader.ts";
import { startTailed, type Tailed, type TailedOptions, type Trace } from "./tailed.ts";

const sandbox = runningSandbox();

const post = (link: string, body: string) =>
  exchange({
    origin: sandbox.worker.url,
    method: "POST",
    path: new URL(link).pathname,
    headers: FORM,
    body,
  });

describe("the operator's log", () => {
  it("has one structured line for each leave", async () => {
    const { linkById } = await sandbox.member();
    const lines = await sandbox.logged(async () => {
      await post(linkById, ONE_CLICK_BODY);
      await post(linkById, "confirm=page");
      await post(linkById, "");
    });
    expect(lines.map(({ line }) => line["channel"])).toEqual(["one-click", "page", "other"]);
    const [first] = lines;
    expect(first).toEqual({
      level: "info",
      line: {
        event: "leave",
        scope: "list",
        list: "weekly",
        channel: "one-click",
        outcome: "done",
        entry: expect.any(Number),
        ms: expect.any(Number),
        hash: expect.stringMatching(/^[a-z2-7]{10}$/),
      },
    });
  });

  it("gives one membership one hash, however its link is spelled, and another another", async () => {
    const [one, other] = [await sandbox.member(), await sandbox.member()];
    const lines = await sandbox.logged(async () => {
      await oneClick(one.linkById);
      await oneClick(one.linkById.replace("weekly", "WEEKLY"));
      await oneClick(other.linkById);
    });
    const [a, b, c] = lines.map(({ line }) => line["hash"]);
    expect(a).toBe(b);
    expect(c).not.toBe(a);
  });

  it("has no line for a page that is only looked at, and none for a forged link", async () => {
    const { linkById } = await sandbox.member();
    const lines = await sandbox.logged(async () => {
      await fetch(linkById);
      await oneClick(`${linkById.slice(0, -2)}aa`);
    });
    expect(lines).toEqual([]);
  });

  it("never holds an address, a contact ID, a ticket, a key or a secret, whatever goes wrong", async () => {
    const { id, email, linkById, linkByAddress } = await sandbox.member();
    const lines = await sandbox.logged(async () => {
      for (const fault of ["none", "500", "drop", "revoked-key"] as const) {
        await sandbox.standIn.fault(fault);
        await oneClick(linkById);
        await oneClick(linkByAddress);
      }
    });
    expect(lines.filter(({ line }) => line["event"] === "leave")).toHaveLength(8);
    const text = JSON.stringify(lines);
    const tickets = [linkById, linkByAddress].map((link) => link.slice(link.lastIndexOf("/") + 1));
    for (const secret of [id, email, "@", "%40", ...tickets, API_KEY, LINK_SECRET]) {
      expect(text).not.toContain(secret);
    }
  });
});

/** What `wrangler dev` itself says of a mail that was rejected. */
const OF_WRANGLER = /^The Workers runtime canceled this request/;

/** The store keeps a URL or a recipient beside each line and each exception of these. */
const isAddressed = ({ event }: Trace) =>
  event?.request !== undefined || event?.rcptTo !== undefined || event?.rpcMethod === "email";

const linesOf = (traces: readonly Trace[]) => traces.flatMap(({ logs }) => logs);
const eventsOf = (traces: readonly Trace[]) =>
  linesOf(traces).map(
    ({ message }) => /"event":"([\w-]+)"/.exec(JSON.stringify(message).replaceAll("\\", ""))?.[1],
  );

/** What stands in the log store, and should not. */
function leaksIn(traces: readonly Trace[], secrets: readonly string[]): string[] {
  const own = (trace: Trace) =>
    trace.exceptions.filter(
      ({ message }) => trace.event?.rpcMethod !== "email" || !OF_WRANGLER.test(message),
    );
  const beside = traces
    .filter(isAddressed)
    .flatMap((trace) => [linesOf([trace]), own(trace)].flat())
    .map((line) => `beside a URL: ${JSON.stringify(line)}`);
  const said = JSON.stringify(traces.map(({ logs, exceptions }) => [logs, exceptions]));
  return [...beside, ...secrets.filter((secret) => said.includes(secret))];
}

describe("the log store", () => {
  /** Starts a Worker beside the sandbox's own. */
  async function tailed(options: Partial<TailedOptions> = {}): Promise<Tailed> {
    const { vars, ...rest } = options;
    const running = await startTailed({
      resendBaseUrl: sandbox.standIn.url,
      vars: { ...broadcastVars("http://127.0.0.1"), OPERATOR_TOKEN, ...vars },
      ...rest,
    });
    onTestFinished(() => running.stop());
    await running.forget();
    return running;
  }

  async function reader({ worker }: Tailed): Promise<Member & { secrets: string[] }> {
    const { id, email } = await sandbox.member();
    const link = (contact: string) =>
      leaveUrl({ origin: worker.url, list: "weekly", contact, secret: LINK_SECRET });
    const [linkById, linkByAddress] = await Promise.all([link(id), link(email)]);
    const tickets = [linkById, linkByAddress].map((url) => url.slice(url.lastIndexOf("/") + 1));
    const secrets = [...tickets, id, email, email.replace("@", "%40"), API_KEY, LINK_SECRET];
    return { id, email, linkById, linkByAddress, secrets };
  }

  const ask = ({ worker }: Tailed, method: string, path: string, body = "") =>
    exchange({ origin: worker.url, method, path, headers: body === "" ? {} : FORM, body });

  async function mail({ worker }: Tailed, to: string): Promise<number> {
    const query = new URLSearchParams({ from: "mira@example.com", to }).toString();
    const body = `From: mira@example.com\r\nTo: ${to}\r\nMessage-ID: <1@example.com>\r\n\r\n`;
    const url = `${worker.url}/cdn-cgi/handler/email?${query}`;
    const response = await fetch(url, { method: "POST", body });
    await response.text();
    return response.status;
  }

  /** The address behind a link. */
  const mailto = (link: string) =>
    `${new URL(link).pathname.slice(7).replace("/", ".")}@leave.example.com`;

  /** All traces, once there is one for each request and each mail. */
  async function tracesOf(running: Tailed, count: number): Promise<Trace[]> {
    const addressed = async () => (await running.traces()).filter(isAddressed).length;
    await until(`${count} traces`, async () => (await addressed()) >= count, 10_000);
    // Those of the Ledger and of the lines themselves come on their own.
    await new Promise((resolve) => setTimeout(resolve, 300));
    const traces = await running.traces();
    expect(traces.filter(isAddressed)).toHaveLength(count);
    return traces;
  }

  /** Where the bundle begins to handle what; the first group is what it handles. */
  const PLACE = {
    get: /\.get\("\/leave\/\*",async (\w+)=>\{/,
    post: /\.post\("\/leave\/\*",async (\w+)=>\{/,
    email: /async email\((\w+)\)\{try\{/,
    report: /\breport\(\)\{/,
  };

  function patched(bundle: string, at: RegExp, change: string): string {
    const changed = bundle.replace(at, change);
    if (changed === bundle) throw new Error("the bundle has no such place");
    return changed;
  }

  it("keeps no line and no exception beside a URL or a recipient, whatever is asked", async () => {
    const running = await tailed();
    const { linkById, secrets } = await reader(running);
    const { pathname } = new URL(linkById);
    let sent = 0;
    const asked = async (method: string, path: string, status: number, body = "") => {
      sent += 1;
      expect((await ask(running, method, path, body)).status, `${method} ${path}`).toBe(status);
    };
    await asked("GET", pathname, 200);
    await asked("HEAD", pathname, 200);
    await asked("POST", pathname, 200);
    await asked("POST", pathname, 200, ONE_CLICK_BODY);
    await asked("POST", `${pathname}/everything`, 200);
    await asked("POST", `${pathname}/undo`, 409, `token=${"0".repeat(32)}&confirm=page`);
    await asked("GET", `${pathname}/receipt/${"0".repeat(32)}`, 404);
    await asked("PUT", pathname, 405);
    await asked("GET", `${pathname.slice(0, -1)}1`, 404);
    await asked("POST", `${pathname.slice(0, -1)}1`, 404);
    await asked("GET", "/leave/weekly", 200);
    await asked("GET", "/leave/-/health", 200);
    await asked("POST", "/leave/-/webhook", 400, "{}");
    await asked("GET", "/leave/-/ledger", 401);
    await asked("DELETE", "/leave/-/ledger/1", 401);
    await asked("GET", "/", 404);
    const other = await reader(running);
    const receipt = await leave(other.linkByAddress);
    const undone = await press(receipt, "Rejoin this list");
    expect([receipt.status, undone.status]).toEqual([303, 303]);
    await open(receipt.url);
    sent += 6;
    for (let round = 0; round < 31; round++) await ask(running, "POST", pathname);
    sent += 31;
    await sandbox.standIn.fault("500");
    const late = await reader(running);
    await asked("POST", new URL(late.linkByAddress).pathname, 202);
    sent += 2;
    expect(await mail(running, mailto(late.linkById))).toBe(200);
    expect(await mail(running, mailto(`${linkById.slice(0, -1)}1`))).toBe(400);

    const traces = await tracesOf(running, sent);
    expect(leaksIn(traces, [...secrets, ...other.secrets, ...late.secrets])).toEqual([]);
    const all = ["leave", "undo", "too-many", "webhook-refused", "mail-refused"];
    expect(eventsOf(traces)).toEqual(expect.arrayContaining(all));
  });

  it("keeps none of settings at fault", async () => {
    const running = await tailed({ linkSecrets: "short" });
    const { linkById, secrets } = await reader(running);
    const { pathname } = new URL(linkById);
    for (const method of ["GET", "POST"]) {
      expect((await ask(running, method, pathname)).status).toBe(503);
    }
    expect(await mail(running, mailto(linkById))).toBe(400);
    const traces = await tracesOf(running, 3);
    expect(leaksIn(traces, secrets)).toEqual([]);
    expect(eventsOf(traces).filter((event) => event === "settings")).toHaveLength(3);
  });

  it("keeps none of an exception, in a route, the email handler, and the Ledger", async () => {
    const running = await tailed({
      patch: (bundle) => {
        const throws = "$&throw new Error($1.req.path);";
        const onGet = patched(bundle, PLACE.get, throws);
        const onMail = patched(onGet, PLACE.email, "$&throw new Error($1.to);");
        return patched(onMail, PLACE.report, '$&throw new Error("no report");');
      },
    });
    const { linkById, secrets } = await reader(running);
    const { pathname } = new URL(linkById);
    for (const method of ["GET", "HEAD"]) {
      expect((await ask(running, method, pathname)).status).toBe(503);
    }
    expect(await mail(running, mailto(linkById))).toBe(400);
    // A promise that is rejected: nothing catches this one before the route does.
    const headers = { authorization: `Bearer ${OPERATOR_TOKEN}` };
    const report = await fetch(`${running.worker.url}/leave/-/ledger`, { headers });
    expect([report.status, await report.text()]).toEqual([503, expect.any(String)]);
    const traces = await tracesOf(running, 4);
    expect(leaksIn(traces, secrets)).toEqual([]);
    expect(eventsOf(traces)).toEqual(["exception", "exception", "exception"]);
  });

  it("would show a line that a route writes, and an exception that it lets go", async () => {
    const running = await tailed({
      patch: (bundle) => {
        const throws = 'async fetch($1){if($1.method==="POST")throw new Error($1.url);try{';
        const onGet = patched(bundle, PLACE.get, '$&console.log("looked at");');
        return patched(onGet, /async fetch\((\w+)\)\{try\{/, throws);
      },
    });
    const { linkById, secrets } = await reader(running);
    const { pathname } = new URL(linkById);
    await ask(running, "GET", pathname);
    expect(leaksIn(await tracesOf(running, 1), secrets)).toEqual([
      expect.stringContaining("looked at"),
    ]);
    await running.forget();
    await ask(running, "POST", pathname);
    expect(leaksIn(await tracesOf(running, 1), secrets)).toEqual([
      expect.stringContaining("beside a URL"),
      pathname.slice("/leave/weekly/".length),
    ]);
  });
});
