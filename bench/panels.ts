/** Which results the chart shows. Pure. */

import type { Bar, Panel } from "./chart.ts";
import type { Duel } from "./duel.ts";
import type { Results } from "./results.ts";
import { whole } from "./wording.ts";

const CONNECTIONS = 32;

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
            bars: bars(
              together.signers.map(({ name, perSecond, besideBare }) => ({
                name,
                value: perSecond.median,
                share: besideBare.median,
              })),
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
      bars: bars(
        contenders.map(({ name, figures: { requestsPerSecond, beside } }) => ({
          name,
          value: requestsPerSecond.median,
          share: beside.requestsPerSecond.median,
        })),
      ),
    }));
}

/** The first is what the others are shares of. */
function bars(of: readonly { name: string; value: number; share: number }[]): Bar[] {
  return of.map(({ name, value, share }, index) => {
    const count = whole(Math.round(value));
    return index === 0
      ? { name, value, label: count, kind: "limit" }
      : {
          name,
          value,
          label: `${count} (${share.toFixed(2)} of ${of[0]?.name})`,
          kind: name === "ours" ? "ours" : name.startsWith("limit-") ? "limit" : "usual",
        };
  });
}
