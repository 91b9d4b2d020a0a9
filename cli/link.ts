/** `npm run --silent link`: makes links, one or a file full, and looks into one. The process, and nothing else. */

import { runLink } from "./links/run.ts";
import { endWhenNobodyReads } from "./terminal.ts";

endWhenNobodyReads(process);
process.exitCode = await runLink(process.argv.slice(2), process);
