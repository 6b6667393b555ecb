import assert from "node:assert/strict";
import { judgeCoverage, lineRanges, parseLcov } from "../../../scripts/testing/coverage.ts";
import { isChosen, parseJunit, skipReason } from "../../../scripts/testing/junit.ts";
import { findSuites, isTestFile } from "../../../scripts/testing/suites.ts";
import { TempDir } from "../../support/temp_dir.ts";

Deno.test("parseJunit() reads passed, failed and skipped tests", () => {
  const xml = `<testsuite name="./a_test.ts">
    <testcase name="fine" classname="./a_test.ts" time="0.1"></testcase>
    <testcase name="closed" time="0.1"/>
    <testcase name="a &lt; b &amp;&quot;"><failure message="x">Error: <![CDATA[y]]></failure></testcase>
    <testcase name="later (skipped: no etcd)"><skipped/></testcase>
  </testsuite>`;
  assert.deepEqual(parseJunit(xml), [
    { name: "fine", outcome: "passed" },
    { name: "closed", outcome: "passed" },
    { name: 'a < b &"', outcome: "failed" },
    { name: "later (skipped: no etcd)", outcome: "skipped" },
  ]);
  assert.deepEqual(parseJunit(""), []);
});

Deno.test("skipReason() finds the reason at the end of the name, or none", () => {
  assert.equal(skipReason("later (skipped: no etcd (3.6) here)"), "no etcd (3.6) here");
  assert.equal(skipReason("later"), undefined);
});

Deno.test("parseLcov() counts lines of the project and leaves generated code out", () => {
  const record = (path: string, lines: string) => `SF:${path}\n${lines}\nend_of_record\n`;
  const lcov = record("/p/src/state/a.ts", "DA:1,1\nDA:2,0\nDA:2,3\nDA:3,0\nDA:4,0\nDA:9,0") +
    record("/p/src/grpc/gen/b.ts", "DA:1,0") + record("/elsewhere/src/c.ts", "DA:1,0");
  const files = parseLcov(lcov, "/p");
  assert.deepEqual(files, [{ path: "src/state/a.ts", lines: 5, covered: 2, missed: [3, 4, 9] }]);
  assert.equal(lineRanges(files[0]?.missed ?? []), "3-4, 9");
});

Deno.test("judgeCoverage() holds each group to its target, and an empty group to nothing reached", () => {
  const files = [
    { path: "src/state/a.ts", lines: 100, covered: 95, missed: [] },
    { path: "src/grpc/b.ts", lines: 100, covered: 70, missed: [] },
  ];
  assert.deepEqual(judgeCoverage(files), [
    { name: "core", percent: 95, target: 95, met: true },
    { name: "all", percent: 82.5, target: 85, met: false },
  ]);
  assert.equal(judgeCoverage([]).some((group) => group.met), false);
});

Deno.test("findSuites() forgets no folder with tests, and takes support for none", () => {
  using dir = new TempDir();
  for (
    const name of [
      "zoo/a_test.ts",
      "e2e/b_test.ts",
      "unit/x/c_test.ts",
      "support/d_test.ts",
      "property/notes.md",
    ]
  ) {
    dir.write(name, "");
  }
  assert.deepEqual(findSuites(dir.path).map((suite) => suite.name), ["unit", "e2e", "zoo"]);
});

Deno.test("isTestFile() knows the names that deno test takes", () => {
  for (const name of ["a_test.ts", "a.test.ts", "test.ts"]) assert.ok(isTestFile(name), name);
  for (const name of ["a.ts", "latest.ts", "a_test.md"]) assert.ok(!isTestFile(name), name);
});

Deno.test("isChosen() takes a text as a part of the name, and /text/ as a pattern", () => {
  assert.deepEqual(["a.b", "/^a/", "/b$/", "a.b/"].map((filter) => isChosen("xa.b", filter)), [
    true,
    false,
    true,
    false,
  ]);
});
