/**
 * A built program as the smoke test runs it: alone, with nothing of this checkout and of the user in its environment.
 *
 * I1  Nothing waits for ever: a program that does not end in time is killed, and that is a failure.
 */
import type { Arch } from "./arguments.ts";

export interface Candidate {
  readonly arch: Arch;
  readonly isEmulated: boolean;
  /** What starts it; its arguments follow. */
  readonly words: readonly string[];
  /**
   * What asks the daemon; default: the candidate. Under emulation a command may need longer to say its first word than a server waits for
   * it, however often it is tried, and what it says is the same.
   */
  readonly client?: readonly string[];
  /** What starts the probe (`probe.ts`) made the same way; undefined where it cannot be. */
  readonly probe?: readonly string[];
  readonly commit: string;
}

export interface Answer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
}

/** Where a candidate keeps what it writes: away from the default places, which need not be there. */
export interface Places {
  readonly state: string;
  /** `$RUNTIME_DIRECTORY`. */
  readonly runtime: string;
  /** Socket of the service manager. */
  readonly notify: string;
}

/** How long one command or one start may take, milliseconds. */
export function patienceMs({ isEmulated }: Candidate): number {
  return isEmulated ? 300_000 : 60_000;
}

/** Runs `words` of the candidate to their end. */
export async function ask(candidate: Candidate, words: readonly string[]): Promise<Answer> {
  const startedMs = performance.now();
  const child = start(words);
  const [stdout, stderr, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    endOf(child, patienceMs(candidate)),
  ]);
  return { code, stdout, stderr, ms: Math.round(performance.now() - startedMs) };
}

function start(words: readonly string[], env: Readonly<Record<string, string>> = {}): Deno.ChildProcess {
  const [program = "", ...args] = words;
  return new Deno.Command(program, {
    args,
    cwd: "/",
    clearEnv: true,
    env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", NO_COLOR: "1", ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/** Exit code; 137 of one that had to be killed. */
async function endOf(child: Deno.ChildProcess, timeoutMs: number): Promise<number> {
  const timer = setTimeout(() => child.kill("SIGKILL"), timeoutMs);
  try {
    return (await child.status).code;
  } finally {
    clearTimeout(timer);
  }
}

/** The candidate as a daemon, in places of its own. */
export class CandidateDaemon implements AsyncDisposable {
  /** By `performance.now()`. */
  readonly startedMs: number = performance.now();
  readonly #candidate: Candidate;
  readonly #child: Deno.ChildProcess;
  readonly #output: Promise<string>;
  #code: number | undefined;

  constructor(candidate: Candidate, { state, runtime, notify }: Places) {
    this.#candidate = candidate;
    const settings = ["listen=127.0.0.1:0", "access.loopback=operator", `state_dir=${state}`].flatMap((
      setting,
    ) => ["--set", setting]);
    const child = start([...candidate.words, "run", "--config", "/dev/null", ...settings], {
      NOTIFY_SOCKET: notify,
      RUNTIME_DIRECTORY: runtime,
    });
    this.#child = child;
    this.#output = Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()])
      .then((texts) => texts.join(""));
    void child.status.then(({ code }) => this.#code = code);
  }

  get pid(): number {
    return this.#child.pid;
  }

  /** The first that `look` finds. Throws with what the daemon said when it ends, or is not there in time. */
  async until<T>(look: () => T | undefined): Promise<T> {
    const deadlineMs = performance.now() + patienceMs(this.#candidate);
    for (;;) {
      const found = look();
      if (found !== undefined) return found;
      if (this.#code !== undefined) throw new Error(`it ended with ${this.#code}: ${await this.#output}`);
      if (performance.now() > deadlineMs) {
        await this.#kill();
        throw new Error(`it was not ready in time: ${await this.#output}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  /** Resident memory as the kernel counts it, bytes. */
  residentBytes(): number {
    const status = Deno.readTextFileSync(`/proc/${this.pid}/status`);
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
  }

  /** Ends it as the service manager does; resolves to the exit code. */
  async stop(): Promise<number> {
    if (this.#code === undefined) this.#child.kill("SIGTERM");
    return await endOf(this.#child, patienceMs(this.#candidate));
  }

  async #kill(): Promise<void> {
    if (this.#code === undefined) this.#child.kill("SIGKILL");
    await this.#child.status;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#kill();
    await this.#output;
  }
}
