/** The program behind `scripts/test`: runs the suites one after the other and sums them up. `scripts/test --help` explains it. */
import { join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { judgeCoverage, lineRanges, parseLcov } from "./coverage.ts";
import { skipReason } from "./junit.ts";
import { endCurrentSuite, runSuite, type SuiteResult } from "./run_suite.ts";
import { findSuites, type Suite } from "./suites.ts";

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
      },
    });
  } catch (error) {
    return usageError(error instanceof Error ? error.message : String(error));
  }
}

const { values, positionals } = readArguments();

function chooseSuites(): readonly (Suite & { readonly targets: readonly string[] })[] {
  const all = findSuites(join(root, "tests"));
  const unknown = (values.only ?? []).find((name) => !all.some((suite) => suite.name === name));
  if (unknown !== undefined) {
    usageError(`there is no suite "${unknown}"; there are: ${all.map((suite) => suite.name).join(", ")}`);
  }
  const files = positionals.map((file) => relative(root, resolve(file)));
  return all.filter((suite) => values.only === undefined || values.only.includes(suite.name)).map((
    suite,
  ) => ({
    ...suite,
    targets: positionals.length === 0
      ? [`tests/${suite.name}`]
      : files.filter((file) => `${file}/`.startsWith(`tests/${suite.name}/`)),
  })).filter((suite) => suite.targets.length > 0);
}

/** The part of the output that explains failures; all of it where there is no such part, as when a module does not load. */
function explanation(output: string): string {
  // deno-lint-ignore no-control-regex -- colours may stand between
  const start = output.search(/^[\x1b\[0-9;m]* ERRORS /m);
  return start < 0 ? output : output.slice(start);
}

/** Prints what went wrong in the suite, and its line of the summary. Returns the number of failures. */
function reportSuite(result: SuiteResult): number {
  const count = (outcome: string) => result.cases.filter((one) => one.outcome === outcome).length;
  const skipped = result.cases.filter((one) => one.outcome === "skipped");
  const unexplained = skipped.filter((one) => skipReason(one.name) === undefined);
  const failed = count("failed") + unexplained.length + (result.problem === undefined ? 0 : 1);
  if (failed > 0 && result.output !== "") say(explanation(result.output));
  if (result.problem !== undefined) say(`${result.name}: ${result.problem}`);
  for (const one of result.cases.filter((test) => test.outcome === "failed")) say(`failed: ${one.name}`);
  for (const one of unexplained) say(`failed: ${one.name}: it is skipped without a reason`);
  for (const one of skipped) if (!unexplained.includes(one)) say(`skipped: ${one.name}`);
  const figures = `${count("passed")} passed, ${failed} failed, ${
    skipped.length - unexplained.length
  } skipped`;
  say(`${result.name.padEnd(12)} ${figures} (${result.seconds.toFixed(1)} s)`);
  return failed;
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
    endCurrentSuite();
    Deno.exit(130);
  });
}

const suites = chooseSuites();
if (suites.length === 0) usageError("no test matches");
if (values.coverage) removeIfThere(coverageDir);
const started = performance.now();
let passed = 0;
let failed = 0;
let skipped = 0;
for (const { targets, ...suite } of suites) {
  const result = await runSuite({
    suite,
    root,
    targets,
    isVerbose: values.verbose,
    ...(values.filter === undefined ? {} : { filter: values.filter }),
    ...(values.coverage ? { coverageDir } : {}),
  });
  failed += reportSuite(result);
  passed += result.cases.filter((one) => one.outcome === "passed").length;
  skipped += result.cases.filter((one) =>
    one.outcome === "skipped" && skipReason(one.name) !== undefined
  ).length;
}
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
