/// <reference types="vite/types/importMeta.d.ts" />
/** Links are for ever: what any release has signed opens, and leaves. */

import { describe, expect, it } from "vitest";

import { openLink } from "../src/links/open.ts";
import { splitSecrets } from "../src/links/secret.ts";
import type { KeptRelease } from "./releases/types.ts";
import { NEWS as ANOTHER_SEGMENT, WEEKLY as SEGMENT } from "./scripted.ts";
import { ONE_CLICK, startWorker } from "./worker.ts";

const RELEASES = Object.values(
  import.meta.glob<KeptRelease>("./releases/*.json", { eager: true, import: "default" }),
);

/** Today's settings of a sender who has had all these lists since. */
const settingsFor = ({ linkSecrets, links }: KeptRelease) => {
  const names = new Set(links.map(({ list }) => list).filter((list) => list !== SEGMENT));
  const lists = [...names].map((name) => [name, { segment: ANOTHER_SEGMENT }] as const);
  // A secret that came after all of them signs now.
  const secrets = `a-secret-of-these-days-0123456789-abc,${linkSecrets}`;
  return { LINK_SECRETS: secrets, LISTS: Object.fromEntries(lists) };
};

const removal = (list: string, contact: string) =>
  `/contacts/${encodeURIComponent(contact)}/segments/${list === SEGMENT ? SEGMENT : ANOTHER_SEGMENT}`;

it("the first release is among them", () => {
  expect(RELEASES.map(({ release }) => release)).toContain("0.1.0");
});

describe.each(RELEASES)("a link of release $release", (kept) => {
  it("opens with the list and the contact that it was signed for", async () => {
    const secrets = splitSecrets(kept.linkSecrets);
    expect(kept.links.length).toBeGreaterThan(0);
    for (const { url, list, contact } of kept.links) {
      const opened = await openLink(new URL(url).pathname, secrets);
      expect(opened, url).toMatchObject({ kind: "opened", list, contact, action: "leave" });
      expect(await openLink(new URL(url).pathname, ["x".repeat(32)])).toMatchObject({
        kind: "refused",
      });
    }
  });

  it("takes its person off its list, by a POST and by mail", async () => {
    const worker = await startWorker(undefined, settingsFor(kept));
    const expected: string[] = [];
    for (const { url, mail, list, contact } of kept.links) {
      // Within a minute of the same by an older secret, or by a POST, it would cost no call.
      worker.pass(60_000);
      expect((await worker.fetch(new URL(url).pathname, ONE_CLICK)).status, url).toBe(200);
      expected.push(removal(list, contact));
      if (mail === undefined) continue;
      worker.pass(60_000);
      expect(await worker.mail(mail), mail).toBeUndefined();
      expected.push(removal(list, contact));
    }
    const seen = worker.resend.seen();
    expect(seen.map(({ method, path }) => `${method} ${path}`)).toEqual(
      expected.map((path) => `DELETE ${path}`),
    );
  });
});
