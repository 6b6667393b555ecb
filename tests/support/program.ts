/** The real program, as its own process: `statemanagerd` from source with the flags it ships with, and a directory of its own. */
import { join } from "node:path";
import { runtimeFlags } from "../../scripts/build.d/project.ts";
import { boundCommand } from "../../scripts/etcd.d/bound_command.ts";
import { Tail } from "../../scripts/etcd.d/tail.ts";
import { eventually } from "./eventually.ts";
import { TempDir } from "./temp_dir.ts";

const ROOT = join(import.meta.dirname ?? ".", "..", "..");
/** On a machine that is busy with other tests. */
const START_LIMIT_MS = 60_000;
/** Of what it writes, the end that is kept for the test. */
const CAPACITY_CHARS = 4 * 1024 * 1024;

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** As shipped. */
export const DAEMON_FLAGS: readonly string[] = runtimeFlags();

/** A small young generation, because memory counts more than the last 5 % of speed (docs/adr/0008). */
export const DAEMON_V8_FLAGS: string = DAEMON_FLAGS.find((flag) => flag.startsWith("--v8-flags=")) ?? "";

/** What starts the program; its arguments follow. */
export type ProgramWords = readonly string[];

/** From source, with the flags and permissions that it is shipped with. */
export const SOURCE_WORDS: ProgramWords = [
  ...[Deno.execPath(), "run", "--quiet", ...DAEMON_FLAGS],
  join(ROOT, "main.ts"),
];

/** Runs one command of the program to its end. */
export async function runProgram(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  words: ProgramWords = SOURCE_WORDS,
): Promise<Ended> {
  const { code, stdout, stderr } = await command([...words, ...args], env).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

function command(words: readonly string[], env: Readonly<Record<string, string>>): Deno.Command {
  const [program = "", ...args] = words;
  return new Deno.Command(program, {
    args,
    env: { NO_COLOR: "1", ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    // Ctrl-C at a terminal is for who started it, which then ends it in order.
    detached: true,
  });
}

/** Sections of the configuration by name. */
export type Settings = Readonly<Record<string, unknown>>;

export interface DaemonOptions {
  /** Where its configuration and its state are kept, also after its end. Default: a temporary directory of its own. */
  readonly dir?: string;
  /** A file to which everything is appended that it writes. */
  readonly logPath?: string;
  /** What starts the program. Default: from source. */
  readonly words?: ProgramWords;
  /** Words of a command that becomes the program. */
  readonly wrapper?: readonly [string, ...string[]];
  /** Called for each line that it logs. */
  readonly onLine?: (line: string) => void;
  /** Called when it has ended and nobody asked for it. */
  readonly onLost?: (ended: Ended) => void;
}

interface Running {
  readonly child: Deno.ChildProcess;
  readonly ended: Promise<Ended>;
  readonly stderr: Tail;
}

/**
 * A daemon that is started, held and ended at will, on a port that is free.
 *
 * I1: its state directory outlives its processes: a new one is the same State Manager after a crash.
 * I2: it ends with the thread that started it, even when that is killed, wherever setpriv is there.
 */
export class Daemon implements AsyncDisposable {
  readonly stateDir: string;
  readonly configPath: string;
  readonly #dir: TempDir | undefined;
  readonly #options: DaemonOptions;
  #running: Running | undefined;
  /** How it ended by itself, if it did. */
  #lost: Ended | undefined;

  constructor(settings: Settings = {}, options: DaemonOptions = {}) {
    this.#options = options;
    this.#dir = options.dir === undefined ? new TempDir() : undefined;
    const dir = this.#dir?.path ?? options.dir ?? "";
    Deno.mkdirSync(dir, { recursive: true });
    this.stateDir = join(dir, "state");
    this.configPath = join(dir, "config.yaml");
    const sections = Object.entries({ listen: ["127.0.0.1:0"], state_dir: this.stateDir, ...settings });
    // JSON is YAML.
    const lines = sections.map(([name, value]) => `${name}: ${JSON.stringify(value)}\n`);
    Deno.writeTextFileSync(this.configPath, lines.join(""));
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** 0 = it does not run. */
  get pid(): number {
    return this.#running?.child.pid ?? 0;
  }

  /** Sends a signal that does not end it. */
  signal(signal: Deno.Signal): void {
    this.#running?.child.kill(signal);
  }

  /** Starts it; resolves to its address once it serves, rejects with the end of its log when it ends instead. */
  async start(env: Readonly<Record<string, string>> = {}): Promise<string> {
    const path = join(this.stateDir, "address");
    removeIfThere(path);
    this.#lost = undefined;
    const { wrapper = [], words = SOURCE_WORDS } = this.#options;
    const [first = "", ...rest] = [...wrapper, ...words, "run", "--config", this.configPath];
    const running = this.#watch(command(boundCommand([first, ...rest]), env).spawn());
    this.#running = running;
    const said = await eventually("the daemon to serve", () => {
      if (this.#running !== running) return "ended";
      return Deno.readTextFileSync(path).split("\n")[0]?.trim() || undefined;
    }, { timeoutMs: START_LIMIT_MS, intervalMs: 20 });
    if (said === "ended") this.#fail();
    return said;
  }

  /** Sends a signal and waits for the end. */
  async end(signal: Deno.Signal): Promise<Ended> {
    const running = this.#running ?? this.#fail();
    this.#running = undefined;
    running.child.kill(signal);
    return await running.ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#running !== undefined) await this.end("SIGKILL");
    this.#dir?.[Symbol.dispose]();
  }

  #watch(child: Deno.ChildProcess): Running {
    const stdout = new Tail(child.stdout, {
      capacityChars: CAPACITY_CHARS,
      onText: (text) => this.#keep(text),
    });
    let rest = "";
    const stderr = new Tail(child.stderr, {
      capacityChars: CAPACITY_CHARS,
      onText: (text) => {
        this.#keep(text);
        const lines = (rest + text).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) this.#options.onLine?.(line);
      },
    });
    const ended = Promise.all([child.status, stdout.done, stderr.done]).then(([{ code }]) => ({
      ...{ code, stdout: stdout.text, stderr: stderr.text },
    }));
    const running = { child, ended, stderr };
    void ended.then((how) => {
      if (this.#running !== running) return;
      this.#running = undefined;
      this.#lost = how;
      this.#options.onLost?.(how);
    });
    return running;
  }

  #keep(text: string): void {
    const { logPath } = this.#options;
    if (logPath !== undefined) Deno.writeTextFileSync(logPath, text, { append: true });
  }

  #fail(): never {
    if (this.#lost === undefined) throw new Error("the daemon does not run");
    throw new Error(`the daemon ended by itself with ${this.#lost.code}: ${this.#lost.stderr.slice(-4_000)}`);
  }
}

function removeIfThere(path: string): void {
  try {
    Deno.removeSync(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
