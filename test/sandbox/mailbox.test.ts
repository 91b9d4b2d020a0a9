import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { runningStandIn } from "../../sandbox/running.ts";
import { MIRA, SAMPLE_LISTS } from "../../sandbox/resend/samples.ts";

/** Mira's ticket for the weekly list, from the test vectors of the link format. */
const TICKET = "c4fu2uri6z5ayhgkvwfez2vyb2mgyzwnqgwf6o2wl2pci73jq3nqy";
const SECRET = "correct-horse-battery-staple-0123456789";

interface Received {
  method: string | undefined;
  url: string | undefined;
  headers: IncomingHttpHeaders;
  body: string;
}

/** Stands where the Worker would: notes what it is sent, and answers 202. */
let received: Received[] = [];
const worker = createServer((request, response) => {
  let body = "";
  request.setEncoding("utf8");
  request.on("data", (chunk: string) => (body += chunk));
  request.on("end", () => {
    received.push({ method: request.method, url: request.url, headers: request.headers, body });
    response.writeHead(202, { "content-type": "text/plain" }).end("<b>You are leaving</b>");
  });
});

const workerOptions = { origin: "http://127.0.0.1:1", secret: SECRET };
const standIn = runningStandIn({ worker: workerOptions });

beforeAll(async () => {
  await new Promise<void>((resolve) => worker.listen(0, "127.0.0.1", resolve));
});
beforeEach(() => {
  received = [];
});
afterAll(() => void worker.close());

const page = async (path = "/") => (await fetch(standIn.url + path)).text();

const press = (path: string, fields: Record<string, string> = {}) =>
  fetch(standIn.url + path, { method: "POST", body: new URLSearchParams(fields) });

describe("the mailbox", () => {
  it("shows a letter with its headers, and the link in its body", async () => {
    const text = await page("/?message=1");
    const link = `http://127.0.0.1:1/leave/weekly/${TICKET}`;

    const mailto = `mailto:weekly.${TICKET}@leave.example.com`;
    expect(text).toContain(`<dd>&lt;${link}&gt;, &lt;${mailto}&gt;</dd>`);
    expect(text).toContain("<dd>List-Unsubscribe=One-Click</dd>");
    expect(text).toContain(`<a href="${link}" target="_blank" rel="noopener">Unsubscribe</a>`);
  });

  it("shows who is on which list, and who has left", async () => {
    const before = await page();
    await standIn.resend.contacts.segments.remove({
      contactId: MIRA,
      segmentId: SAMPLE_LISTS.weekly.segment,
    });
    const after = await page();

    expect(before).not.toContain("has left");
    expect(after.match(/has left/g)).toHaveLength(1);
    expect(after).toContain(`<code>/contacts/${MIRA}/segments/`);
  });

  it("escapes an address that is markup", async () => {
    await standIn.resend.contacts.create({ email: "<script>alert(1)</script>@example.com" });
    expect(await page()).not.toContain("<script>alert");
  });

  it("switches a fault, and puts everybody back", async () => {
    await press("/mailbox/fault", { fault: "503" });
    expect((await standIn.call("GET", "/contacts")).status).toBe(503);

    await press("/mailbox/reset");
    expect((await standIn.call("GET", "/contacts")).status).toBe(200);
  });

  it("tells its open pages when something changes", async () => {
    const stream = await fetch(`${standIn.url}/mailbox/changes`);
    const reader = (stream.body ?? new ReadableStream()).getReader();
    const next = async () => new TextDecoder().decode((await reader.read()).value);

    expect(await next()).toContain("heartbeat");
    await standIn.resend.contacts.update({ id: MIRA, unsubscribed: true });
    expect(await next()).toContain("data: changed");
    await reader.cancel();
  });
});

describe("the Unsubscribe button", () => {
  beforeAll(() => {
    workerOptions.origin = `http://127.0.0.1:${(worker.address() as AddressInfo).port}`;
  });

  it("RFC 8058 §3.2: posts List-Unsubscribe=One-Click to the URI, without cookies", async () => {
    await press("/mailbox/1/unsubscribe");

    expect(received).toHaveLength(1);
    expect(received[0]).toMatchObject({
      method: "POST",
      url: `/leave/weekly/${TICKET}`,
      body: "List-Unsubscribe=One-Click",
    });
    expect(received[0]?.headers).toMatchObject({
      "content-type": "application/x-www-form-urlencoded",
    });
    expect(received[0]?.headers).not.toHaveProperty("cookie");
  });

  it("shows the status, the body as text, and how long it took", async () => {
    const text = await (await press("/mailbox/1/unsubscribe")).text();

    expect(text).toMatch(/<strong>202<\/strong> in \d+ ms\./);
    expect(text).toContain("<pre>&lt;b&gt;You are leaving&lt;/b&gt;</pre>");
  });
});

describe("the button that sends a mail", () => {
  beforeAll(() => {
    workerOptions.origin = `http://127.0.0.1:${(worker.address() as AddressInfo).port}`;
  });

  it("hands an empty message to the mailto: through the Worker's local e-mail endpoint", async () => {
    const text = await (await press("/mailbox/1/mail")).text();

    expect(received).toHaveLength(1);
    const [{ url = "", method, body } = {} as Received] = received;
    const { pathname, searchParams } = new URL(url, "http://localhost");
    expect([method, pathname]).toEqual(["POST", "/cdn-cgi/handler/email"]);
    expect(searchParams.get("to")).toBe(`weekly.${TICKET}@leave.example.com`);
    expect(searchParams.get("from")).toBe("mira@example.com");
    expect(body).toMatch(/^Subject: \r\n/m);
    expect(body.endsWith("\r\n\r\n")).toBe(true);
    expect(text).toMatch(/<strong>202<\/strong> in \d+ ms\./);
  });

  it("is there where the header has such an address, and nowhere else", async () => {
    expect(await page("/?message=1")).toContain('action="/mailbox/1/mail"');
    const without = (await page("/?message=3")).match(/action="\/mailbox\/3\/(\w+)"/g);
    expect(without).toEqual(['action="/mailbox/3/unsubscribe"']);
    expect((await press("/mailbox/3/mail")).status).toBe(404);
  });
});
