/** The suites of tests, and how each is run. */

/**
 * How the files of a suite are run. "together": in one process, as many at once as there are cores, for files that compute. "apart":
 * each in a process of its own, more at once than there are cores and beside those of other suites, for files that start programs
 * and wait for them.
 */
export type Running = "together" | "apart";

/** One folder of `tests/`. */
export interface Suite {
  readonly name: string;
  readonly running: Running;
  /** Time after which it is ended, seconds: the suite, or each of its files where they run apart. */
  readonly timeoutS: number;
  /** Of files that run apart those that take longest by far: they begin first, so that nothing waits for them at the end. */
  readonly longest?: readonly string[];
}

/**
 * In the order in which they begin: first what takes seconds and tells most, then, of those that run apart, what takes longest. A
 * folder of `tests/` that is not listed is run as well, at the end, so that no test can be forgotten.
 */
const KNOWN: readonly Suite[] = [
  { name: "unit", running: "together", timeoutS: 1_200 },
  { name: "property", running: "together", timeoutS: 1_200 },
  { name: "simulation", running: "together", timeoutS: 1_200 },
  {
    name: "packaging",
    running: "apart",
    timeoutS: 1_200,
    longest: ["compiled_program_test.ts", "bundled_program_test.ts"],
  },
  { name: "e2e", running: "apart", timeoutS: 1_200 },
  { name: "integration", running: "apart", timeoutS: 1_200 },
];

/** Not a suite: what the suites share. */
const SUPPORT = "support";

/** In a suite's folder: a program that fetches what several of its files need, so that no two fetch it at once. */
export const PREPARE = "prepare.ts";

/** Flags of every run of `deno test`. The sanitizers are off by default in Deno since 2.8; a test proves that they are on. */
export const TEST_FLAGS: readonly string[] = ["--allow-all", "--sanitize-ops", "--sanitize-resources"];

/** Files that `deno test` takes for tests. */
export function isTestFile(name: string): boolean {
  return /(?:^|[._])test\.(?:ts|mts|js|mjs)$/.test(name);
}

/** Every test file below the folder, in order of name. */
export function testFilesUnder(dir: string): string[] {
  const found: string[] = [];
  for (const entry of Deno.readDirSync(dir)) {
    const path = `${dir}/${entry.name}`;
    if (entry.isDirectory) found.push(...testFilesUnder(path));
    else if (isTestFile(entry.name)) found.push(path);
  }
  return found.sort();
}

/** The suites that have tests, in the order they run in. */
export function findSuites(testsDir: string): Suite[] {
  const folders = [...Deno.readDirSync(testsDir)].filter((entry) =>
    entry.isDirectory && entry.name !== SUPPORT
  )
    .map((entry) => entry.name).sort();
  const known = KNOWN.filter((suite) => folders.includes(suite.name));
  const others = folders.filter((name) => !KNOWN.some((suite) => suite.name === name))
    .map((name) => ({ name, running: "apart" as const, timeoutS: 1_200 }));
  return [...known, ...others].filter((suite) => testFilesUnder(`${testsDir}/${suite.name}`).length > 0);
}
