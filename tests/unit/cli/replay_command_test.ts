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

async function run(outcome: ReplayOutcome) {
  const out = { stdout: "", stderr: "", exitCode: -1 };
  const io: CliIo = {
    stdout: (text) => out.stdout += text,
    stderr: (text) => out.stderr += text,
    isTTY: false,
    columns: 80,
    readFile: () => Promise.resolve("text"),
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
    replay: () => Promise.resolve(outcome),
  };
  out.exitCode = await runCli(["journal", "replay", "r.jsonl"], io, deps);
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
