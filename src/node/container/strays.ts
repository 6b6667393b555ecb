/**
 * Processes of a container that its runtime does not know to run: it was killed between starting them and writing that down. Each
 * container has a control group with its id in the name, which everybody may read.
 */
import { delay } from "../../kit/delay.ts";
import type { Clock } from "../../ports/clock.ts";
import { type DriverResult, failed, succeeded } from "../driver.ts";
import { isAlive, type ProcessId, readProcess, sendSignal } from "../process/proc.ts";

/** After SIGKILL nothing can keep a process, except a kernel that is stuck in a device. */
const KILL_LIMIT_MS = 10_000;
const LOOK_EVERY_MS = 20;

/** Ends all of them; answers when they are gone, or at once where that is not this user's to do. */
export async function endStrays(
  containerId: string,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<DriverResult<undefined>> {
  const strays = straysOf(containerId);
  const untilMs = clock.monotonicMs() + KILL_LIMIT_MS;
  const left = () => strays.filter(isAlive).map(({ pid }) => pid);
  try {
    for (const pid of left()) sendSignal(pid, "SIGKILL");
  } catch {
    // They are another user's: whoever waited for them would never come to the removal, by which the runtime ends them.
    return succeeded(undefined);
  }
  while (left().length > 0) {
    if (clock.monotonicMs() >= untilMs) {
      const which = `of container ${
        containerId.slice(0, 12)
      }, whose start the container runtime did not survive`;
      return failed("timed-out", `Processes ${left().join(", ")} ${which}, live on`);
    }
    await delay(clock, LOOK_EVERY_MS, signal);
    signal.throwIfAborted();
  }
  return succeeded(undefined);
}

function straysOf(containerId: string): readonly ProcessId[] {
  return [...Deno.readDirSync("/proc")].flatMap(({ name }) => {
    const pid = Number(name);
    const sight = Number.isInteger(pid) && isOf(pid, containerId) ? readProcess(pid) : undefined;
    return sight === undefined ? [] : [sight];
  });
}

/** Not the one that watches it, which has a group of its own and ends with it. */
function isOf(pid: number, containerId: string): boolean {
  try {
    const groups = Deno.readTextFileSync(`/proc/${pid}/cgroup`);
    return groups.includes(containerId) && !groups.includes(`conmon-${containerId}`);
  } catch {
    // It has ended, or is hidden.
    return false;
  }
}
