/** `npm run --silent secret`: prints a fresh link secret. The process, and nothing else. */

import { runSecret } from "./links/fresh-secret.ts";
import { endWhenNobodyReads } from "./terminal.ts";

endWhenNobodyReads(process);
process.exitCode = runSecret(process.argv.slice(2), process);
