/**
 * The stand-in as a process. Reads PORT, RATE_LIMIT, BEHAVIOR (JSON), RESEND_API_KEY, WORKER_ORIGIN, LINK_SECRET,
 * OPERATOR_TOKEN, LEAVE_PROPERTY, WEBHOOK_URL and WEBHOOK_SECRET from the environment, prints its address when it
 * is ready, and ends on SIGINT or SIGTERM.
 */

import { type Behavior, behaviorOf } from "./behavior.ts";
import { startStandIn } from "./server.ts";

const { RESEND_API_KEY, LINK_SECRET, OPERATOR_TOKEN } = process.env;
const { LEAVE_PROPERTY, WEBHOOK_URL, WEBHOOK_SECRET } = process.env;
const { WORKER_ORIGIN = "http://localhost:8787", BEHAVIOR = "{}" } = process.env;

if (!RESEND_API_KEY || !LINK_SECRET) {
  fail("RESEND_API_KEY and LINK_SECRET must be set, to what the Worker has been given.");
}

if (!WEBHOOK_URL !== !WEBHOOK_SECRET) {
  fail("WEBHOOK_URL and WEBHOOK_SECRET go together: where events go, and what signs them.");
}
const webhook =
  WEBHOOK_URL && WEBHOOK_SECRET ? { url: WEBHOOK_URL, secret: WEBHOOK_SECRET } : undefined;

try {
  const standIn = await startStandIn({
    port: wholeNumber("PORT", 8788),
    requestsPerSecond: wholeNumber("RATE_LIMIT", 2),
    behavior: behavior(BEHAVIOR),
    apiKey: RESEND_API_KEY,
    worker: {
      origin: WORKER_ORIGIN,
      secret: LINK_SECRET,
      operatorToken: OPERATOR_TOKEN,
      property: LEAVE_PROPERTY,
    },
    ...(webhook !== undefined && { webhook }),
  });
  console.log(`The stand-in for Resend and its mailbox are at ${standIn.url}`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void standIn.close().then(() => process.exit(0)));
  }
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
}

function behavior(json: string): Partial<Behavior> {
  const read = behaviorOf(JSON.parse(json) as Record<string, unknown>);
  return "fault" in read ? fail(`BEHAVIOR: ${read.fault}`) : read.behavior;
}

function wholeNumber(name: string, otherwise: number): number {
  const text = process.env[name] ?? `${otherwise}`;
  if (!/^[0-9]{1,6}$/.test(text)) fail(`${name} must be a whole number; it is "${text}".`);
  return Number(text);
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
