/**
 * Loaded before the commands and `npm start` (`node --import`). Says in one line what to do where the packages are
 * missing or Node runs no TypeScript, instead of a stack. JavaScript, so that an older Node can say it; alone for that.
 */

import { createRequire } from "node:module";

const EXIT_USAGE = 2;

const { resolve } = createRequire(import.meta.url);

/** Packages may be in a folder above, as in a workspace. */
function isInstalled(name) {
  try {
    return resolve(name) !== "";
  } catch {
    return false;
  }
}

function refuse(message) {
  console.error(`error: ${message}`);
  process.exit(EXIT_USAGE);
}

if (process.versions["pnp"] !== undefined) {
  refuse(
    "Yarn's Plug'n'Play is not supported. Set `nodeLinker: node-modules` in .yarnrc.yml, and run `yarn install`.",
  );
}
if (!["commander", "wrangler"].every(isInstalled)) {
  refuse("The packages are not installed. Run `npm ci` first.");
}
if (!process.features.typescript) {
  const { node } = process.versions;
  refuse(
    `This is Node ${node}, and Node 22.18 or newer is needed. Run \`npm ci\`, which installs one, with its scripts allowed.`,
  );
}
