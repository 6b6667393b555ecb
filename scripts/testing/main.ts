/** The program behind `scripts/test`: runs the suites and sums them up. `scripts/test --help` explains it. */
import { join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { judgeCoverage, lineRanges, parseLcov } from "./coverage.ts";
import { skipReason } from "./junit.ts";
import { prepare, wrongTypes } from "./preparation.ts";
import { endRuns } from "./run_files.ts";
import { type ChosenSuite, runSuites, type SuiteResult } from "./run_suites.ts";
import { findSuites, testFilesUnder } from "./suites.ts";
import { slowest } from "./times.ts";

const root = join(import.meta.dirname ?? ".", "..", "..");
const coverageDir = join(root, "coverage", "raw");

function say(text: string): void {
  console.error(text);
}

function usageError(text: string): never {
  say(`scripts/test: ${text} (try --help)`);
  Deno.exit(2);
}

function readArguments() {
  try {
    return parseArgs({
      args: Deno.args,
      allowPositionals: true,
      options: {
        only: { type: "string", multiple: true },
        filter: { type: "string" },
        coverage: { type: "boolean", default: false },
        verbose: { type: "boolean", default: false },
        times: { type: "boolean", default: false },
        jobs: { type: "string" },
        "no-check": { type: "boolean", default: false },
      },
    });
  } catch (error) {
    return usageError(error instanceof Error ? error.message : String(error));
  }
}

const { values, positionals } = readArguments();

function chooseSuites(): readonly ChosenSuite[] {
  const all = findSuites(join(root, "tests"));
  const unknown = (values.only ?? []).find((name) => !all.some((suite) => suite.name === name));
  if (unknown !== undefined) {
    usageError(`there is no suite "${unknown}"; there are: ${all.map((suite) => suite.name).join(", ")}`);
  }
  const wanted = positionals.map((file) => relative(root, resolve(file)));
  return all.filter((suite) => values.only === undefined || values.only.includes(suite.name))
    .map((suite) => {
      const folder = `tests/${suite.name}`;
      const files = testFilesUnder(join(root, folder)).map((file) => relative(root, file));
      const chosen = files.filter((file) =>
        wanted.length === 0 || wanted.some((one) => `${file}/`.startsWith(`${one}/`))
      );
      const isWhole = suite.running === "together" && chosen.length === files.length;
      const isLongest = (file: string) => suite.longest?.some((name) => file.endsWith(`/${name}`)) === true;
      const ordered = chosen.toSorted((a, b) => Number(isLongest(b)) - Number(isLongest(a)));
      return { ...suite, targets: isWhole ? [folder] : ordered };
    })
    .filter((suite) => suite.targets.length > 0);
}

function chooseJobs(): number {
  const jobs = Number(values.jobs ?? navigator.hardwareConcurrency + 2);
  if (!Number.isInteger(jobs) || jobs < 1) usageError(`--jobs ${values.jobs}: a whole number from 1 on`);
  return jobs;
}

/** The part of the output that explains failures; all of it where there is no such part, as when a module does not load. */
function explanation(output: string): string {
  // deno-lint-ignore no-control-regex -- colours may stand between
  const start = output.search(/^[\x1b\[0-9;m]* ERRORS /m);
  return start < 0 ? output : output.slice(start);
}

/** Prints what went wrong in the suite, and its line of the summary. Returns the counts. */
function reportSuite({ name, runs, seconds }: SuiteResult) {
  const cases = runs.flatMap((run) => run.cases);
  const skipped = cases.filter((one) => one.outcome === "skipped");
  const unexplained = skipped.filter((one) => skipReason(one.name) === undefined);
  const failures = cases.filter((one) => one.outcome === "failed");
  const problems = runs.flatMap(({ files, problem }) =>
    problem === undefined ? [] : [`${files.join(" ")}: ${problem}`]
  );
  for (const { cases, problem, output } of runs) {
    const isBad = problem !== undefined || cases.some((one) => one.outcome === "failed");
    if (isBad && output !== "") say(explanation(output));
  }
  for (const problem of problems) say(problem);
  for (const one of failures) say(`failed: ${one.name}`);
  for (const one of unexplained) say(`failed: ${one.name}: it is skipped without a reason`);
  for (const one of skipped) if (!unexplained.includes(one)) say(`skipped: ${one.name}`);
  const counts = {
    passed: cases.filter((one) => one.outcome === "passed").length,
    failed: failures.length + unexplained.length + problems.length,
    skipped: skipped.length - unexplained.length,
  };
  const cpu = runs.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0);
  const figures = `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`;
  say(`${name.padEnd(12)} ${figures} (${seconds.toFixed(1)} s, ${cpu.toFixed(1)} s of CPU)`);
  return counts;
}

function removeIfThere(path: string): void {
  try {
    Deno.removeSync(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** Sums the raw coverage up, says where lines are missing, and returns the groups. */
async function measureCoverage() {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["coverage", "--quiet", "--lcov", coverageDir],
    cwd: root,
  }).output();
  if (!success) throw new Error(`deno coverage failed: ${new TextDecoder().decode(stderr)}`);
  const lcov = new TextDecoder().decode(stdout);
  Deno.writeTextFileSync(join(root, "coverage", "lcov.info"), lcov);
  const files = parseLcov(lcov, root);
  const incomplete = files.filter((file) => file.missed.length > 0 && /^(?:src\/|main\.ts$)/.test(file.path))
    .sort((a, b) => b.missed.length - a.missed.length);
  for (const file of incomplete.slice(0, 15)) {
    const percent = ((file.covered / file.lines) * 100).toFixed(1);
    say(`${percent.padStart(5)} % ${file.path}: not run: ${lineRanges(file.missed).slice(0, 120)}`);
  }
  return judgeCoverage(files);
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  Deno.addSignalListener(signal, () => {
    endRuns();
    Deno.exit(130);
  });
}

const suites = chooseSuites();
const jobs = chooseJobs();
if (suites.length === 0) usageError("no test matches");
if (values.coverage) removeIfThere(coverageDir);
const started = performance.now();
const targets = suites.flatMap((suite) => suite.targets);
const wrong = values["no-check"] ? undefined : await wrongTypes(root, targets);
if (wrong !== undefined) say(`${wrong}\nfailed: the types`);
const results: SuiteResult[] = [];
const total = { passed: 0, failed: wrong === undefined ? 0 : 1, skipped: 0 };
const running = wrong !== undefined ? [] : runSuites(suites, {
  root,
  jobs,
  isVerbose: values.verbose,
  prepared: new Map(
    suites.filter(({ targets }) => targets.length > 1).map(({ name }) => [name, prepare(root, name)]),
  ),
  ...(values.filter === undefined ? {} : { filter: values.filter }),
  ...(values.coverage ? { coverageDir } : {}),
});
for await (const result of running) {
  results.push(result);
  const counts = reportSuite(result);
  for (const key of ["passed", "failed", "skipped"] as const) total[key] += counts[key];
}
const { passed, failed, skipped } = total;
if (values.times) { for (const line of slowest(results)) say(line); }
const coverage = values.coverage ? await measureCoverage() : undefined;
const isCovered = coverage === undefined || coverage.every((group) => group.met);
for (const group of coverage ?? []) {
  say(
    `coverage     ${group.name}: ${group.percent} % of lines, at least ${group.target} %${
      group.met ? "" : ": NOT MET"
    }`,
  );
}
const ok = failed === 0 && passed > 0 && isCovered;
const isCi = (Deno.env.get("CI") ?? "") !== "";
const seconds = Math.round((performance.now() - started) / 100) / 10;
if (!isCi || coverage !== undefined) {
  const violations = failed + (coverage ?? []).filter((group) => !group.met).length;
  console.log(
    JSON.stringify({ ok, violations, passed, failed, skipped, seconds, ...(coverage && { coverage }) }),
  );
}
if (isCi && passed + failed + skipped > 0) {
  console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
}
Deno.exit(ok ? 0 : 1);
