/** The real program, as its own process: `statemanagerd` from source, on a free port, with a directory of its own. */
import { join } from "node:path";
import { eventually } from "./eventually.ts";
import { TempDir } from "./temp_dir.ts";

const ROOT = join(import.meta.dirname ?? ".", "..", "..");

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The flags that the daemon runs with (docs/adr/0008): a small young generation, because memory counts more than the last 5 % of speed. */
export const DAEMON_V8_FLAGS = "--v8-flags=--max-old-space-size=128,--max-semi-space-size=2";

/** Runs one command of the program to its end. */
export async function runProgram(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const { code, stdout, stderr } = await command(args, env).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

function command(args: readonly string[], env: Readonly<Record<string, string>>): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-prompt", "-A", DAEMON_V8_FLAGS, join(ROOT, "main.ts"), ...args],
    env: { NO_COLOR: "1", ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
}

/** A running daemon; ends with the test. */
export class Daemon implements AsyncDisposable {
  readonly #dir = new TempDir();
  readonly #config: string;
  #child: Deno.ChildProcess | undefined;
  #stderr: Promise<string> = Promise.resolve("");
  #stdout: Promise<string> = Promise.resolve("");

  constructor(settings = "") {
    this.#config = join(this.#dir.path, "config.yaml");
    Deno.writeTextFileSync(
      this.#config,
      `listen: ["127.0.0.1:0"]\nstate_dir: ${this.stateDir}\n${settings}`,
    );
  }

  get stateDir(): string {
    return join(this.#dir.path, "state");
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** Its configuration file. */
  get configPath(): string {
    return this.#config;
  }

  /** Sends a signal that does not end it. */
  signal(signal: Deno.Signal): void {
    this.#child?.kill(signal);
  }

  /** Starts it; resolves to its address once it serves. */
  async start(env: Readonly<Record<string, string>> = {}): Promise<string> {
    const path = join(this.stateDir, "address");
    try {
      Deno.removeSync(path);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
    const child = command(["run", "--config", this.#config], env).spawn();
    this.#child = child;
    this.#stdout = new Response(child.stdout).text();
    this.#stderr = new Response(child.stderr).text();
    return await eventually("the daemon to serve", () => {
      const address = Deno.readTextFileSync(path).trim();
      return address === "" ? undefined : address;
    }, { intervalMs: 20 });
  }

  /** Sends a signal and waits for the end. */
  async end(signal: Deno.Signal): Promise<Ended> {
    const child = this.#child;
    if (child === undefined) throw new Error("the daemon does not run");
    child.kill(signal);
    return await this.ended();
  }

  async ended(): Promise<Ended> {
    const child = this.#child;
    if (child === undefined) throw new Error("the daemon does not run");
    const { code } = await child.status;
    this.#child = undefined;
    return { code, stdout: await this.#stdout, stderr: await this.#stderr };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child !== undefined) await this.end("SIGKILL");
    this.#dir[Symbol.dispose]();
  }
}
