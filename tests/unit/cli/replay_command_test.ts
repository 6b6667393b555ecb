import { deepEqual, equal, match } from "node:assert/strict";
import { runCli } from "../../../src/cli/cli.ts";
import type { ReplayOutcome } from "../../../src/ports/replay.ts";
import type { CliIo } from "../../../src/cli/io.ts";
import { VirtualClock } from "../../support/engine/virtual_clock.ts";
import { NO_LOCAL_DEPS, VERSION_FACTS } from "../../support/cli.ts";

const REPLAYED = {
  kind: "replayed",
  inputs: 12,
  commits: 3,
  calls: 4,
  tookMs: 1_234,
  midTurns: 0,
  end: "stopped",
  missing: 0,
} as const;

async function run(outcome: ReplayOutcome, ...files: readonly string[]) {
  return await runEach({ "r.jsonl": outcome }, ...files);
}

/** Each file has an outcome. */
async function runEach(outcomes: Readonly<Record<string, ReplayOutcome>>, ...files: readonly string[]) {
  const out = { stdout: "", stderr: "", exitCode: -1 };
  const io: CliIo = {
    stdout: (text) => out.stdout += text,
    stderr: (text) => out.stderr += text,
    isTTY: false,
    columns: 80,
    readFile: (path) => Promise.resolve(path),
    stdin: () => Promise.resolve(""),
    env: {},
    signal: new AbortController().signal,
    nowMs: () => 0,
    clock: new VirtualClock(),
  };
  const deps = {
    version: "",
    versionFacts: VERSION_FACTS,
    connect: () => {
      throw new Error("no connection");
    },
    checkConfig: () => Promise.resolve({ isValid: true, lines: [] }),
    ...NO_LOCAL_DEPS,
    replay: (text: string) =>
      Promise.resolve(outcomes[text] ?? { kind: "unreadable", problem: "line 1" } as const),
  };
  out.exitCode = await runCli(["journal", "replay", ...(files.length === 0 ? ["r.jsonl"] : files)], io, deps);
  return out;
}

Deno.test("journal replay says in one line how much was the same", async () => {
  deepEqual(await run(REPLAYED), {
    exitCode: 0,
    stdout: "identical: 12 inputs, 3 commits and 4 calls replayed in 1.23 s\n",
    stderr: "",
  });
});

Deno.test("journal replay notes where a recording ends early and where order is not certain", async () => {
  const { exitCode, stderr } = await run({ ...REPLAYED, end: "dropped", missing: 7, midTurns: 2 });
  equal(exitCode, 0);
  match(stderr, /where the disk did not keep up; 7 lines are missing/);
  match(stderr, /2 times something came while/);
});

Deno.test("journal replay shows the first difference side by side and ends with 6", async () => {
  const { exitCode, stdout } = await run({
    ...REPLAYED,
    difference: {
      line: 17,
      input: "diff 4 of vehicle/lidar from front",
      atMs: 0,
      service: "vehicle/lidar",
      recorded: ["commit of revision 9, term 1", "9 vehicle/lidar PlanCreated"],
      decided: ["nothing"],
    },
  });
  equal(exitCode, 6);
  equal(
    stdout,
    `r.jsonl, line 17: diff 4 of vehicle/lidar from front
  at       1970-01-01T00:00:00.000Z
  service  vehicle/lidar
  recorded commit of revision 9, term 1
           9 vehicle/lidar PlanCreated
  now      nothing
different: 12 inputs, 3 commits and 4 calls replayed in 1.23 s
`,
  );
});

Deno.test("journal replay refuses what is no recording with the line, and ends with 2", async () => {
  const { exitCode, stderr } = await run({ kind: "unreadable", problem: "line 3: is not JSON" });
  equal(exitCode, 2);
  match(stderr, /r\.jsonl, line 3: is not JSON/);
});

Deno.test("journal replay says plainly that a recording is cut or torn", async () => {
  match((await run({ ...REPLAYED, end: "cut" })).stderr, /has no end: its program was killed, or still runs/);
  match(
    (await run({ ...REPLAYED, end: "torn" })).stderr,
    /last line of the recording is torn and was left out/,
  );
  equal((await run({ ...REPLAYED, end: "continued" })).stderr, "");
});

Deno.test("journal replay takes several files, names each, and ends with the worst", async () => {
  const same = REPLAYED;
  const difference = { line: 1, input: "heard", atMs: 0, service: "", recorded: ["a"], decided: ["b"] };
  const outcomes = { a: same, b: { ...same, difference }, c: { ...same, end: "torn" } } as const;
  const all = await runEach(outcomes, "a", "none", "b", "c");
  equal(all.exitCode, 6);
  deepEqual(all.stdout.match(/^\w+: (identical|different)/gm), [
    "a: identical",
    "b: different",
    "c: identical",
  ]);
  match(all.stderr, /error: none, line 1\n[^]*c: note: the last line/);
  equal((await runEach(outcomes, "a", "none", "c")).exitCode, 2);
  equal((await runEach(outcomes, "a", "c")).exitCode, 0);
});
