import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { beforeEach, describe, expect, it, onTestFinished } from "vitest";

import { keepRelease } from "./kept.ts";
import type { KeptRelease } from "./types.ts";

const KEPT = fileURLToPath(new URL(".", import.meta.url));
const CHANGELOG = fileURLToPath(new URL("../../CHANGELOG.md", import.meta.url));

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "leave-this-list-releases-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
});

describe("npm run vectors", () => {
  it("writes links of both kinds, for names and segment IDs, with every secret", async () => {
    const kept = await keepRelease({ release: "1.2.3", version: "1.2.3" }, folder);
    expect(kept).toEqual({ kind: "kept", file: join(folder, "1.2.3.json") });
    const { links, linkSecrets, release } = read(join(folder, "1.2.3.json"));
    expect([release, linkSecrets.split(",").length, links.length]).toEqual(["1.2.3", 2, 64]);
    expect(new Set(links.map(({ url }) => url)).size).toBe(64);
    // As in test/vectors.json, which another implementation made.
    expect(links[0]).toEqual({
      list: "weekly",
      contact: "e169aa45-1ecf-4183-9955-b1499d5701d3",
      url: "https://acme.com/leave/weekly/c4fu2uri6z5ayhgkvwfez2vyb2mgyzwnqgwf6o2wl2pci73jq3nqy",
      mail: "weekly.c4fu2uri6z5ayhgkvwfez2vyb2mgyzwnqgwf6o2wl2pci73jq3nqy@leave.acme.com",
    });
  });

  it("never writes over a release, and takes the package's version alone", async () => {
    writeFileSync(join(folder, "1.2.3.json"), "as it was");
    const again = await keepRelease({ release: "1.2.3", version: "1.2.3" }, folder);
    expect(again).toMatchObject({ kind: "refused", why: expect.stringContaining("there already") });
    expect(readFileSync(join(folder, "1.2.3.json"), "utf8")).toBe("as it was");

    const other = await keepRelease({ release: "1.2.4", version: "1.2.3" }, folder);
    expect(other).toMatchObject({ kind: "refused", why: expect.stringContaining('it is "1.2.4"') });
    expect(readdirSync(folder)).toEqual(["1.2.3.json"]);
  });
});

describe("every release in the changelog", () => {
  it("has its links kept, in a file of its name", () => {
    const released = readFileSync(CHANGELOG, "utf8").matchAll(/^## \[?(\d+\.\d+\.\d+)/gm);
    for (const [, release] of released) {
      expect(read(join(KEPT, `${release}.json`)).release).toBe(release);
    }
    const kept = readdirSync(KEPT).filter((file) => file.endsWith(".json"));
    expect(kept).toContain("0.1.0.json");
    for (const file of kept) expect(`${read(join(KEPT, file)).release}.json`).toBe(file);
  });
});

function read(file: string): KeptRelease {
  return JSON.parse(readFileSync(file, "utf8")) as KeptRelease;
}
