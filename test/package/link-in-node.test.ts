/** Senders mint links with the Worker's own code: `src/links/open.ts` runs in plain Node, with no build and no Worker. */

import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";

import vectors from "../vectors.json" with { type: "json" };

const LINK = new URL("../../src/links/open.ts", import.meta.url);
const TICKET = new URL("../../src/links/ticket.ts", import.meta.url);
const VECTORS = new URL("../vectors.json", import.meta.url);

/** What a sender's script would do with the module, for each of the vectors. */
const SCRIPT = `
  import vectors from ${JSON.stringify(VECTORS.href)} with { type: "json" };
  import { openLink } from ${JSON.stringify(LINK.href)};
  import { signTicket } from ${JSON.stringify(TICKET.href)};
  const results = [];
  for (const { secret, list, contact, ticket } of vectors.tickets) {
    const signed = await signTicket({ secret, list, contact });
    const opened = await openLink("/leave/" + list + "/" + ticket, [secret]);
    results.push({ ticket: signed, list: opened.list, contact: opened.contact });
  }
  console.log(JSON.stringify(results));
`;

describe("src/links/open.ts in plain Node", () => {
  it("signs and opens every test vector", () => {
    const printed = execFileSync(process.execPath, ["--input-type=module", "--eval", SCRIPT], {
      cwd: fileURLToPath(new URL("/", import.meta.url)),
      encoding: "utf8",
    });
    expect(JSON.parse(printed)).toEqual(
      vectors.tickets.map(({ ticket, list, contact }) => ({ ticket, list, contact })),
    );
  });
});
