/**
 * The switches for what goes wrong at "Resend". They work at once; without JavaScript a button
 * applies them.
 */

import { html } from "hono/html";
import { FAULTS } from "../faults.ts";
import type { World } from "../world.ts";

/** The instructive ones, in this order; tests set the others. */
const ORDER = [
  "none",
  "503",
  "500",
  "429",
  "422",
  "hang",
  "drop",
  "lost",
  "html",
  "revoked-key",
  "other-team",
] as const satisfies readonly (keyof typeof FAULTS)[];

export function faultsPanel({ fault: { kind: active } }: World) {
  return html`<section class="card panel" aria-labelledby="faults-title">
    <h2 id="faults-title">What Resend does</h2>
    <form id="faults" class="faults" method="post" action="/mailbox/fault" data-instant>
      ${ORDER.map(
        (fault) =>
          html`<label>
            <input
              type="radio"
              name="fault"
              value="${fault}"
              ${fault === active ? "checked" : ""}
            />
            <span><b>${fault}</b> ${FAULTS[fault]}</span>
          </label>`,
      )}
      <button>Apply</button>
    </form>
  </section>`;
}
