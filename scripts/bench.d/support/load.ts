/** What is done to a daemon while its memory is watched: short connections, kills of a service, questions. */
import { LoadConnection } from "../../../tests/support/http2/load_client.ts";
import { signalProcess } from "../../../tests/support/vehicle/process_table.ts";
import type { Vehicle } from "../../../tests/support/vehicle/vehicle.ts";
import { until } from "../../../tests/support/vehicle/waiting.ts";
import { pause, rounded, wallMs } from "./figures.ts";

const AT_ONCE = 8;
/** A reaction that took longer is told by itself. */
const SLOW_MS = 100;
const EMPTY = new Uint8Array();

/** So many connections, eight at a time: each connects, makes one unary call and closes. Returns how many a second. */
export async function shortConnections(
  port: number,
  options: { readonly path: string; readonly count: number },
): Promise<number> {
  const startMs = performance.now();
  let left = options.count;
  const one = async (): Promise<void> => {
    while (left-- > 0) await callOnce(port, options.path);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  return Math.round(options.count / (performance.now() - startMs) * 1_000);
}

async function callOnce(port: number, path: string): Promise<void> {
  const connection = await LoadConnection.open(port);
  const { status } = await connection.call(path, EMPTY);
  if (status !== 0) throw new Error(`a call of ${path} ended with status ${status}`);
  await connection.close();
}

/** Kills these services one after the other, one every so many milliseconds, until the end, and tells how long each waited for its action. */
export async function killInTurn(
  vehicle: Vehicle,
  options: { readonly resources: readonly string[]; readonly everyMs: number; readonly endMs: number },
): Promise<readonly number[]> {
  const reactions: number[] = [];
  for (const [turn, resource] of options.resources.entries()) {
    if (performance.now() > options.endMs) break;
    const before = vehicle.executions().length;
    const process = vehicle.find({ resource });
    const startedAtMs = wallMs();
    if (!signalProcess(process, "SIGKILL")) throw new Error(`${resource} ended before it could be killed`);
    const action = await until(
      () => vehicle.executions().slice(before).find((execution) => execution.resource === resource),
      { what: `an action for ${resource}` },
    );
    // The audit cuts its time to whole milliseconds, on average half of one too early.
    const reactionMs = rounded(action.atMs + 0.5 - startedAtMs);
    reactions.push(reactionMs);
    if (reactionMs > SLOW_MS) {
      console.error(`  kill ${turn}, ${resource}: ${action.kind} after ${reactionMs} ms`);
    }
    await pause(options.everyMs);
  }
  return reactions;
}

/** How long a new client waits for the answer to one call, once a second. */
export async function askInTurn(
  port: number,
  options: { readonly path: string; readonly endMs: number },
): Promise<readonly number[]> {
  const waits: number[] = [];
  while (performance.now() < options.endMs) {
    const startMs = performance.now();
    await callOnce(port, options.path);
    waits.push(rounded(performance.now() - startMs));
    await pause(1_000);
  }
  return waits;
}
