/**
 * A folder for one run of a script, and the promise that nothing outlives it.
 *
 * I1: every process that the script starts carries the folder in its arguments, so that whoever clears away finds it.
 * I2: it is cleared away at the end, on SIGINT, SIGTERM and SIGHUP, and by a watcher of its own when the script is killed.
 */
const CLEAR_AWAY = new URL("clear_away", import.meta.url).pathname;
const EXIT_CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** Somebody ended the script. */
export class Interrupted extends Error {
  readonly exitCode: number;

  constructor(signal: keyof typeof EXIT_CODES) {
    super(`ended by ${signal}`);
    this.exitCode = EXIT_CODES[signal];
  }
}

export class Workspace implements Disposable {
  readonly dir: string;

  /** `onSignal` ends the script in order; not set = it is cleared away and ended at once. */
  constructor(name: string, onSignal?: (reason: Interrupted) => void) {
    this.dir = Deno.makeTempDirSync({ prefix: `statemanager-${name}-` });
    // What others make for themselves is made in here.
    Deno.env.set("TMPDIR", this.dir);
    new Deno.Command("setsid", {
      args: ["bash", CLEAR_AWAY, this.dir, "--after", String(Deno.pid)],
      ...{ stdin: "null", stdout: "null", stderr: "null" } as const,
    }).spawn().unref();
    for (const signal of ["SIGHUP", "SIGINT", "SIGTERM"] as const) {
      Deno.addSignalListener(signal, () => {
        const reason = new Interrupted(signal);
        if (onSignal !== undefined) return onSignal(reason);
        this[Symbol.dispose]();
        Deno.exit(reason.exitCode);
      });
    }
  }

  /** An argument that does nothing but mark a process as ours. */
  get mark(): string {
    return `--workspace=${this.dir}`;
  }

  /** A new empty folder in it. */
  makeDir(name: string): string {
    const path = `${this.dir}/${name}`;
    Deno.mkdirSync(path);
    return path;
  }

  [Symbol.dispose](): void {
    new Deno.Command("bash", {
      args: [CLEAR_AWAY, this.dir],
      ...{ stdin: "null", stdout: "null", stderr: "null" } as const,
    }).outputSync();
  }
}
