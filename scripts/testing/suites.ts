/** The suites of tests, and how each is run. */

/** One folder of `tests/`. */
export interface Suite {
  readonly name: string;
  /** Whether its files may run at once: they share no port, no file and no machine-wide state. */
  readonly isParallel: boolean;
  /** Time after which it is ended, seconds. */
  readonly timeoutS: number;
}

/**
 * Cheapest first. A folder of `tests/` that is not listed is run as well, alone and at the end, so that no test can be
 * forgotten.
 */
const KNOWN: readonly Suite[] = [
  { name: "unit", isParallel: true, timeoutS: 300 },
  { name: "property", isParallel: true, timeoutS: 600 },
  { name: "simulation", isParallel: true, timeoutS: 600 },
  // Some of them hold a whole flow to a time, which neighbours on the same cores would spoil; alone they take no longer.
  { name: "integration", isParallel: false, timeoutS: 600 },
  { name: "packaging", isParallel: false, timeoutS: 900 },
  { name: "e2e", isParallel: false, timeoutS: 900 },
];

/** Not a suite: what the suites share. */
const SUPPORT = "support";

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
    .map((name) => ({ name, isParallel: false, timeoutS: 600 }));
  return [...known, ...others].filter((suite) => testFilesUnder(`${testsDir}/${suite.name}`).length > 0);
}
