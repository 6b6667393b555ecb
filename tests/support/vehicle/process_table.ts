/**
 * What the kernel says of processes: the reference vehicle believes /proc, not what a program wrote about itself.
 *
 * I1: a process is (pid, start time). A recycled pid is another process: it is neither reported as alive nor signalled.
 * I2: a zombie is dead; its exit status is still readable here.
 */

export interface ProcessId {
  readonly pid: number;
  /** Field 22 of /proc/PID/stat: clock ticks since boot, as text. */
  readonly startTicks: string;
}

export interface ProcessSight extends ProcessId {
  readonly isAlive: boolean;
  /** Held by SIGSTOP. */
  readonly isStopped: boolean;
  readonly sessionId: number;
  /** Of a zombie: its exit code, 128 + n where signal n ended it. */
  readonly exitCode: number | undefined;
}

/** A workload process as found in /proc, by its arguments. */
export interface WorkloadProcess extends ProcessId {
  readonly node: string;
  /** `namespace/name` */
  readonly resource: string;
  readonly replica: number;
  readonly version: string;
  readonly isStopped: boolean;
}

/** Undefined = no process has this pid. */
export function readProcess(pid: number): ProcessSight | undefined {
  let text: string;
  try {
    text = Deno.readTextFileSync(`/proc/${pid}/stat`);
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
  // The command name stands in parentheses and may hold anything, so count from its end: field 3 is index 0.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const state = fields[0] ?? "X";
  const isAlive = state !== "Z" && state !== "X";
  const waitStatus = Number(fields[49] ?? "0");
  const signal = waitStatus & 0x7f;
  return {
    pid,
    startTicks: fields[19] ?? "",
    isAlive,
    isStopped: state === "T",
    sessionId: Number(fields[3]),
    exitCode: isAlive ? undefined : signal === 0 ? (waitStatus >> 8) & 0xff : 128 + signal,
  };
}

/** The process itself, not one that got its pid later; undefined = it is gone without a trace. */
export function findProcess(id: ProcessId): ProcessSight | undefined {
  const sight = readProcess(id.pid);
  return sight?.startTicks === id.startTicks ? sight : undefined;
}

export function isAlive(id: ProcessId): boolean {
  return findProcess(id)?.isAlive ?? false;
}

/** Sends a signal to exactly this process. Returns whether there was one to send it to. */
export function signalProcess(id: ProcessId, signal: Deno.Signal): boolean {
  if (!isAlive(id)) return false;
  try {
    Deno.kill(id.pid, signal);
    return true;
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
}

/**
 * Every live workload process of this vehicle, read from /proc alone.
 *
 * Only session leaders count: a shell that has just forked looks like two of itself for a moment.
 */
export function scanWorkloads(vehicleDir: string): WorkloadProcess[] {
  const found: WorkloadProcess[] = [];
  for (const entry of Deno.readDirSync("/proc")) {
    const pid = Number(entry.name);
    if (!Number.isInteger(pid)) continue;
    const args = readArguments(pid);
    const at = args.findIndex((arg) => arg.endsWith("/workload.sh"));
    if (at < 0 || args[at + 1] !== vehicleDir) continue;
    const sight = readProcess(pid);
    if (sight === undefined || !sight.isAlive || sight.sessionId !== pid) continue;
    found.push({
      pid,
      startTicks: sight.startTicks,
      isStopped: sight.isStopped,
      node: args[at + 2] ?? "",
      resource: args[at + 3] ?? "",
      replica: Number(args[at + 4] ?? "-1"),
      version: args[at + 5] ?? "",
    });
  }
  return found;
}

/** Every live process that has this text in its arguments. */
export function scanByArgument(text: string): ProcessId[] {
  const found: ProcessId[] = [];
  for (const entry of Deno.readDirSync("/proc")) {
    const pid = Number(entry.name);
    if (!Number.isInteger(pid) || pid === Deno.pid) continue;
    if (!readArguments(pid).some((arg) => arg.includes(text))) continue;
    const sight = readProcess(pid);
    if (sight?.isAlive) found.push({ pid, startTicks: sight.startTicks });
  }
  return found;
}

function readArguments(pid: number): string[] {
  try {
    return Deno.readTextFileSync(`/proc/${pid}/cmdline`).split("\0");
  } catch (error) {
    if (isGone(error)) return [];
    throw error;
  }
}

/** A process may end between any two looks: ESRCH and the like are answers, not failures. */
function isGone(error: unknown): boolean {
  return error instanceof Deno.errors.NotFound || error instanceof Deno.errors.PermissionDenied ||
    (error instanceof Error && /ESRCH|No such process|os error 3\b/.test(error.message));
}
