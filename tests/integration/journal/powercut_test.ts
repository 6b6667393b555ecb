import assert from "node:assert/strict";
import { JOURNAL_FILE, openJournal } from "../../../src/journal/journal.ts";
import { testIf } from "../../support/require.ts";
import { TempDir } from "../../support/temp_dir.ts";
import { type Call, parseTrace, type Pick, picker, RecordedDisk } from "./recorded_disk.ts";
import { assertWhole } from "./support.ts";
import { missingTrace } from "./trace.ts";

const CHILD = new URL("./powercut_child.ts", import.meta.url).pathname;
const CONFIG = new URL("../../../deno.json", import.meta.url).pathname;
/** Points at which the power is taken away, per run of the program. */
const CUTS = 120;

async function recordRun(dir: TempDir, seed: number): Promise<readonly Call[]> {
  const path = dir.file(JOURNAL_FILE);
  const marks = dir.file("marks");
  const { success, stderr } = await new Deno.Command("strace", {
    args: [
      ...["-f", "-qq", "--seccomp-bpf", "-y", "-xx", "-s", "65536", "-o", dir.file("trace")],
      ...["-P", path, "-P", `${path}-wal`, "-P", marks],
      ...["-e", "trace=pwrite64,write,ftruncate,fsync,fdatasync", Deno.execPath()],
      ...["run", "-A", "--quiet", "--no-check", "--config", CONFIG, CHILD, path, marks, String(seed)],
    ],
    stdin: "null",
  }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
  return parseTrace(Deno.readTextFileSync(dir.file("trace")));
}

/** The number in the newest mark: everything up to this revision was promised to survive. */
function promisedBy({ path, change }: Call, promised: bigint): bigint {
  if (!path.endsWith("/marks") || change?.kind !== "write") return promised;
  return BigInt(new TextDecoder().decode(change.data).trim().split(" ")[1] ?? "0");
}

/** Opens what is left of the disk and checks it. */
async function checkAfterCut(
  disk: RecordedDisk,
  { path, pick, promised, where }: {
    readonly path: string;
    readonly pick: Pick;
    readonly promised: bigint;
    readonly where: string;
  },
): Promise<void> {
  using dir = new TempDir("statemanager-powercut-");
  const found = dir.file(JOURNAL_FILE);
  const keptPercent = [0, 10, 50, 90, 100][pick(5)] ?? 50;
  for (const part of ["", "-wal"]) {
    Deno.writeFileSync(found + part, disk.afterPowerCut(path + part, pick, keptPercent));
  }
  const outcome = openJournal(found, { ringSize: 8 });
  await using journal = outcome.journal;
  const context = `${where}, ${keptPercent} % kept`;
  assert.equal(outcome.kind, "opened", context);
  assert.ok(
    journal.load().revision >= promised,
    `${context}: promised ${promised}, found ${journal.load().revision}`,
  );
  assertWhole(journal, context);
}

for (const seed of [1, 2, 3]) {
  testIf(
    `whenever the power goes, what was promised is there and all of it is whole (run ${seed})`,
    missingTrace(),
    async () => {
      using dir = new TempDir();
      const path = dir.file(JOURNAL_FILE);
      const calls = await recordRun(dir, seed);
      const first = calls.findIndex((call) => call.path.endsWith("/marks"));
      assert.ok(first > 0 && calls.length > 500);
      const pick = picker(seed);
      const cuts = new Set(Array.from({ length: CUTS }, () => first + pick(calls.length - first)));
      const disk = new RecordedDisk();
      let promised = 0n;
      for (const [index, call] of calls.entries()) {
        disk.apply(call);
        promised = promisedBy(call, promised);
        if (cuts.has(index)) await checkAfterCut(disk, { path, pick, promised, where: `call ${index}` });
      }
      // The test would prove nothing if the log had never been emptied in between.
      assert.ok(calls.filter(({ change }) => change?.kind === "truncate" && change.size === 0).length > 10);
    },
  );
}

// strace pads short process ids with spaces: on a machine that had begun to count anew the run was not seen at all.
for (const pid of ["8440 ", "12345", "7    "]) {
  Deno.test(`a trace is read where process ids are as short as ${JSON.stringify(pid)}`, () => {
    const trace = [
      `${pid} write(21<\\x2f\\x6d>, "\\x68\\x69", 2) = 2`,
      `${pid} fdatasync(22<\\x2f\\x6d> <unfinished ...>`,
      `${pid} <... fdatasync resumed>) = 0`,
      `${pid} ftruncate(21<\\x2f\\x6d>, 0) = -1 EIO (Input/output error)`,
    ].join("\n");
    const calls = parseTrace(trace);
    assert.deepEqual(calls.map(({ name, path, phase }) => [name, path, phase]), [
      ["write", "/m", "whole"],
      ["fdatasync", "/m", "begin"],
      ["fdatasync", "", "end"],
    ]);
    assert.deepEqual(calls[0]?.change, { kind: "write", offset: 0, data: new TextEncoder().encode("hi") });
  });
}
