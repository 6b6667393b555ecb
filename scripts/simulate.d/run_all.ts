/**
 * Runs schedules, several at once, each in a worker of its own.
 *
 * I1: results come in the order of the schedules, whatever the number of workers.
 * I2: at most `AHEAD` schedules a worker are under way or wait for an earlier one.
 * I3: whoever stops reading ends the workers; what they had begun is lost.
 */
import type { Schedule, SimulationResult } from "../../tests/support/simulation/model.ts";
import { simulate } from "../../tests/support/simulation/simulate.ts";

export interface RunOf {
  readonly schedule: Schedule;
  readonly result: SimulationResult;
}

const AHEAD = 16;

export async function* runAll(schedules: Iterable<Schedule>, jobs: number): AsyncIterable<RunOf> {
  if (jobs === 1) {
    for (const schedule of schedules) yield { schedule, result: await simulate(schedule) };
    return;
  }
  const next = schedules[Symbol.iterator]();
  const workers = Array.from({ length: jobs }, () => new SeedWorker());
  const idle = [...workers];
  const inOrder: { readonly schedule: Schedule; readonly result: Promise<SimulationResult> }[] = [];
  const feed = (): void => {
    while (inOrder.length < jobs * AHEAD) {
      const worker = idle.at(-1);
      const schedule = worker === undefined ? undefined : next.next();
      if (worker === undefined || schedule === undefined || schedule.done === true) return;
      idle.pop();
      const result = worker.run(schedule.value).finally(() => {
        idle.push(worker);
        feed();
      });
      // Whoever reads it is told; it may have failed before it is read.
      result.catch(() => {});
      inOrder.push({ schedule: schedule.value, result });
    }
  };
  try {
    feed();
    for (let first = inOrder.shift(); first !== undefined; first = inOrder.shift()) {
      yield { schedule: first.schedule, result: await first.result };
      feed();
    }
  } finally {
    for (const worker of workers) worker.end();
  }
}

/** One worker; one schedule at a time. */
class SeedWorker {
  readonly #worker = new Worker(new URL("./seed_worker.ts", import.meta.url), { type: "module" });

  async run(schedule: Schedule): Promise<SimulationResult> {
    const { promise, resolve, reject } = Promise.withResolvers<SimulationResult>();
    this.#worker.onmessage = ({ data }: MessageEvent<SimulationResult>) => resolve(data);
    this.#worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error(`seed ${schedule.seed} does not run to its end: ${event.message}`));
    };
    this.#worker.postMessage(schedule);
    return await promise;
  }

  end(): void {
    this.#worker.terminate();
  }
}
