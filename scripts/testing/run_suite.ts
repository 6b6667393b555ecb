/**
 * Runs one suite in a process of its own, with a deadline for the whole of it and everything that it started.
 *
 * `timeout` puts the run into a process group of its own, which ends with it: a hanging test leaves no program behind.
 */
import { isChosen, parseJunit, type TestCase } from "./junit.ts";
import { type Suite, TEST_FLAGS } from "./suites.ts";

/** What is run, and how. */
export interface SuiteRun {
  readonly suite: Suite;
  readonly root: string;
  /** Test files or folders. */
  readonly targets: readonly string[];
  readonly filter?: string;
  /** Where raw coverage goes, when it is wanted. */
  readonly coverageDir?: string;
  readonly isVerbose: boolean;
}

/** How a suite ended. */
export interface SuiteResult {
  readonly name: string;
  readonly cases: readonly TestCase[];
  /** Why the run itself failed, when that is not explained by a test: a module that does not load, the deadline. */
  readonly problem?: string;
  /** Everything it printed, unless it was shown at once. */
  readonly output: string;
  readonly seconds: number;
}

const decoder = new TextDecoder();
/** Exit code of `timeout` when the deadline was reached. */
const TIMED_OUT = 124;

let current: Deno.ChildProcess | undefined;

/** Ends the suite that is running, if one is. */
export function endCurrentSuite(): void {
  try {
    current?.kill("SIGTERM");
  } catch {
    // It ended by itself.
  }
}

function readIfThere(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return "";
  }
}

/** Runs the suite to its end. Does not throw when tests fail. */
export async function runSuite(run: SuiteRun): Promise<SuiteResult> {
  const { suite, root, isVerbose } = run;
  const started = performance.now();
  const junitPath = Deno.makeTempFileSync({ prefix: "statemanager-junit-", suffix: ".xml" });
  try {
    const child = new Deno.Command("timeout", {
      args: [
        ...["--kill-after=10", `${suite.timeoutS}`, Deno.execPath(), "test", "--frozen"],
        ...[...TEST_FLAGS, `--junit-path=${junitPath}`],
        ...(suite.isParallel ? ["--parallel"] : []),
        ...(run.filter === undefined ? [] : [`--filter=${run.filter}`]),
        ...run.targets,
      ],
      cwd: root,
      // By the environment and not by a flag: programs that the tests start are measured as well.
      env: {
        ...(run.coverageDir === undefined ? {} : { DENO_COVERAGE_DIR: run.coverageDir }),
        ...(Deno.stderr.isTerminal() ? {} : { NO_COLOR: "1" }),
      },
      stdin: "null",
      stdout: isVerbose ? "inherit" : "piped",
      stderr: isVerbose ? "inherit" : "piped",
    }).spawn();
    current = child;
    const { code, stdout, stderr } = isVerbose
      ? { ...(await child.status), stdout: new Uint8Array(), stderr: new Uint8Array() }
      : await child.output();
    const { filter } = run;
    // Those that the filter leaves out are reported as skipped.
    const cases = parseJunit(readIfThere(junitPath)).filter(({ name, outcome }) =>
      outcome !== "skipped" || filter === undefined || isChosen(name, filter)
    );
    const problem = code === TIMED_OUT
      ? `ended after ${suite.timeoutS} s`
      : code !== 0 && !cases.some((one) => one.outcome === "failed")
      ? `deno test ended with code ${code} though no test failed`
      : undefined;
    return {
      name: suite.name,
      cases,
      ...(problem === undefined ? {} : { problem }),
      output: decoder.decode(stdout) + decoder.decode(stderr),
      seconds: (performance.now() - started) / 1000,
    };
  } finally {
    current = undefined;
    Deno.removeSync(junitPath);
  }
}
