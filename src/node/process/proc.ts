/**
 * What the kernel says of processes, from /proc: never what a program wrote about itself.
 *
 * I1  A process is (pid, start time). A recycled pid is another process: it is neither taken for the old one nor signalled.
 * I2  A zombie is dead; its exit status is still readable here.
 */
import process from "node:process";
import { messageOf } from "../../kit/errors.ts";

export interface ProcessId {
  readonly pid: number;
  /** Field 22 of /proc/PID/stat: clock ticks since boot, as text. */
  readonly startTicks: string;
}

export interface ProcessSight extends ProcessId {
  readonly isAlive: boolean;
  /** Held by SIGSTOP. */
  readonly isHeld: boolean;
  readonly sessionId: number;
  /** Of a zombie: how it ended. */
  readonly exit?: { readonly exitCode?: number; readonly signal?: number };
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
  return parseStat(pid, text);
}

/** Reads the line of /proc/PID/stat. */
export function parseStat(pid: number, text: string): ProcessSight {
  // The command name stands in parentheses and may hold anything, so count from its end: field 3 is index 0.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const state = fields[0] ?? "X";
  const isAlive = state !== "Z" && state !== "X" && state !== "x";
  const waitStatus = Number(fields[49] ?? "0");
  const signal = waitStatus & 0x7f;
  return {
    pid,
    startTicks: fields[19] ?? "",
    isAlive,
    isHeld: state === "T" || state === "t",
    sessionId: Number(fields[3]),
    ...(!isAlive && { exit: signal === 0 ? { exitCode: (waitStatus >> 8) & 0xff } : { signal } }),
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

/** Whether anything has this pid, or is in this process group (negative): far cheaper than reading /proc, and true for a zombie. */
export function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    return !isGone(error);
  }
}

/** Sends a signal to a process, or to a group (negative). Whether there was one to send it to. Throws where it is not permitted. */
export function sendSignal(pid: number, signal: string): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
}

/** Every live process that has `name=value` in the environment it was started with, as far as this user may see. */
export function scanEnvironment(name: string, value: string): readonly ProcessSight[] {
  const wanted = `${name}=${value}`;
  const found: ProcessSight[] = [];
  for (const entry of Deno.readDirSync("/proc")) {
    const pid = Number(entry.name);
    if (!Number.isInteger(pid) || pid === Deno.pid) continue;
    if (!readEnvironment(pid).includes(wanted)) continue;
    const sight = readProcess(pid);
    if (sight?.isAlive) found.push(sight);
  }
  return found;
}

function readEnvironment(pid: number): readonly string[] {
  try {
    return Deno.readTextFileSync(`/proc/${pid}/environ`).split("\0");
  } catch (error) {
    if (isGone(error) || isForbidden(error)) return [];
    throw error;
  }
}

/** A process may end between any two looks: ESRCH and the like are answers, not failures. */
function isGone(error: unknown): boolean {
  return error instanceof Deno.errors.NotFound || /ESRCH|No such process|os error 3\b/.test(messageOf(error));
}

function isForbidden(error: unknown): boolean {
  return error instanceof Deno.errors.PermissionDenied || /EACCES|EPERM|os error 13\b/.test(messageOf(error));
}
