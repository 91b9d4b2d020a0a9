/** Which results the chart shows. Pure. */

import type { Bar, Panel } from "./chart.ts";
import type { Duel } from "./duel.ts";
import type { Results } from "./results.ts";
import { whole } from "./wording.ts";

const CONNECTIONS = 32;

const KINDS: Readonly<Record<string, Bar["kind"]>> = {
  ours: "ours",
  usual: "usual",
  jose: "usual",
};

/** Pages, leaves and links signed; more is better in all of them. */
export function panelsOf({ page, leave, signing }: Results): Panel[] {
  const together = signing?.find(({ way }) => way === "together");
  return [
    ...duelPanel("Pages a second", page),
    ...duelPanel("Leaves a second", leave),
    ...(together
      ? [
          {
            title: "Links signed a second in Node",
            bars: together.signers.map(({ name, perSecond, besideBare }) =>
              bar(name, perSecond.median, besideBare.median),
            ),
          },
        ]
      : []),
  ];
}

function duelPanel(title: string, duels: readonly Duel[] = []): Panel[] {
  return duels
    .filter(({ connections }) => connections === CONNECTIONS)
    .map(({ contenders }) => ({
      title: `${title}, ${CONNECTIONS} connections`,
      bars: contenders.map(({ name, figures: { requestsPerSecond, beside } }) =>
        bar(name, requestsPerSecond.median, beside.requestsPerSecond.median),
      ),
    }));
}

function bar(name: string, value: number, share: number): Bar {
  const kind = KINDS[name] ?? "limit";
  const count = whole(Math.round(value));
  const label = kind === "limit" ? count : `${count} (${share.toFixed(2)} of the limit)`;
  return { name, value, label, kind };
}
