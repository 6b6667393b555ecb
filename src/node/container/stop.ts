/**
 * Ends the containers of an instance, together, and removes them.
 *
 * I1: it is answered when the processes are gone; what the runtime keeps of it is removed a while after that, and is not shown
 *     meanwhile: removing takes podman as long as starting another one, and the next one is being started now.
 * I2: removing that fails is tried again, a few times, and while the runtime is away until it is back; what is left is found by its
 *     labels after a restart of the node, as ended.
 */
import { delay } from "../../kit/delay.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import { type DriverResult, failed, type InstanceEnd, type StopMode, succeeded } from "../driver.ts";
import type { Engine } from "./engine.ts";
import { failureOf } from "./failure.ts";
import type { Followed } from "./followed.ts";
import { endStrays } from "./strays.ts";
import type { Tracked } from "./tracked.ts";

/** After SIGKILL nothing can keep a process, except a kernel that is stuck in a device, or a runtime that is away. */
const KILL_LIMIT_MS = 10_000;
const ASK_EVERY_MS = 200;
/** The next one runs by then, on a machine that is not too busy. */
const REMOVE_AFTER_MS = 1_000;
const REMOVE_TIMES = 5;
const REMOVE_AGAIN_MS = 500;
const AWAY_MS = 1_000;
const NEVER = new AbortController().signal;

export interface StopParts {
  readonly engine: Engine;
  readonly followed: Followed;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
}

export interface RemovalParts extends StopParts {
  /** The path whose removal removes all of them. */
  readonly removal: (containers: readonly Tracked[]) => string;
}

export async function stopContainers(
  containers: readonly Tracked[],
  mode: StopMode,
  parts: RemovalParts,
): Promise<DriverResult<InstanceEnd | undefined>> {
  const { followed } = parts;
  const ends = await Promise.all(containers.map((tracked) => stopOne(tracked, mode, parts)));
  const failed = ends.find((ended) => !ended.ok);
  if (failed !== undefined) return failed;
  for (const { containerId } of containers) followed.markRemoving(containerId);
  // I1. Whoever stops an instance does not wait for what the runtime keeps of it.
  void remove(containers, parts);
  return ends[0] ?? succeeded(undefined);
}

async function stopOne(
  tracked: Tracked,
  mode: StopMode,
  parts: StopParts,
): Promise<DriverResult<InstanceEnd | undefined>> {
  const { followed } = parts;
  const fresh = await followed.refresh(tracked.containerId);
  if (!fresh.ok) return fresh.failure.kind === "not-found" ? succeeded(undefined) : fresh;
  if (!tracked.isEnded) {
    // One that is held cannot obey.
    const isHeld = tracked.sight().state.kind === "held";
    tracked.markStopping();
    followed.show(tracked);
    const ended = await end(tracked, { mode: isHeld ? "at-once" : mode, isHeld }, parts);
    if (!ended.ok) return ended;
  }
  if (tracked.seen.isUnstarted) {
    const gone = await endStrays(tracked.containerId, parts);
    if (!gone.ok) return gone;
  }
  const { state } = tracked.sight();
  return succeeded(state.kind === "ended" ? state.end : undefined);
}

async function end(
  tracked: Tracked,
  { mode, isHeld }: { readonly mode: StopMode; readonly isHeld: boolean },
  parts: StopParts,
): Promise<DriverResult<undefined>> {
  const { own } = tracked.seen;
  if (mode === "orderly" && own.stopTimeoutMs > 0) {
    const sent = await kill(tracked, own.stopSignal, parts);
    if (!sent.ok) return sent;
    if (await endsWithin(tracked, own.stopTimeoutMs, parts)) return succeeded(undefined);
  }
  if (isHeld) await thaw(tracked, parts);
  const killed = await kill(tracked, "SIGKILL", parts);
  if (!killed.ok) return killed;
  if (await endsWithin(tracked, KILL_LIMIT_MS, parts)) return succeeded(undefined);
  const name = tracked.containerId.slice(0, 12);
  return failed("timed-out", `Container ${name} survives SIGKILL for ${KILL_LIMIT_MS} ms`);
}

/** A frozen container takes no signal until it goes on. */
async function thaw({ seen, containerId }: Tracked, { engine, signal }: StopParts): Promise<void> {
  if (seen.state.kind === "held") await engine.post(`/containers/${containerId}/unpause`, { signal });
}

async function kill(
  tracked: Tracked,
  signalName: string,
  { engine, followed, signal }: StopParts,
): Promise<DriverResult<undefined>> {
  const { containerId } = tracked;
  const answer = await engine.post(`/containers/${containerId}/kill`, {
    signal,
    query: { signal: signalName },
  });
  const what = `Cannot send ${signalName} to container ${containerId.slice(0, 12)}`;
  const problem = failureOf(answer, what, engine.socket);
  if (problem === undefined) return succeeded(undefined);
  if (problem.kind === "runtime-away" || problem.kind === "timed-out") return { ok: false, failure: problem };
  // It may have ended by itself meanwhile, or somebody else has removed it.
  const fresh = await followed.refresh(containerId);
  const isOver = fresh.ok ? fresh.value.isEnded : fresh.failure.kind === "not-found";
  return isOver ? succeeded(undefined) : { ok: false, failure: problem };
}

async function endsWithin(
  tracked: Tracked,
  limitMs: number,
  { clock, followed, signal }: StopParts,
): Promise<boolean> {
  const untilMs = clock.monotonicMs() + limitMs;
  while (!tracked.isEnded && clock.monotonicMs() < untilMs) {
    signal.throwIfAborted();
    const pause = new AbortController();
    const waitMs = Math.min(ASK_EVERY_MS, untilMs - clock.monotonicMs());
    await Promise.race([tracked.ended, delay(clock, waitMs, AbortSignal.any([signal, pause.signal]))]);
    pause.abort();
    if (tracked.isEnded) break;
    const fresh = await followed.refresh(tracked.containerId);
    if (!fresh.ok && fresh.failure.kind === "not-found") return true;
  }
  return tracked.isEnded;
}

/** Never rejects. I2. */
async function remove(
  containers: readonly Tracked[],
  { engine, followed, clock, log, removal }: RemovalParts,
): Promise<void> {
  const path = removal(containers);
  const query = { force: "true", v: "true" };
  await delay(clock, REMOVE_AFTER_MS, followed.ending);
  // I2
  if (followed.ending.aborted) return;
  for (let times = 0; times < REMOVE_TIMES;) {
    const answer = await engine.delete(path, { signal: NEVER, query });
    const problem = failureOf(answer, `Cannot remove ${path}`, engine.socket);
    if (problem === undefined || problem.kind === "not-found") {
      for (const { containerId } of containers) followed.forget(containerId);
      return;
    }
    const isAway = problem.kind === "runtime-away";
    if (!isAway) times += 1;
    if (times === REMOVE_TIMES) {
      log.warn("What has ended cannot be removed from the container runtime", { path, why: problem.message });
    }
    await delay(clock, isAway ? AWAY_MS : REMOVE_AGAIN_MS, followed.ending);
    if (followed.ending.aborted) return;
  }
}
