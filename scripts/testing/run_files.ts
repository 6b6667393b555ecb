/**
 * Runs test files in one process of `deno test`, with a deadline for the whole of it and everything that it started.
 *
 * `timeout` puts the run into a process group of its own, which ends with it: a hanging test leaves no program behind.
 */
import { isChosen, parseJunit, type TestCase } from "./junit.ts";
import { type Suite, TEST_FLAGS } from "./suites.ts";

/** What is asked of every run. */
export interface RunOptions {
  readonly root: string;
  readonly filter?: string;
  /** Where raw coverage goes, when it is wanted. */
  readonly coverageDir?: string;
  readonly isVerbose: boolean;
}

/** How a run ended. */
export interface FilesResult {
  readonly files: readonly string[];
  readonly cases: readonly TestCase[];
  /** Why the run itself failed, when that is not explained by a test: a module that does not load, the deadline. */
  readonly problem?: string;
  /** Everything it printed, unless it was shown at once. */
  readonly output: string;
  readonly seconds: number;
  /** Of the processors, by it and by every program that it started and waited for. */
  readonly cpuSeconds: number;
}

const decoder = new TextDecoder();
/** Exit code of `timeout` when the deadline was reached. */
const TIMED_OUT = 124;
/** Makes the shell write the seconds of the processors, user and system, into the file that is its first argument. */
const MEASURED = 'TIMEFORMAT="%U %S"; out=$1; shift; { time "$@" 2>&3; } 3>&2 2>"$out"';

const running = new Set<Deno.ChildProcess>();

/** Runs a program to its end, or until `endRuns`. */
export async function runToEnd(program: string, options: Deno.CommandOptions): Promise<Deno.CommandOutput> {
  const child = new Deno.Command(program, { ...options, stdin: "null" }).spawn();
  running.add(child);
  try {
    if (options.stdout === "piped" && options.stderr === "piped") return await child.output();
    const nothing = new Uint8Array();
    return { ...(await child.status), stdout: nothing, stderr: nothing };
  } finally {
    running.delete(child);
  }
}

/** Ends what is running. */
export function endRuns(): void {
  for (const child of running) {
    try {
      child.kill("SIGTERM");
    } catch {
      // It ended by itself.
    }
  }
}

function readIfThere(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return "";
  }
}

/** Runs the files, or folders, of a suite to their end. Does not reject when tests fail. */
export async function runFiles(
  suite: Suite,
  files: readonly string[],
  { root, filter, coverageDir, isVerbose }: RunOptions,
): Promise<FilesResult> {
  const started = performance.now();
  const dir = Deno.makeTempDirSync({ prefix: "statemanager-run-" });
  const [junit, times] = [`${dir}/junit.xml`, `${dir}/times`];
  const output = isVerbose ? "inherit" : "piped";
  try {
    const { code, stdout, stderr } = await runToEnd("timeout", {
      args: [
        ...["--kill-after=10", `${suite.timeoutS}`, "bash", "-c", MEASURED, "bash", times],
        // Types have been checked, of all files at once.
        ...[Deno.execPath(), "test", "--frozen", "--no-check", ...TEST_FLAGS, `--junit-path=${junit}`],
        ...(suite.running === "together" ? ["--parallel"] : []),
        ...(filter === undefined ? [] : [`--filter=${filter}`]),
        ...files,
      ],
      cwd: root,
      // By the environment and not by a flag: programs that the tests start are measured as well.
      env: {
        ...(coverageDir === undefined ? {} : { DENO_COVERAGE_DIR: coverageDir }),
        ...(Deno.stderr.isTerminal() ? {} : { NO_COLOR: "1" }),
      },
      stdout: output,
      stderr: output,
    });
    // Those that the filter leaves out are reported as skipped.
    const cases = parseJunit(readIfThere(junit)).filter(({ name, outcome }) =>
      outcome !== "skipped" || filter === undefined || isChosen(name, filter)
    );
    const problem = code === TIMED_OUT
      ? `ended after ${suite.timeoutS} s`
      : code !== 0 && !cases.some((one) => one.outcome === "failed")
      ? `deno test ended with code ${code} though no test failed`
      : undefined;
    return {
      files,
      cases,
      ...(problem === undefined ? {} : { problem }),
      output: decoder.decode(stdout) + decoder.decode(stderr),
      seconds: (performance.now() - started) / 1000,
      cpuSeconds: readIfThere(times).trim().split(/\s+/).reduce((sum, text) => sum + (Number(text) || 0), 0),
    };
  } finally {
    Deno.removeSync(dir, { recursive: true });
  }
}
