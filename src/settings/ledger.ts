/** `LEDGER` and `LEDGER_JURISDICTION`: the one Durable Object, and where its rows may be stored. */

import type { LedgerStub } from "../ledger/asking.ts";
import { type Fault, readBinding, settingText } from "./fault.ts";

/** The binding, as far as it is used. */
interface Namespace {
  getByName: (name: string) => LedgerStub;
  jurisdiction: (place: "eu") => Namespace;
}

/** Gives the Ledger. Ask again for each request: a stub belongs to the request that made it. */
export type LedgerSource = () => LedgerStub;

/** There is one Ledger: a single object can keep the budget of a single upstream. */
const LEDGER_NAME = "ledger";

/** Reads the binding and the place of the Ledger. */
export function readLedger(
  { LEDGER, LEDGER_JURISDICTION }: { LEDGER?: unknown; LEDGER_JURISDICTION?: unknown },
  faults: Fault[],
): { ledger: LedgerSource; otherLedger: () => LedgerStub | undefined } | undefined {
  const binding = readBinding(LEDGER, "LEDGER", "[[durable_objects.bindings]]", faults);
  const place = settingText(LEDGER_JURISDICTION);
  if (place !== undefined && place !== "eu") {
    faults.push({ setting: "LEDGER_JURISDICTION", problem: "is neither eu nor left out" });
    return undefined;
  }
  if (binding === undefined) return undefined;
  const namespace = binding as Namespace;
  const anywhere = () => namespace.getByName(LEDGER_NAME);
  const inEurope = () => european(namespace)?.getByName(LEDGER_NAME);
  return place === "eu"
    ? { ledger: () => inEurope() ?? anywhere(), otherLedger: () => inEurope() && anywhere() }
    : { ledger: anywhere, otherLedger: inEurope };
}

/** On a developer's machine there are no jurisdictions: everything stays on it. */
function european(namespace: Namespace): Namespace | undefined {
  try {
    return namespace.jurisdiction("eu");
  } catch (error) {
    if (String(error).includes("not implemented in workerd")) return undefined;
    throw error;
  }
}
