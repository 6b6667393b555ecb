import assert from "node:assert/strict";
import { runSuites } from "../../../scripts/testing/run_suites.ts";
import type { Suite } from "../../../scripts/testing/suites.ts";
import { slowest } from "../../../scripts/testing/times.ts";
import { eventually } from "../../support/eventually.ts";
import { TempDir } from "../../support/temp_dir.ts";

/** A test that notes when it began and ended, and does something in between. */
function noting(name: string, body = ""): string {
  const note = (what: string) => `Deno.writeTextFileSync("notes", "${name} ${what}\\n", { append: true });`;
  return `Deno.test(${JSON.stringify(name)}, async () => { ${note("begins")} ${body} ${note("ends")} });\n`;
}

const UNTIL_NOTED = (note: string) =>
  `while (!Deno.readTextFileSync("notes").includes("${note}")) await new Promise((r) => setTimeout(r, 5));`;

Deno.test("runSuites() runs what runs together first, then files of all other suites at once, each once it is prepared", async () => {
  using dir = new TempDir();
  dir.write("deno.json", "{}");
  dir.write("tests/unit/a_test.ts", noting("a"));
  // Each of two waits for the other: they must be at work at once.
  dir.write("tests/slow/b_test.ts", noting("b", UNTIL_NOTED("d begins")));
  dir.write("tests/slow/c_test.ts", noting("c", "throw new Error('c fails');"));
  dir.write("tests/late/d_test.ts", noting("d", UNTIL_NOTED("b begins")));
  const suite = (name: string, running: Suite["running"]): Suite => ({ name, running, timeoutS: 60 });
  const prepared = Promise.withResolvers<void>();
  const results = [];
  for await (
    const result of runSuites([
      { ...suite("late", "apart"), targets: ["tests/late/d_test.ts"] },
      { ...suite("slow", "apart"), targets: ["tests/slow/b_test.ts", "tests/slow/c_test.ts"] },
      { ...suite("unit", "together"), targets: ["tests/unit"] },
    ], { root: dir.path, jobs: 2, isVerbose: false, prepared: new Map([["late", prepared.promise]]) })
  ) {
    results.push(result);
    if (result.name === "unit") prepared.resolve();
  }
  assert.equal(results[0]?.name, "unit");
  const outcomes = results.flatMap(({ name, runs }) =>
    runs.flatMap(({ cases }) => cases.map((one) => `${name} ${one.name} ${one.outcome}`))
  );
  assert.deepEqual(outcomes.sort(), ["late d passed", "slow b passed", "slow c failed", "unit a passed"]);
  const failed = results.flatMap(({ runs }) => runs).find(({ files }) => files[0]?.endsWith("c_test.ts"));
  assert.match(failed?.output ?? "", /c fails/);
  assert.deepEqual(Deno.readTextFileSync(dir.file("notes")).split("\n").slice(0, 2), ["a begins", "a ends"]);
  assert.ok(results.every(({ runs }) => runs.every(({ cpuSeconds }) => cpuSeconds > 0)));
  assert.equal(slowest(results).length, 4);
});

Deno.test("runSuites() goes on with an earlier suite as soon as that is prepared", async () => {
  using dir = new TempDir();
  dir.write("deno.json", "{}");
  dir.write("tests/first/a_test.ts", noting("a"));
  dir.write("tests/second/b_test.ts", noting("b", UNTIL_NOTED("prepared")));
  dir.write("tests/second/c_test.ts", noting("c"));
  const prepared = eventually("the second suite to be at work", () => {
    return Deno.readTextFileSync(dir.file("notes")).includes("b begins");
  }).then(() => {
    // In a later turn, when the run knows of it.
    setTimeout(() => Deno.writeTextFileSync(dir.file("notes"), "prepared\n", { append: true }), 0);
  });
  const suites = [
    { name: "first", running: "apart", timeoutS: 60, targets: ["tests/first/a_test.ts"] },
    {
      name: "second",
      running: "apart",
      timeoutS: 60,
      targets: ["tests/second/b_test.ts", "tests/second/c_test.ts"],
    },
  ] as const;
  const names: string[] = [];
  for await (
    const { name } of runSuites(suites, {
      ...{ root: dir.path, jobs: 1, isVerbose: false },
      prepared: new Map([["first", prepared]]),
    })
  ) names.push(name);
  assert.deepEqual(names, ["first", "second"]);
  const begun = Deno.readTextFileSync(dir.file("notes")).split("\n").filter((line) =>
    line.endsWith("begins")
  );
  assert.deepEqual(begun, ["b begins", "a begins", "c begins"]);
});

Deno.test("runSuites() ends a file that takes longer than it may, and says so", async () => {
  using dir = new TempDir();
  dir.write("deno.json", "{}");
  dir.write("tests/e2e/a_test.ts", noting("a", "await new Promise((r) => setTimeout(r, 60_000));"));
  const suite = { name: "e2e", running: "apart", timeoutS: 2, targets: ["tests/e2e/a_test.ts"] } as const;
  const options = { root: dir.path, jobs: 1, isVerbose: false, prepared: new Map() };
  const { value } = await runSuites([suite], options).next();
  assert.deepEqual(value?.runs.map(({ problem, cases }) => [problem, cases]), [["ended after 2 s", []]]);
});
