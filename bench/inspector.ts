/** Records a CPU profile of a Worker through workerd's inspector (Chrome DevTools Protocol). */

export interface CpuProfile {
  nodes: {
    id: number;
    /** `lineNumber` counts from 0; it is -1 for what is no script. */
    callFrame: { functionName: string; url: string; lineNumber: number };
    /** Nodes that this one called. */
    children?: number[];
  }[];
  /** Microseconds. */
  startTime: number;
  /** Microseconds. */
  endTime: number;
  /** The node that ran at each moment. */
  samples: number[];
  /** Microseconds since the sample before. */
  timeDeltas: number[];
}

const SAMPLING_MICROSECONDS = 200;

/** Records while something runs. @param service the Worker's name in workerd's configuration */
export async function recordProfile(
  port: number,
  service: string,
  run: () => Promise<unknown>,
): Promise<CpuProfile> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/${service}`);
  await event(socket, "open");
  const call = caller(socket);
  try {
    await call("Profiler.enable");
    await call("Profiler.setSamplingInterval", { interval: SAMPLING_MICROSECONDS });
    await call("Profiler.start");
    await run();
    const { profile } = (await call("Profiler.stop")) as { profile: CpuProfile };
    return profile;
  } finally {
    socket.close();
  }
}

interface Answer {
  id?: number;
  result?: unknown;
  error?: { message: string };
}

function caller(socket: WebSocket) {
  let last = 0;
  return async (method: string, params: object = {}): Promise<unknown> => {
    const id = ++last;
    const { promise, resolve } = Promise.withResolvers<Answer>();
    const hear = ({ data }: MessageEvent) => {
      const answer = JSON.parse(String(data)) as Answer;
      if (answer.id === id) resolve(answer);
    };
    socket.addEventListener("message", hear);
    socket.send(JSON.stringify({ id, method, params }));
    const { error, result } = await promise;
    socket.removeEventListener("message", hear);
    if (error) throw new Error(`${method}: ${error.message}`);
    return result;
  };
}

function event(socket: WebSocket, name: "open"): Promise<unknown> {
  return new Promise((resolve, reject) => {
    socket.addEventListener(name, resolve, { once: true });
    socket.addEventListener("error", () => reject(new Error("the inspector does not answer")), {
      once: true,
    });
  });
}
