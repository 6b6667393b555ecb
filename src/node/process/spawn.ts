/**
 * Starts a process: without a shell, in a session of its own, with its output in a file that outlives the node.
 *
 * I1  The process owes the node nothing: no pipe to it, no terminal, no group in common; the end of the node does not reach it.
 */
import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { dirname } from "node:path";
import process from "node:process";
import { messageOf } from "../../kit/errors.ts";
import type { ResourceRequirements } from "../../state/model.ts";
import type { ProcessLimits, ProcessRuntime } from "../definition/workload.ts";
import { type DriverResult, failed, succeeded } from "../driver.ts";
import { programProblem } from "./program.ts";

export interface ProcessExit {
  readonly exitCode?: number;
  readonly signal?: number;
}

export interface SpawnOptions {
  readonly runtime: ProcessRuntime;
  readonly environment: Readonly<Record<string, string>>;
  readonly workingDirectory: string;
  readonly resources: ResourceRequirements;
  /** Output goes to the end of this file; "" = by `runtime.log`. */
  readonly logPath: string;
  readonly onExit: (exit: ProcessExit) => void;
}

/** Sets limits and then becomes the program: no shell, and the same process. */
const PRLIMIT = ["/usr/bin/prlimit", "/bin/prlimit"] as const;

/** Starts the process; its pid, or why there is none. */
export async function spawnProcess(options: SpawnOptions): Promise<DriverResult<number>> {
  const { runtime } = options;
  const missing = startObstacle(runtime, options.workingDirectory);
  if (missing !== undefined) return missing;
  const limits = limitArguments(runtime.limits, options.resources);
  const prlimit = limits.length === 0
    ? undefined
    : PRLIMIT.find((path) => programProblem(path) === undefined);
  if (limits.length > 0 && prlimit === undefined) {
    return failed("limit", "Limits need the program prlimit of util-linux, which is not on this machine");
  }
  const words = prlimit === undefined ? runtime.command : [prlimit, ...limits, "--", ...runtime.command];
  const [program = "", ...args] = words;
  let output: number | undefined;
  try {
    if (options.logPath !== "") output = openLog(options.logPath);
    const sink = output ?? (runtime.log === "inherit" ? "inherit" as const : "ignore" as const);
    const child = spawn(program, args, {
      cwd: options.workingDirectory,
      env: { ...options.environment },
      stdio: ["ignore", sink, sink],
      detached: true,
      ...(runtime.uid !== undefined && { uid: runtime.uid }),
      ...(runtime.gid !== undefined && { gid: runtime.gid }),
    });
    const { promise: refused, resolve: refuse } = Promise.withResolvers<unknown>();
    child.once("error", refuse);
    child.once("exit", (code, signal) => options.onExit(exitOf(code, signal)));
    child.unref();
    if (child.pid !== undefined) return succeeded(child.pid);
    return spawnFailure(program, await refused);
  } catch (error) {
    return spawnFailure(program, error);
  } finally {
    if (output !== undefined) closeSync(output);
  }
}

/** The file descriptor of the end of the file, which is made if need be. */
export function openLog(path: string): number {
  Deno.mkdirSync(dirname(path), { recursive: true, mode: 0o750 });
  return openSync(path, "a", 0o640);
}

function exitOf(code: number | null, signal: string | null): ProcessExit {
  if (signal !== null) {
    const number = SIGNAL_NUMBERS[signal];
    return number === undefined ? {} : { signal: number };
  }
  return code === null ? {} : { exitCode: code };
}

/** Numbers of the signals on Linux. */
const SIGNAL_NUMBERS: Readonly<Record<string, number>> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGILL: 4,
  SIGTRAP: 5,
  SIGABRT: 6,
  SIGBUS: 7,
  SIGFPE: 8,
  SIGKILL: 9,
  SIGUSR1: 10,
  SIGSEGV: 11,
  SIGUSR2: 12,
  SIGPIPE: 13,
  SIGALRM: 14,
  SIGTERM: 15,
  SIGSTKFLT: 16,
  SIGXCPU: 24,
  SIGXFSZ: 25,
  SIGVTALRM: 26,
  SIGPROF: 27,
  SIGIO: 29,
  SIGPWR: 30,
  SIGSYS: 31,
};

/** Why it cannot be started as far as the files say; undefined = nothing speaks against it. */
export function startObstacle(
  { command }: ProcessRuntime,
  workingDirectory: string,
): DriverResult<never> | undefined {
  return programProblem(command[0] ?? "") ?? directoryProblem(workingDirectory);
}

function directoryProblem(path: string): DriverResult<never> | undefined {
  try {
    if (Deno.statSync(path).isDirectory) return undefined;
  } catch (error) {
    return failed("refused", `The working directory ${path} cannot be used: ${messageOf(error)}`);
  }
  return failed("refused", `The working directory ${path} is no directory`);
}

function spawnFailure(program: string, error: unknown): DriverResult<never> {
  const why = messageOf(error);
  const what = `Cannot start ${program}: ${why}`;
  if (/ENOENT|os error 2\b/.test(why)) {
    return failed("program-missing", `${what} (its interpreter or a library may be missing)`);
  }
  if (/ENOEXEC|os error 8\b/.test(why)) {
    return failed("program-broken", `${what} (made for another machine, or a script without #!)`);
  }
  if (/EAGAIN|ENOMEM|EMFILE|ENFILE|ENOSPC|E2BIG|os error (11|12|24|23|28|7)\b/.test(why)) {
    return failed("limit", what);
  }
  return failed("refused", what);
}

function limitArguments(limits: ProcessLimits, { memoryBytes }: ResourceRequirements): readonly string[] {
  const { openFiles, processes, fileSizeBytes, coreSizeBytes, lockedMemoryBytes } = limits;
  const one = (name: string, value: number | bigint | undefined) =>
    value === undefined ? [] : [`--${name}=${value}:${value}`];
  return [
    ...one("nofile", openFiles),
    ...one("nproc", processes),
    ...one("fsize", fileSizeBytes),
    ...one("core", coreSizeBytes),
    ...one("memlock", lockedMemoryBytes),
    ...one("data", memoryBytes === 0n ? undefined : memoryBytes),
  ];
}

/** Whether this process may start others and read /proc: Deno gives that to a program that was granted everything. */
export function mayRunPrograms(): boolean {
  try {
    Deno.readTextFileSync(`/proc/${process.pid}/stat`);
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) return false;
    throw error;
  }
  return Deno.permissions.querySync({ name: "run" }).state === "granted";
}
