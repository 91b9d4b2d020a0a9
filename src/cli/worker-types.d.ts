/** The Worker's bindings as far as `config.ts` names them: a command checks settings, and has no bindings. */

interface RateLimit {}

interface AnalyticsEngineDataset {}

interface Env {
  OUTBOX: { getByName(name: string): unknown };
}
