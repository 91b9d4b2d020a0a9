/** A sender without Analytics Engine takes the dataset out of wrangler.toml. */

import { expect, it } from "vitest";

import { mortalSandbox } from "./mortal.ts";
import { oneClick } from "./exchange.ts";

const sandbox = mortalSandbox();

const DATASET = /\[\[analytics_engine_datasets\]\]\n(?:\w+ = .*\n)+/;

it("without the dataset, the Worker is well and takes leaves", async () => {
  await sandbox.start({ config: sandbox.config((settings) => settings.replace(DATASET, "")) });
  expect((await fetch(`${sandbox.url}/leave/-/health`)).status).toBe(200);
  const person = await sandbox.person();
  expect((await oneClick(person.link)).status).toBe(200);
  expect(await sandbox.remaining([person])).toBe(0);
});
