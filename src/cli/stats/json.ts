/** The figures for programs to read. Its names and shapes are kept. Pure. */

import { averageMs, type Figures } from "./figures.ts";

/** @param days every day asked for */
export function asJson(figures: Figures, dataset: string, days: readonly string[]): string {
  const { leaves, rejoins, views, estimated } = figures;
  const shown = {
    dataset,
    from: days.at(0),
    to: days.at(-1),
    estimated,
    leaves: leaves.map((leave) => {
      const { day, list, operation, channel, outcome, count } = leave;
      return { day, list, operation, channel, outcome, count, averageMs: averageMs([leave]) };
    }),
    rejoins: rejoins.map(({ day, list, operation, outcome, count }) => ({
      day,
      list,
      operation,
      outcome,
      count,
    })),
    views: views.map(({ day, list, reader, count }) => ({ day, list, reader, count })),
  };
  return `${JSON.stringify(shown, null, 2)}\n`;
}
