import assert from "node:assert/strict";
import type { DoctorFacts, GatherRequest } from "../../../../src/cli/doctor/facts.ts";
import { runInTest } from "../../../support/cli.ts";
import { MACHINE } from "./facts.ts";

const WELL: DoctorFacts = { config: { kind: "valid", file: "/c.yaml" }, machine: MACHINE };
const ILL: DoctorFacts = {
  ...WELL,
  machine: {
    ...MACHINE,
    clock: { ...MACHINE.clock, isSynchronised: false },
    peers: [{
      who: "node front",
      address: "10.0.0.1:47010",
      failure: "connection refused: nobody listens there",
    }],
  },
};

Deno.test("doctor prints a line for each check and exits 0 when there is no problem", async () => {
  const { exitCode, stdout, stderr } = await runInTest(["doctor"], { gatherFacts: () => WELL });
  assert.deepEqual([exitCode, stderr], [0, ""]);
  assert.match(stdout, /^ok {7}configuration {3,}\/c\.yaml: valid\n/);
  assert.match(stdout, /\n\nno problems, no warnings\n$/);
});

Deno.test("doctor says what to do about a problem, within the width of the terminal, and exits 6", async () => {
  const { exitCode, stdout } = await runInTest(["doctor"], {
    gatherFacts: () => ILL,
    isTTY: true,
    env: { NO_COLOR: "1" },
  });
  assert.equal(exitCode, 6);
  assert.match(
    stdout,
    /\nproblem {2}node front {2,}10\.0\.0\.1:47010: connection refused: nobody listens\n +there\n +-> Does it/,
  );
  assert.match(stdout, /\n\n1 problem, 1 warning\n$/);
  for (const line of stdout.split("\n")) assert.ok([...line].length <= 80, line);
  const coloured = await runInTest(["doctor"], { gatherFacts: () => ILL, isTTY: true });
  assert.ok(coloured.stdout.includes("\x1b[31mproblem  \x1b[0m"));
});

Deno.test("doctor -o json and yaml are for programs", async () => {
  const { exitCode, stdout } = await runInTest(["doctor", "-o", "json"], { gatherFacts: () => ILL });
  assert.equal(exitCode, 6);
  const report = JSON.parse(stdout);
  assert.deepEqual([report.kind, report.problems, report.warnings], ["DoctorReport", 1, 1]);
  const { check, level, advice } = report.checks.find((one: { level: string }) => one.level === "problem");
  assert.deepEqual([check, level, typeof advice], ["node front", "problem", "string"]);
  const yaml = await runInTest(["doctor", "-o", "yaml"], { gatherFacts: () => ILL });
  assert.match(yaml.stdout, /^---\nkind: DoctorReport\nproblems: 1\n/);
});

Deno.test("doctor looks where it is told to", async () => {
  const requests: GatherRequest[] = [];
  const gatherFacts = (request: GatherRequest): DoctorFacts => {
    requests.push(request);
    return WELL;
  };
  await runInTest(["doctor"], { gatherFacts });
  await runInTest(["doctor"], { gatherFacts, env: { STATEMANAGER_ADDRESS: "e:1" } });
  await runInTest(["doctor", "--address", "f:1", "--config", "x.yaml", "--timeout", "100ms"], {
    gatherFacts,
  });
  assert.deepEqual(requests.map(({ address }) => address), [undefined, "e:1", "f:1"]);
  assert.deepEqual(requests.map(({ configPath }) => configPath), [undefined, undefined, "x.yaml"]);
  assert.deepEqual(requests.map(({ timeoutMs }) => timeoutMs), [5_000, 5_000, 100]);
});

Deno.test("doctor interrupted by the user says nothing", async () => {
  const { exitCode, stdout } = await runInTest(["doctor"], {
    gatherFacts: () => ILL,
    signal: AbortSignal.abort(),
  });
  assert.deepEqual([exitCode, stdout], [0, ""]);
});
