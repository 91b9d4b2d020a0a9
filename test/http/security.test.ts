/** What docs/threat-model.md promises, where no other test shows it. */

import { describe, expect, it } from "vitest";

import { mintLink } from "../../src/links/mint.ts";
import { sameMac } from "../../src/crypto/hmac.ts";
import { WEEKLY } from "../scripted.ts";
import {
  fromPage,
  ID,
  ONE_CLICK,
  ORIGIN,
  press,
  SECRET,
  signedPath,
  startWorker,
  undoForm,
} from "../worker.ts";

const FRESH = "a-fresh-secret-of-these-days-0123456789";
const INJECTED = "%0d%0aX-Injected:%201%0d%0a%0d%0a<script>";

describe("a forged link", () => {
  it("is answered alike, whether there is such a person and such a list or not", async () => {
    const worker = await startWorker();
    const member = await signedPath({ contact: ID });
    const forged = [
      `${member.slice(0, -1)}z`,
      member.replace("/c4fu2", "/c5fu2"),
      member.replace("weekly", "product-news"),
      member.replace("weekly", "no-such-list"),
      "/leave/weekly/nothing",
    ];
    for (const request of [{}, fromPage(), ONE_CLICK]) {
      const answers = await Promise.all(
        forged.map(async (path) => {
          const response = await worker.fetch(path, request);
          return `${response.status} ${await response.text()}`;
        }),
      );
      expect(new Set(answers).size).toBe(1);
    }
    expect(worker.resend.all).toEqual([]);
  });
});

describe("a rotation of the link secret", () => {
  const path = async (secret: string) =>
    new URL((await mintLink({ origin: ORIGIN, list: "weekly", contact: ID, secret })).url).pathname;

  it("breaks no link while the old secret stays behind the fresh one", async () => {
    const worker = await startWorker(undefined, { LINK_SECRETS: `${FRESH},${SECRET}` });
    for (const secret of [SECRET, FRESH]) {
      expect((await worker.fetch(await path(secret), ONE_CLICK)).status).toBe(200);
    }
  });

  it("shuts the thief out once the old secret is gone: links, undo, receipts and mail", async () => {
    const worker = await startWorker(undefined, { LINK_SECRETS: FRESH });
    const [stolen, own] = [await path(SECRET), await path(FRESH)];
    const { token = "" } = await press(worker, own);
    const before = worker.resend.all.length;
    for (const action of ["", "/everything", "/undo"]) {
      for (const request of [ONE_CLICK, fromPage(), undoForm(token)]) {
        expect((await worker.fetch(stolen + action, request)).status).toBe(404);
      }
    }
    expect((await worker.fetch(`${stolen}/receipt/${token}`)).status).toBe(404);
    const [, , list, ticket] = stolen.split("/");
    expect(await worker.mail(`${list}.${ticket}@leave.acme.com`)).toMatch(
      /not a complete unsubscribe address/,
    );
    expect(worker.resend.all).toHaveLength(before);
    expect((await press(worker, `${own}/undo`, undoForm(token))).status).toBe(303);
  });
});

describe("what a request carries", () => {
  it("reaches no header and no page of the answer", async () => {
    const worker = await startWorker();
    const headers = {
      "x-forwarded-host": "injected.example",
      "x-forwarded-proto": "javascript",
      "accept-language": "injected,<script>",
      origin: "https://injected.example",
    };
    const signed = await signedPath();
    const after = ["/", "?lang=", "/receipt/", "/undo/", "/everything?x="];
    for (const path of [...after.map((one) => signed + one + INJECTED), `/${INJECTED}`]) {
      for (const request of [{}, fromPage(), fromPage(INJECTED), undoForm(INJECTED), ONE_CLICK]) {
        const response = await worker.fetch(path, { ...request, headers });
        const told = JSON.stringify([...response.headers]) + (await response.text());
        expect(told, path).not.toMatch(/injected|<script/i);
      }
    }
  });

  it("does not decide where Resend is", async () => {
    const worker = await startWorker();
    const elsewhere = `https://evil.example${await signedPath({ contact: ID })}`;
    const headers = { host: "evil.example", forwarded: "host=evil.example" };
    expect((await worker.fetch(elsewhere, { ...ONE_CLICK, headers })).status).toBe(200);
    expect(worker.resend.seen()).toMatchObject([
      { method: "DELETE", path: `/contacts/${ID}/segments/${WEEKLY}` },
    ]);
  });
});

describe("comparing MACs", () => {
  it("reads every byte, wherever the first one differs", () => {
    const good = new Uint8Array(16).fill(7);
    const readsUntilRefused = (differsAt: number) => {
      const given = good.with(differsAt, 8);
      let reads = 0;
      const watched = new Proxy(given, {
        get(bytes, key) {
          if (typeof key === "string" && /^\d+$/.test(key)) reads += 1;
          return Reflect.get(bytes, key, bytes) as unknown;
        },
      });
      expect(sameMac(good, watched)).toBe(false);
      return reads;
    };
    expect([readsUntilRefused(0), readsUntilRefused(15)]).toEqual([16, 16]);
  });
});
