/** What the scripted server and the tests tell each other. */

export type ScriptedAnswer =
  | { status: number; headers?: Record<string, string>; body?: string }
  | "hang"
  | "drop";

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
  }
}
