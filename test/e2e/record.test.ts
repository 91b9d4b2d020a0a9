/** The record on real processes: who left stays known, whoever imports, polls, or sets the webhook up. */

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { Resend } from "resend";
import { expect, it } from "vitest";

import { checkWebhook } from "../../cli/doctor/checks/resend.ts";
import { sendTo } from "../../cli/doctor/exchange.ts";
import type { RecordItem } from "../../src/ledger/record.ts";
import { connectResend } from "../../cli/resend.ts";
import { until } from "../../sandbox/processes.ts";
import { runningSandbox, WEEKLY } from "../../sandbox/running.ts";
import { API_KEY, OPERATOR_TOKEN } from "../../sandbox/settings.ts";
import { folderOf, run } from "../cli/run.ts";
import { oneClick } from "./exchange.ts";

const sandbox = runningSandbox({ broadcasts: true });

const headers = { authorization: `Bearer ${OPERATOR_TOKEN}` };
const resend = () => new Resend(API_KEY, { baseUrl: sandbox.standIn.url });

/** Runs the command in a folder with these files. */
function record(args: readonly string[], files: Record<string, string> = {}) {
  const cwd = folderOf(files);
  return run(["record", sandbox.worker.url, ...args], { env: { OPERATOR_TOKEN }, cwd });
}

const entries = async () => {
  const { stdout } = await record(["--json"]);
  return stdout
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line) as RecordItem);
};
const stateOf = async (contact: string) =>
  (await entries()).find((entry) => entry.contact === contact)?.state;

// It comes first, since what other tests have sent counts against its lower limit.
it("an audit of 2,500 contacts, while others join, finds who is back, and delays no leave by a second", async () => {
  await sandbox.standIn.rateLimit(20);
  const [back, ...people] = await sandbox.standIn.seed(WEEKLY, 2_500);
  const putBack = back?.id ?? "";
  await oneClick(await sandbox.link(putBack));
  await resend().contacts.segments.add({ contactId: putBack, segmentId: WEEKLY });
  await fetch(`${sandbox.worker.url}/leave/-/ledger/audit`, { method: "POST", headers });
  const waits: number[] = [];
  const isFound = async () => {
    await sandbox.standIn.seed(WEEKLY, 3);
    const startedAt = performance.now();
    expect((await oneClick(await sandbox.link(people.pop()?.id ?? ""))).status).toBe(200);
    waits.push(performance.now() - startedAt);
    await sleep(600);
    return (await stateOf(putBack)) === "re-added";
  };
  await until("they are found", isFound, 30_000);
  expect(waits.length).toBeGreaterThan(1);
  expect(Math.max(...waits)).toBeLessThan(1_000);
}, 40_000);

/** A poller as a sender would write it: it stores what it gets, and goes on from there. */
const POLLER = `
  import { appendFileSync, existsSync, readFileSync } from "node:fs";
  const [url, authorization, file] = process.argv.slice(1);
  const stored = existsSync(file) ? readFileSync(file, "utf8").split("\\n").slice(0, -1) : [];
  let after = stored.length === 0 ? 0 : JSON.parse(stored.at(-1)).seq;
  for (;;) {
    const page = await (await fetch(url + after, { headers: { authorization } })).json();
    for (const entry of page.data) appendFileSync(file, JSON.stringify(entry) + "\\n");
    after = page.data.at(-1)?.seq ?? after;
  }
`;

it("a poller that is killed in the middle misses nothing, and sees no state twice", async () => {
  const people = await sandbox.standIn.seed(WEEKLY, 40);
  const file = join(folderOf({}), "stored.ndjson");
  const url = `${sandbox.worker.url}/leave/-/record?limit=3&after=`;
  const poll = () =>
    spawn(process.execPath, [
      "--input-type=module",
      "--eval",
      POLLER,
      url,
      headers.authorization,
      file,
    ]);
  const seen = () =>
    existsSync(file)
      ? readFileSync(file, "utf8")
          .split("\n")
          .slice(0, -1)
          .map((line) => JSON.parse(line) as RecordItem)
      : [];
  const leaving = (async () => {
    for (const { id } of people) await oneClick(await sandbox.link(id));
  })();
  let poller = poll();
  for (const enough of [5, 20]) {
    await until("the poller has seen some", () => seen().length >= enough, 10_000);
    poller.kill("SIGKILL");
    await once(poller, "close");
    poller = poll();
  }
  await leaving;
  const all = await entries();
  const last = all.at(-1)?.seq;
  await until("the poller has seen all", () => seen().at(-1)?.seq === last, 10_000);
  poller.kill("SIGKILL");

  const latest = new Map(seen().map((entry) => [entry.id, entry]));
  expect([...latest.values()].toSorted((one, other) => one.seq - other.seq)).toEqual(all);
  const seqs = seen().map(({ seq }) => seq);
  expect(seqs).toEqual([...new Set(seqs)].toSorted((one, other) => one - other));
  expect(all.length).toBeGreaterThanOrEqual(people.length);
});

it("who left is in the CSV, is filtered out of an import by both names, and may come back by signing up", async () => {
  const [left, back, stays] = [
    await sandbox.subscriber(),
    await sandbox.subscriber(),
    await sandbox.subscriber(),
  ];
  await oneClick(left.linkById);
  await oneClick(back.linkByAddress);
  const csv = await record(["--csv"]);
  expect(csv.stdout).toContain(`,weekly,list,one-click,${left.id},${left.id},`);
  expect(csv.stdout).toContain(`,weekly,list,one-click,${back.email},`);

  const joined = { list: "weekly", contact: back.id };
  const url = `${sandbox.worker.url}/leave/-/record/joined`;
  const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(joined) });
  expect(answer.status).toBe(200);
  await resend().contacts.segments.add({ contactId: back.id, segmentId: WEEKLY });
  await resend().contacts.update({ id: back.id, firstName: "Ida" });

  const earlier = `email,left_at\n${stays.email.toUpperCase()},2026-11-01T00:00:00Z\nnobody,\n`;
  const args = ["--import", "earlier.csv", "--list", "weekly"];
  expect(await record(args, { "earlier.csv": earlier })).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining("2 rows: 1 imported, 0 known already, 1 not imported"),
  });
  expect((await record(args, { "earlier.csv": earlier })).stderr).toContain("1 known already");

  const rows = [left, back, stays].map(({ id, email }) => `${id};"${email.toUpperCase()}"\r\n`);
  const file = `\uFEFFid;Email\r\n${rows.join("")};"new@example.com"\r\n`;
  const clean = await record(["--filter", "in.csv", "--list", "weekly"], { "in.csv": file });
  expect([clean.exitCode, clean.stdout]).toEqual([
    0,
    `\uFEFFid;Email\r\n${rows[1]};"new@example.com"\r\n`,
  ]);
  expect(await stateOf(back.email)).toBe("undone");
  expect(await sandbox.isSubscribed(back)).toBe(true);
});

it("who left and is put back by an import or a sync is reported as re-added, and stays out of a file", async () => {
  const [imported, synced] = [await sandbox.subscriber(), await sandbox.subscriber()];
  await oneClick(imported.linkById);
  await oneClick(synced.linkByAddress);
  const csv = `email\n${imported.email}\n`;
  const form = new FormData();
  form.set("file", new Blob([csv]), "contacts.csv");
  form.set("segments", JSON.stringify([WEEKLY]));
  const request = { method: "POST", headers: { authorization: `Bearer ${API_KEY}` }, body: form };
  expect((await fetch(`${sandbox.standIn.url}/contacts/imports`, request)).status).toBe(201);
  await resend().contacts.create({ email: synced.email, segments: [{ id: WEEKLY }] });
  await fetch(`${sandbox.worker.url}/leave/-/ledger/audit`, { method: "POST", headers });
  for (const contact of [imported.id, synced.email]) {
    await until("they are found", async () => (await stateOf(contact)) === "re-added", 10_000);
  }
  expect((await record(["--filter", "in.csv"], { "in.csv": csv })).stdout).toBe("email\n");
  expect(await sandbox.isSubscribed(imported)).toBe(true);
});

/** Prints what `curl` would get, so that no `curl` is needed. */
const CURL = `curl() { node -p "JSON.stringify(process.argv.slice(1))" -- "$@"; }`;

it("answers the requests that the pages show", async () => {
  const pages = ["operating", "record", "ledger"].map((page) =>
    readFileSync(`docs/${page}.md`, "utf8"),
  );
  const requests = pages.flatMap((page) => page.match(/(?<=^```sh\n)curl .*?(?=^```$)/gms) ?? []);
  expect(requests).toHaveLength(8);
  const env = { ...process.env, OPERATOR_TOKEN };
  for (const text of requests) {
    const shown = spawnSync("sh", ["-c", `${CURL}\n${text}`], { encoding: "utf8", env });
    const args = JSON.parse(shown.stdout) as string[];
    const after = (option: string) => args[args.indexOf(option) + 1] ?? "";
    const [name = "", value = ""] = after("-H").split(": ");
    const body = args.includes("--json") ? after("--json") : undefined;
    const method = args.includes("-X") ? after("-X") : body === undefined ? "GET" : "POST";
    const url = args
      .find((arg) => arg.startsWith("https:"))
      ?.replace("https://acme.com", sandbox.worker.url);
    const init = { method, headers: { [name]: value }, ...(body !== undefined && { body }) };
    const answer = await fetch(url ?? "", init);
    expect([text, answer.status]).toEqual([text, 200]);
  }
});

it("the doctor sees what is wrong with the webhook, and how to set it right", async () => {
  const { webhooks } = resend();
  const connection = connectResend({ apiKey: API_KEY, baseUrl: sandbox.standIn.url });
  const { url } = sandbox.worker;
  const check = () => checkWebhook(url, { connection }, sendTo(url));
  const endpoint = `${url}/leave/-/webhook`;
  expect(await check()).toMatchObject({ status: "ok" });
  const [own] = (await webhooks.list()).data?.data ?? [];
  const [id, events] = [own?.id ?? "", own?.events ?? []];

  await webhooks.update(id, { status: "disabled" });
  const disabled = { status: "warning", found: expect.stringContaining("It is disabled") };
  expect(await check()).toMatchObject({
    ...disabled,
    remedy: expect.stringMatching(/--webhook`, or/),
  });
  await webhooks.update(id, { status: "enabled", events: ["contact.updated"] });
  const found = "It does not have contact.created, contact.topics.updated, email.complained.";
  expect(await check()).toMatchObject({ status: "warning", found });
  await webhooks.remove(id);
  expect(await check()).toMatchObject({ status: "skipped" });
  await webhooks.create({ endpoint, events });
  const other = { status: "warning", found: "The Worker has another signing secret." };
  expect(await check()).toMatchObject(other);
});
