/** `npm run transcripts`: writes what the doctor says of the sandbox, in health and with each fault, into docs/doctor.md. */

import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { CASES } from "./doctor-cases.ts";
import { runCase } from "./doctor.ts";
import { freePort } from "./processes.ts";
import { recovered } from "./running.ts";
import { startStandInProcess } from "./stand-in-process.ts";
import { transcriptSection, TRANSCRIPTS_START } from "./transcript-section.ts";
import { startWorker } from "./worker-process.ts";

const DOCUMENT = fileURLToPath(new URL("../docs/doctor.md", import.meta.url));

const port = await freePort();
const standIn = await startStandInProcess(`http://127.0.0.1:${port}`);
try {
  const worker = await startWorker({ port, resendBaseUrl: standIn.url });
  try {
    const sections: string[] = [];
    for (const one of CASES) {
      await recovered({ worker, standIn });
      const { exitCode, transcript } = await runCase(one, { workerUrl: worker.url, standIn });
      sections.push(transcriptSection(one, transcript));
      console.log(`${exitCode}  ${one.title}`);
    }
    const [explained = ""] = readFileSync(DOCUMENT, "utf8").split(TRANSCRIPTS_START);
    writeFileSync(DOCUMENT, `${explained}${TRANSCRIPTS_START}\n\n${sections.join("\n")}`);
  } finally {
    await worker.stop();
  }
} finally {
  await standIn.stop();
}
