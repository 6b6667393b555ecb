/** The real program, as its own process: `statemanagerd` from source with the flags it ships with, and a directory of its own. */
import { join } from "node:path";
import { runtimeFlags } from "../../scripts/build.d/project.ts";
import { type Ended, Process, type ProcessOptions } from "./process.ts";
import { TempDir } from "./temp_dir.ts";
import { readIfThere, removeIfThere } from "./vehicle/store.ts";

const ROOT = join(import.meta.dirname ?? ".", "..", "..");

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
  return await new Process([...words, ...args], {
    env: { NO_COLOR: "1", ...env },
    capacityChars: Infinity,
  }).ended;
}

/** Sections of the configuration by name. */
export type Settings = Readonly<Record<string, unknown>>;

export interface DaemonOptions extends Pick<ProcessOptions, "logPath" | "onLine"> {
  /** Where its configuration and its state are kept, also after its end. Default: a temporary directory of its own. */
  readonly dir?: string;
  /** What starts the program. Default: from source. */
  readonly words?: ProgramWords;
  /** Words of a command that becomes the program. */
  readonly wrapper?: readonly string[];
  /** The command. Default: run. */
  readonly command?: "run" | "node";
  /** Called when it has ended and nobody asked for it. */
  readonly onLost?: (ended: Ended) => void;
}

/**
 * A daemon that is started, held and ended at will, on a port that is free.
 *
 * I1: its state directory outlives its processes: a new one is the same State Manager after a crash.
 */
export class Daemon implements AsyncDisposable {
  readonly stateDir: string;
  readonly configPath: string;
  readonly #dir: TempDir | undefined;
  readonly #options: DaemonOptions;
  #running: Process | undefined;

  constructor(settings: Settings = {}, options: DaemonOptions = {}) {
    this.#options = options;
    this.#dir = options.dir === undefined ? new TempDir() : undefined;
    const dir = this.#dir?.path ?? options.dir ?? "";
    Deno.mkdirSync(dir, { recursive: true });
    this.stateDir = join(dir, "state");
    this.configPath = join(dir, "config.yaml");
    const sections = Object.entries({
      ...{ listen: ["127.0.0.1:0"], access: { loopback: "admin" }, state_dir: this.stateDir },
      ...settings,
    });
    // JSON is YAML.
    const lines = sections.map(([name, value]) => `${name}: ${JSON.stringify(value)}\n`);
    Deno.writeTextFileSync(this.configPath, lines.join(""));
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** 0 = it does not run. */
  get pid(): number {
    return this.#running?.pid ?? 0;
  }

  /** Sends a signal that does not end it. */
  signal(signal: Deno.Signal): void {
    this.#running?.signal(signal);
  }

  /** SIGSTOP: connections stay open, nothing answers. */
  pause(): void {
    this.#running?.pause();
  }

  /** SIGCONT. */
  resume(): void {
    this.#running?.resume();
  }

  /** Starts it; resolves to its address once it serves, rejects with the end of its log when it ends instead. */
  async start(env: Readonly<Record<string, string>> = {}): Promise<string> {
    const path = join(this.stateDir, "address");
    removeIfThere(path);
    const { wrapper = [], words = SOURCE_WORDS, command = "run", logPath, onLine, onLost } = this.#options;
    const running = new Process([...wrapper, ...words, command, "--config", this.configPath], {
      env: { NO_COLOR: "1", ...env },
      ...{ logPath, onLine },
    });
    this.#running = running;
    void running.ended.then((ended) => {
      if (this.#running !== running) return;
      this.#running = undefined;
      onLost?.(ended);
    });
    return await running.until("the daemon to serve", () => firstLineOf(path));
  }

  /** Sends a signal and waits for the end. */
  async end(signal: "SIGKILL" | "SIGTERM" | "SIGINT"): Promise<Ended> {
    const running = this.#running;
    if (running === undefined) throw new Error("the daemon does not run, or has ended by itself");
    this.#running = undefined;
    return await running.end(signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#running?.end();
    this.#running = undefined;
    this.#dir?.[Symbol.dispose]();
  }
}

/** Undefined while there is none. */
function firstLineOf(path: string): string | undefined {
  return readIfThere(path)?.split("\n")[0]?.trim() || undefined;
}
