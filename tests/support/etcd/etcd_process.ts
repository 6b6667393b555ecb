/**
 * One etcd process of a test: its start, its signals and its end. Which arguments it gets, and when it counts as healthy, is left
 * to the cluster it belongs to.
 *
 *   I1  It ends with the thread that started it, even when that is killed, wherever setpriv is there.
 *   I2  `pid` is etcd itself, under strace as well.
 */
import { join } from "node:path";
import { boundCommand } from "../../../scripts/etcd.d/bound_command.ts";
import { Tail } from "../../../scripts/etcd.d/tail.ts";

export interface EtcdProcessOptions {
  /** The directory with etcd. */
  readonly programs: string;
  readonly args: readonly string[];
  /** How much longer every fsync and fdatasync takes, milliseconds; needs strace. Default 0. */
  readonly fsyncDelayMs?: number;
}

/** A clean environment: etcd and etcdctl take every flag from ETCD_* and ETCDCTL_* too. */
export function cleanEnv(): Record<string, string> {
  return {
    PATH: Deno.env.get("PATH") ?? "",
    // Without it etcd 3.4 refuses to start on this architecture.
    ...Deno.build.arch === "aarch64" ? { ETCD_UNSUPPORTED_ARCH: "arm64" } : {},
  };
}

/** A signal that is not taken by then has hit a process that has ended. */
const STOP_MS = 2_000;

/** A process that runs, or has ended. */
export class EtcdProcess {
  readonly #child: Deno.ChildProcess;
  readonly #log: Tail;
  readonly #done: Promise<void>;
  #hasEnded = false;
  #isPaused = false;

  constructor(options: EtcdProcessOptions) {
    const [program, ...args] = commandLine(options);
    this.#child = new Deno.Command(program, {
      args,
      clearEnv: true,
      env: cleanEnv(),
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    }).spawn();
    this.#log = new Tail(this.#child.stderr);
    this.#done = this.#child.status.then(() => {
      this.#hasEnded = true;
    });
  }

  get pid(): number {
    return this.#child.pid;
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** Runs and was not paused. */
  get canAnswer(): boolean {
    return !this.#hasEnded && !this.#isPaused;
  }

  /** The end of its log. */
  get log(): string {
    return this.#log.text;
  }

  /** Sends the signal and waits for the end; a process that has ended is left alone. */
  async end(signal: "SIGKILL" | "SIGTERM" = "SIGKILL"): Promise<void> {
    if (!this.#hasEnded) this.#child.kill(signal);
    await this.#done;
    await this.#log.done;
  }

  /** SIGSTOP: connections stay open, nothing answers. */
  pause(): void {
    this.#child.kill("SIGSTOP");
    this.#isPaused = true;
    // On a busy machine other threads go on, and answer, until the one that takes the signal gets its turn.
    const deadline = performance.now() + STOP_MS;
    while (!isStopped(this.pid) && performance.now() < deadline) sleepSync(1);
  }

  /** SIGCONT. */
  resume(): void {
    this.#child.kill("SIGCONT");
    this.#isPaused = false;
  }
}

/** Whether no thread of it runs. */
function isStopped(pid: number): boolean {
  try {
    const threads = [...Deno.readDirSync(`/proc/${pid}/task`)];
    return threads.every(({ name }) => {
      const stat = Deno.readTextFileSync(`/proc/${pid}/task/${name}/stat`);
      return "TtZX".includes(stat.slice(stat.lastIndexOf(")") + 2)[0] ?? "X");
    });
  } catch {
    // A thread or all of it has ended; another look tells.
    return false;
  }
}

function sleepSync(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

function commandLine(options: EtcdProcessOptions): readonly [string, ...string[]] {
  const etcd = [join(options.programs, "etcd"), ...options.args] as const;
  const delayUs = (options.fsyncDelayMs ?? 0) * 1_000;
  if (delayUs === 0) return boundCommand(etcd);
  // -D makes the tracer the descendant: the process that was started becomes etcd (I2).
  const slow = ["strace", "-D", "-f", "-q", "-o", "/dev/null", "-e", "trace=fsync,fdatasync"] as const;
  return boundCommand([...slow, "-e", `inject=fsync,fdatasync:delay_enter=${delayUs}`, ...etcd]);
}
