/**
 * Ends a process by signals of this program: the stop signal to the process, SIGKILL to its whole group.
 *
 * I1  A signal is sent only to the process that was started: (pid, start time).
 */
import { delay, type Scheduler } from "../../kit/delay.ts";
import { messageOf } from "../../kit/errors.ts";
import { type DriverResult, failed, type StopMode, succeeded } from "../driver.ts";
import { INSTANCE_VARIABLE } from "./host.ts";
import { findProcess, isThere, scanEnvironment, sendSignal } from "./proc.ts";
import type { Tracked } from "./tracked.ts";

/** After SIGKILL nothing can keep a process, except a kernel that is stuck in a device. */
export const KILL_LIMIT_MS = 5_000;

/** Resolves when its main process has ended. */
export async function endBySignals(
  tracked: Tracked,
  mode: StopMode,
  timers: Scheduler,
): Promise<DriverResult<undefined>> {
  const { stop, pid } = tracked.record;
  try {
    if (mode === "orderly" && mayObey(tracked) && sendTo(tracked, stop.signal)) {
      if (await endsWithin(tracked, stop.timeoutMs, timers)) return succeeded(undefined);
    }
    if (findProcess(tracked.process)?.isAlive === true) sendSignal(-pid, "SIGKILL");
  } catch (error) {
    return failed("refused", `Cannot end process ${pid}: ${messageOf(error)}`);
  }
  return await endsWithin(tracked, KILL_LIMIT_MS, timers) ? succeeded(undefined) : survivor(pid);
}

/** A held process cannot obey: waiting for it would only lengthen the outage. */
export function mayObey({ record: { stop }, process }: Tracked): boolean {
  return stop.timeoutMs > 0 && findProcess(process)?.isHeld !== true;
}

export function survivor(pid: number): DriverResult<never> {
  return failed(
    "timed-out",
    `Process ${pid} survives SIGKILL for ${KILL_LIMIT_MS} ms: it hangs in the kernel`,
  );
}

export async function endsWithin(tracked: Tracked, limitMs: number, timers: Scheduler): Promise<boolean> {
  const over = new AbortController();
  await Promise.race([tracked.ended, delay(timers, limitMs, over.signal)]);
  over.abort();
  return !tracked.isAlive;
}

/** I1: whether it was sent. */
export function sendTo(tracked: Tracked, signal: string): boolean {
  const process = findProcess(tracked.process);
  return process?.isAlive === true && sendSignal(process.pid, signal);
}

/** What the main process left behind in its session. */
export function endRest(tracked: Tracked): void {
  const { pid } = tracked.process;
  if (pid === 0 || !isThere(-pid)) return;
  // The group of a number that was given anew is somebody else's.
  const rest = scanEnvironment(INSTANCE_VARIABLE, tracked.id).filter(({ sessionId }) => sessionId === pid);
  for (const process of rest) sendSignal(process.pid, "SIGKILL");
}
