/** The figures for programs to read. Its names and shapes are kept. Pure. */

import { averageMs, type Figures } from "./figures.ts";

/** @param days every day asked for */
export function asJson(figures: Figures, dataset: string, days: readonly string[]): string {
  const { leaves, undos, views, estimated } = figures;
  const shown = {
    dataset,
    from: days.at(0),
    to: days.at(-1),
    estimated,
    leaves: leaves.map((leave) => {
      const { day, list, scope, channel, outcome, count } = leave;
      return { day, list, scope, channel, outcome, count, averageMs: averageMs([leave]) };
    }),
    undos: undos.map(({ day, list, outcome, count }) => ({ day, list, outcome, count })),
    views: views.map(({ day, list, client, count }) => ({ day, list, client, count })),
  };
  return `${JSON.stringify(shown, null, 2)}\n`;
}
