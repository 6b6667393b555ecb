/**
 * A program that runs beside a test: its start, its signals, its end, and what it writes, of which the end is kept.
 *
 *   I1  It ends with the thread that started it, even when that is killed, wherever setpriv is there.
 *   I2  Everything that it writes is read, so that it never blocks; a signal to one that has ended does nothing.
 */
import { boundCommand } from "../../scripts/etcd.d/bound_command.ts";
import { Tail } from "../../scripts/etcd.d/tail.ts";
import { eventually } from "./eventually.ts";

/** On a machine that is busy with other tests. */
const START_LIMIT_MS = 60_000;
const CAPACITY_CHARS = 4 * 1024 * 1024;
/** A signal that is not taken by then has hit a process that has ended. */
const STOP_MS = 2_000;

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ProcessOptions extends Pick<Deno.CommandOptions, "cwd" | "clearEnv" | "env"> {
  /** How much is kept of what it writes. Default 4 Mi. */
  readonly capacityChars?: number;
  /** A file to which everything is appended that it writes. */
  readonly logPath?: string | undefined;
  /** Called for each line on standard error. */
  readonly onLine?: ((line: string) => void) | undefined;
  /** Called for each line on standard output. */
  readonly onOutputLine?: ((line: string) => void) | undefined;
}

/** It runs, or has ended. */
export class Process {
  /** Settles when it has ended and everything that it wrote is read. */
  readonly ended: Promise<Ended>;
  readonly #child: Deno.ChildProcess;
  readonly #stderr: Tail;
  #hasEnded = false;
  #isPaused = false;

  constructor(words: readonly string[], options: ProcessOptions = {}) {
    const { logPath, onLine, onOutputLine, capacityChars = CAPACITY_CHARS, ...how } = options;
    const [first = "", ...rest] = words;
    const [program, ...args] = boundCommand([first, ...rest]);
    this.#child = new Deno.Command(program, {
      ...how,
      args,
      ...{ stdin: "null", stdout: "piped", stderr: "piped" } as const,
      // Ctrl-C at a terminal is for who started it, which then ends it in order.
      detached: true,
    }).spawn();
    const keep = (text: string) => {
      if (logPath !== undefined) Deno.writeTextFileSync(logPath, text, { append: true });
    };
    const lined = (onText: ((line: string) => void) | undefined) => {
      let line = "";
      return (text: string) => {
        keep(text);
        const lines = (line + text).split("\n");
        line = lines.pop() ?? "";
        lines.forEach((whole) => onText?.(whole));
      };
    };
    const stdout = new Tail(this.#child.stdout, { capacityChars, onText: lined(onOutputLine) });
    this.#stderr = new Tail(this.#child.stderr, { capacityChars, onText: lined(onLine) });
    const { status } = this.#child;
    void status.then(() => this.#hasEnded = true);
    this.ended = Promise.all([status, stdout.done, this.#stderr.done]).then(([{ code }]) => ({
      ...{ code, stdout: stdout.text, stderr: this.#stderr.text },
    }));
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

  /** The end of what it wrote to standard error. */
  get log(): string {
    return this.#stderr.text.trimEnd();
  }

  /** The first that `look` finds. Rejects with the end of the log when the process ends before. */
  async until<T>(what: string, look: () => T | undefined | false): Promise<T> {
    const found = await eventually(what, () => {
      const seen = look();
      return seen !== undefined && seen !== false ? { seen } : this.#hasEnded && "ended";
    }, { timeoutMs: START_LIMIT_MS, intervalMs: 20 });
    if (found !== "ended") return found.seen;
    const { code, stdout, stderr } = await this.ended;
    throw new Error(`${what}: it ended by itself with ${code}: ${(stdout + stderr).slice(-4_000)}`);
  }

  signal(signal: Deno.Signal): void {
    try {
      if (!this.#hasEnded) this.#child.kill(signal);
    } catch (error) {
      // It has ended, and nobody has been told yet.
      if (!(error instanceof TypeError) && !(error instanceof Deno.errors.NotFound)) throw error;
    }
  }

  /** Sends a signal, which one that is paused takes as well, and waits for the end. */
  async end(signal: "SIGKILL" | "SIGTERM" | "SIGINT" = "SIGKILL"): Promise<Ended> {
    this.signal(signal);
    if (this.#isPaused) this.resume();
    return await this.ended;
  }

  /** SIGSTOP: connections stay open, nothing answers. Returns when no thread of it runs. */
  pause(): void {
    this.signal("SIGSTOP");
    this.#isPaused = true;
    // On a busy machine other threads go on, and answer, until the one that takes the signal gets its turn.
    const deadline = performance.now() + STOP_MS;
    while (!isStopped(this.pid) && performance.now() < deadline) sleepSync(1);
  }

  /** SIGCONT. */
  resume(): void {
    this.signal("SIGCONT");
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
