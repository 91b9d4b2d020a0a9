import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const MAIN = fileURLToPath(new URL("../../sandbox/resend/main.ts", import.meta.url));

function start(settings: Record<string, string>) {
  const child = spawn(process.execPath, [MAIN], { env: settings });
  const said = { out: "", error: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (said.out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said.error += text));
  return { child, said, exited: once(child, "exit") };
}

const SETTINGS = {
  PORT: "0",
  RESEND_API_KEY: "re_from_the_environment",
  LINK_SECRET: "correct-horse-battery-staple-0123456789",
};

describe("the stand-in as a process", () => {
  it("prints its address when it is ready, and ends on SIGTERM, even with the mailbox open", async () => {
    const { child, said, exited } = start({
      ...SETTINGS,
      RATE_LIMIT: "7",
      BEHAVIOR: '{"removingAbsent":"404"}',
    });
    await expect.poll(() => said.out, { timeout: 5000 }).toMatch(/http:\/\/127\.0\.0\.1:\d+\n$/);

    const url = said.out.trim().split(" ").at(-1);
    const response = await fetch(`${url}/contacts`, {
      headers: { authorization: "Bearer re_from_the_environment" },
    });
    expect(response.status).toBe(200);
    expect(response.headers.get("ratelimit-limit")).toBe("7");
    const behavior = await (await fetch(`${url}/-/behavior`)).json();
    expect(behavior).toMatchObject({ removingAbsent: "404" });

    const mailbox = await fetch(`${url}/mailbox/changes`);
    expect(mailbox.headers.get("content-type")).toBe("text/event-stream");

    child.kill("SIGTERM");
    await mailbox.text().catch(() => "cut off");
    expect(await exited).toEqual([0, null]);
  });

  it("names the settings that are missing", async () => {
    const { said, exited } = start({ RESEND_API_KEY: "re_alone" });
    expect(await exited).toEqual([1, null]);
    expect(said.error).toContain("LINK_SECRET");
  });

  it("names the half of a webhook's settings that is missing", async () => {
    const { said, exited } = start({ ...SETTINGS, WEBHOOK_URL: "http://127.0.0.1:1/" });
    expect(await exited).toEqual([1, null]);
    expect(said.error).toContain("WEBHOOK_SECRET");
  });

  it("names a behavior that there is not", async () => {
    const { said, exited } = start({ ...SETTINGS, BEHAVIOR: '{"mood":"good"}' });
    expect(await exited).toEqual([1, null]);
    expect(said.error).toBe('BEHAVIOR: no such switch: "mood"\n');
  });

  it("names a port that is not a number", async () => {
    const { said, exited } = start({ ...SETTINGS, PORT: "http" });
    expect(await exited).toEqual([1, null]);
    expect(said.error).toBe('PORT must be a whole number; it is "http".\n');
  });
});
