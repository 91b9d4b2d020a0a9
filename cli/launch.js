/**
 * Starts a program of this repository, such as `node cli/launch.js cli/main.ts deploy`. In JavaScript, so that every Node
 * can run it and say what is missing, in one line.
 */

import { createRequire } from "node:module";

const problem = findProblem();
if (problem === undefined) {
  const [program = ""] = process.argv.splice(2, 1);
  await import(new URL(`../${program}`, import.meta.url).href);
} else {
  process.stderr.write(`error: ${problem}\n`);
  process.exitCode = 2;
}

/** @returns {string | undefined} */
function findProblem() {
  if (process.versions["pnp"] !== undefined) {
    return "Yarn Plug'n'Play is not supported; set `nodeLinker: node-modules` in .yarnrc.yml, and run `yarn install`";
  }
  try {
    createRequire(import.meta.url).resolve("wrangler/package.json");
  } catch {
    return "the packages are not installed; run `npm ci` first";
  }
  if (process.features.typescript) return undefined;
  return `Node ${process.versions.node} is too old; run the command with \`npm run\`, which uses the Node that \`npm ci\` installs (unless install scripts are off), or use Node 22.18 or newer`;
}
