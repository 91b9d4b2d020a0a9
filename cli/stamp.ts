/** `npm run stamp`: writes each contact's link into a contact property. The process, and nothing else. */

import { EXIT_INTERRUPTED, runStamp } from "./stamp/run.ts";
import { endWhenNobodyReads } from "./terminal.ts";

/** npm passes on a Ctrl-C that this process got as well: that is one and the same. */
const ECHO_MS = 1_000;

const interrupt = new AbortController();
let interruptedAt: number | undefined;

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    interruptedAt ??= Date.now();
    if (Date.now() - interruptedAt > ECHO_MS) process.exit(EXIT_INTERRUPTED);
    interrupt.abort();
  });
}

endWhenNobodyReads(process);
process.exitCode = await runStamp(process.argv.slice(2), process, interrupt.signal);
