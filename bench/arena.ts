/** Everything that a bench needs: contenders ready to start, the stub of Resend, the load. Ends with its scope. */

import { type Contenders, readyContenders } from "./contenders.ts";
import { contactIds, ourPaths, usualPaths } from "./links.ts";
import { type LoadProcess, startLoad } from "./load-process.ts";
import { type Processes, processesIn } from "./processes.ts";
import { startUpstream, type Upstream } from "./upstream-process.ts";

export interface Arena extends Processes, Contenders, AsyncDisposable {
  load: LoadProcess;
  upstream: Upstream;
}

/** @param poolSize links of each kind; `ours` and `usual` are the names of their pools */
export async function openArena(poolSize: number, say: (what: string) => void): Promise<Arena> {
  const scope = new AsyncDisposableStack();
  try {
    const processes = processesIn(scope);
    const upstream = scope.adopt(await startUpstream(), (it) => it.stop());
    const load = scope.adopt(startLoad(), (it) => it.stop());

    say(`signing 2 × ${poolSize} links`);
    const contacts = contactIds(poolSize);
    const pools = { ours: await ourPaths(contacts), usual: await usualPaths(contacts) };
    for (const [name, paths] of Object.entries(pools)) load.pool(name, paths);

    say("bundling");
    const contenders = await readyContenders(processes, {
      upstreamUrl: upstream.url,
      paths: { ours: pools.ours[0] ?? "", usual: pools.usual[0] ?? "" },
    });
    return {
      ...processes,
      ...contenders,
      load,
      upstream,
      [Symbol.asyncDispose]: () => scope.disposeAsync(),
    };
  } catch (error) {
    await scope.disposeAsync();
    throw error;
  }
}
