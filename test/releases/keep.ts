/**
 * `npm run vectors -- --release 0.1.0`: writes down links as this release's package signs them, once
 * and for all. `test/releases.test.ts` opens them with whatever comes later.
 */

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { keepRelease } from "./kept.ts";

const HELP = `Usage: npm run vectors -- --release VERSION

Writes test/releases/VERSION.json: links of every kind, signed by the package as it is. VERSION must be
the package's own, and a file that is there is never written over.`;

const FOLDER = fileURLToPath(new URL(".", import.meta.url));
const PACKAGE = new URL("../../package.json", import.meta.url);

const [flag, release = ""] = process.argv.slice(2);
if (flag === "--help") {
  console.log(HELP);
} else {
  const { version } = JSON.parse(readFileSync(PACKAGE, "utf8")) as { version: string };
  const kept = await keepRelease({ release: flag === "--release" ? release : "", version }, FOLDER);
  if (kept.kind === "kept") console.log(kept.file);
  else console.error(`${kept.why}\n\n${HELP}`);
  process.exitCode = kept.kind === "kept" ? 0 : 2;
}
