/** Opens one new link before the first write: otherwise, links that do not open could replace those that do. */

import { randomUUID } from "node:crypto";

import { leaveUrl } from "../../src/links/index.ts";
import { UsageError } from "../command.ts";
import { sendTo } from "../doctor/exchange.ts";
import { outcomeOf } from "../doctor/interference.ts";
import { BROWSER, isPageOf } from "../doctor/requests.ts";

/**
 * Requests the page of a link, signed for a contact that does not exist. A GET changes nothing.
 *
 * @param source where the secret was found: `LINK_SECRETS in the environment`
 * @throws UsageError that names what signs here and what answered there, unless it is this link's page
 */
export async function probeOrigin(
  sender: { origin: string; list: string; secret: string },
  source: string,
): Promise<void> {
  const { origin } = sender;
  const path = new URL(await leaveUrl({ ...sender, contact: randomUUID() })).pathname;
  const outcome = await sendTo(origin)({ method: "GET", path, headers: BROWSER });
  if (isPageOf(path, outcome)) return;
  const status = outcome.kind === "lost" ? undefined : outcome.status;
  const remedy =
    status === undefined || status === 404
      ? "use the deployed Worker's LINK_SECRETS here, correct ORIGIN, or deploy the Worker"
      : `\`npm run doctor -- ${origin}\` says what to fix`;
  throw new UsageError(
    `ORIGIN: ${origin} does not open a link that ${source} has signed here (it was ${outcomeOf({ outcome })}), so no link of the list ${sender.list} was written; ${remedy}`,
  );
}
