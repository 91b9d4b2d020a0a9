/** `npm run --silent stats`: prints what happened, from the Worker's metrics. The process, and nothing else. */

import { runStats } from "./stats/run.ts";
import { endWhenNobodyReads } from "./terminal.ts";

endWhenNobodyReads(process);
process.exitCode = await runStats(process.argv.slice(2), process, Date.now());
