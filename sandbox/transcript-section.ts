/** How a transcript stands in docs/doctor.md. Pure. */

import type { DoctorCase } from "./doctor-cases.ts";

/** What stands above it is written by hand, what stands below by `npm run transcripts`. */
export const TRANSCRIPTS_START =
  "<!-- Written by `npm run transcripts`; a test holds it against what the doctor says. -->";

export function transcriptSection({ title }: DoctorCase, transcript: string): string {
  return `### ${title}\n\n\`\`\`console\n${transcript}\n\`\`\`\n`;
}
