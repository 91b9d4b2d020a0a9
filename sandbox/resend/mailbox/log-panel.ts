/**
 * The last requests that reached "Resend", newest first, as they came over the wire.
 */

import { html } from "hono/html";
import type { LoggedRequest } from "../request-log.ts";
import type { World } from "../world.ts";

const SHOWN = 12;

export function logPanel({ log, limit }: World) {
  const last = log.entries().slice(-SHOWN).toReversed();
  return html`<section class="card panel" aria-labelledby="log-title">
    <h2 id="log-title">What reached Resend</h2>
    <div id="log" data-live>
      ${
        last.length === 0
          ? html`<p class="empty">
              Nothing yet. Press Unsubscribe, and see what the Worker asks of Resend.
            </p>`
          : html`<ol class="log">
              ${last.map(line)}
            </ol>`
      }
      <p class="foot">
        At most ${limit.perSecond} requests a second. A DELETE is believed once reads bear it out,
        and once a day a DELETE of nobody shows what Resend answers to that.
      </p>
    </div>
  </section>`;
}

function line({ time, method, url, status, tookMs }: LoggedRequest) {
  const tone = status === null ? "none" : status >= 400 ? "bad" : "good";
  const clock = new Date(time).toTimeString().slice(0, 8);
  const took = tookMs === null ? "waiting" : `${tookMs} ms`;
  return html`<li data-row="${time} ${url}">
    <span class="status ${tone}">${status ?? (tookMs === null ? "…" : "none")}</span>
    <b>${method}</b>
    <span class="meta">${took} · ${clock}</span>
    <code>${url}</code>
  </li>`;
}
