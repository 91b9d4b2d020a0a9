/** Puts the button "Deploy to Cloudflare" into the README, with the address that package.json has as its `repository`. */

import { readFileSync, writeFileSync } from "node:fs";

const { repository } = JSON.parse(readFileSync("package.json", "utf8"));
if (repository === undefined) {
  process.stderr.write("package.json has no repository; see docs/releasing.md\n");
  process.exit(2);
}
const address = repository.url.replace(/^git\+/, "").replace(/\.git$/, "");
const page = "https://deploy.workers.cloudflare.com";
const button = `<a href="${page}/?url=${address}"><img src="${page}/button" alt="Deploy to Cloudflare"></a>`;
const readme = readFileSync("README.md", "utf8");
writeFileSync("README.md", readme.replace(/^(<!-- npm run button -->).*$/m, `$1 ${button}`));
