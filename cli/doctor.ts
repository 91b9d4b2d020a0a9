/** `node cli/doctor.ts` is `node cli/main.ts doctor`. Alone here because `deploy` starts this file. */

import process from "node:process";

process.argv.splice(2, 0, "doctor");
await import("./main.ts");
