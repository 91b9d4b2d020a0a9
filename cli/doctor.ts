/** `npm run doctor`: asks a deployed Worker what mailbox providers would ask it. The process, and nothing else. */

import { runDoctor } from "./doctor/run.ts";
import { endWhenNobodyReads } from "./terminal.ts";

endWhenNobodyReads(process);
process.exitCode = await runDoctor(process.argv.slice(2), process);
