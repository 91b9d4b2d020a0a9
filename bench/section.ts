/** How thoroughly a section measures, and whom it tells how far it is. */

/** Seconds of load before anything is counted. */
export const warmUpSeconds = (quick: boolean) => (quick ? 0.2 : 0.5);

export interface Measure {
  /** How often everything is measured. */
  rounds: number;
  /** How long one measurement under load takes, after its warm-up. */
  seconds: number;
  /** Everything once and briefly. */
  quick: boolean;
  say: (what: string) => void;
}
