/**
 * Makes the disk slow for one process that runs: strace is attached to it and holds each of its fsync and fdatasync back. Being
 * traced costs time by itself, so what is compared with it is traced in the same way, with a delay of 0.
 *
 * I1: the process goes on as before after dispose.
 */
import { missingSlowDisk } from "./etcd/available.ts";
import { readIfThere } from "./vehicle/store.ts";
import { until } from "./vehicle/waiting.ts";

export interface SlowDiskOptions {
  /** Of each call, milliseconds. */
  readonly delayMs: number;
  /** Where the calls are written down; an existing file is replaced. Default: nowhere. */
  readonly logPath?: string;
}

export class SlowDisk implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #logPath: string;

  private constructor(child: Deno.ChildProcess, logPath: string) {
    this.#child = child;
    this.#logPath = logPath;
  }

  /** Resolves when every thread of the process is traced. */
  static async attach(pid: number, { delayMs, logPath = "/dev/null" }: SlowDiskOptions): Promise<SlowDisk> {
    const reason = missingSlowDisk();
    if (reason !== undefined) throw new Error(`The disk cannot be made slow: ${reason}`);
    const child = new Deno.Command("strace", {
      args: [
        ...["-f", "-q", "-o", logPath, "-p", String(pid), "-e", "trace=fsync,fdatasync"],
        ...["-e", `inject=fsync,fdatasync:delay_enter=${delayMs * 1_000}`],
      ],
      ...{ stdin: "null", stdout: "null", stderr: "null" } as const,
    }).spawn();
    const disk = new SlowDisk(child, logPath);
    let hasEnded = false;
    void child.status.then(() => hasEnded = true);
    try {
      await until(() => {
        if (hasEnded) {
          throw new Error(
            "strace may not attach to a running process: see /proc/sys/kernel/yama/ptrace_scope",
          );
        }
        return isTraced(pid, child.pid);
      }, { what: "strace is attached" });
    } catch (error) {
      await disk[Symbol.asyncDispose]();
      throw error;
    }
    return disk;
  }

  /** Calls that were held back so far, where they are written down. */
  get calls(): number {
    return (readIfThere(this.#logPath) ?? "").split("\n").filter((line) => /f(data)?sync\(/.test(line))
      .length;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      this.#child.kill("SIGTERM");
    } catch (error) {
      // It had ended by itself.
      if (!(error instanceof TypeError) && !(error instanceof Deno.errors.NotFound)) throw error;
    }
    await this.#child.status;
  }
}

function isTraced(pid: number, tracer: number): boolean {
  for (const { name } of Deno.readDirSync(`/proc/${pid}/task`)) {
    const status = readIfThere(`/proc/${pid}/task/${name}/status`);
    if (status !== undefined && !status.includes(`TracerPid:\t${tracer}\n`)) return false;
  }
  return true;
}
