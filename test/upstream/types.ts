/** What the scripted server and the tests tell each other. */

export type ScriptedAnswer =
  | { status: number; headers?: Record<string, string>; body?: string }
  | "hang"
  | "drop";

/** The status that stands for a connection that is lost: the runtime would log a real one as an uncaught exception. */
export const DROPPED = 444;

export interface SeenRequest {
  method: string;
  /** As it stood on the wire. */
  path: string;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

declare module "vitest" {
  interface ProvidedContext {
    upstreamUrl: string;
    /** How many sequences the Ledger's model runs through, and from which seed; of the environment. */
    model: { sequences: number; seed: number | undefined };
  }
}
