import assert from "node:assert/strict";
import { JOURNAL_FILE } from "../../../src/journal/journal.ts";
import { testIf } from "../../support/require.ts";
import { TempDir } from "../../support/temp_dir.ts";
import { openSound, revisionsOf } from "./support.ts";
import { missingTrace } from "./trace.ts";

const CHILD = new URL("./disk_child.ts", import.meta.url).pathname;
const CONFIG = new URL("../../../deno.json", import.meta.url).pathname;

interface Traced {
  /** The JSON line of the child. */
  readonly result: Readonly<Record<string, unknown>>;
  /** System calls, in order. */
  readonly calls: readonly string[];
}

/** Runs a scenario of `disk_child.ts` under strace with these options. */
async function runTraced(dir: TempDir, scenario: string, options: readonly string[]): Promise<Traced> {
  const trace = dir.file("trace");
  const { stdout, stderr } = await new Deno.Command("strace", {
    args: [
      ...["-f", "-y", "-qq", "--seccomp-bpf", "-o", trace, ...options, Deno.execPath()],
      ...["run", "-A", "--quiet", "--no-check", "--config", CONFIG, CHILD, scenario, dir.file(JOURNAL_FILE)],
    ],
    stdin: "null",
  }).output();
  const text = new TextDecoder();
  try {
    return { result: JSON.parse(text.decode(stdout)), calls: Deno.readTextFileSync(trace).split("\n") };
  } catch (cause) {
    throw new Error(`The child said nothing: ${text.decode(stderr).slice(-2_000)}`, { cause });
  }
}

/**
 * What was asked of the disk for the journal's files in the part that counts, and the thread of the event loop, which wrote the marks.
 * The runtime's own cache is a database as well, and has its turn whenever it is full.
 */
function confirmationsBetweenMarks(
  calls: readonly string[],
): { readonly confirmations: readonly string[]; readonly pid: string } {
  const begin = calls.findIndex((call) => call.includes("MARK begin"));
  const end = calls.findIndex((call) => call.includes("MARK end"));
  assert.ok(begin >= 0 && end > begin);
  const confirmations = calls.slice(begin, end).filter((call) =>
    /\bf(data)?sync\(\d+<[^>]*\/journal/.test(call)
  );
  return { confirmations, pid: calls[begin]?.split(" ")[0] ?? "" };
}

const missing = missingTrace();

testIf(
  "a disk that takes 200 ms to sync blocks neither commits nor the event loop",
  missing,
  async () => {
    using dir = new TempDir();
    const { result, calls } = await runTraced(dir, "commits", [
      ...["-e", "trace=fsync,fdatasync,write", "-e", "inject=fsync,fdatasync:delay_enter=200000"],
    ]);
    const { confirmations, pid } = confirmationsBetweenMarks(calls);
    // At least one of the log, then one of the log or the database for each round of the checkpoint.
    assert.ok(confirmations.length >= 2, calls.join("\n"));
    assert.deepEqual(
      confirmations.filter((call) => call.startsWith(`${pid} `)),
      [],
      "the event loop's thread waited",
    );
    // Times would say what else runs on this machine; that commits went on says enough.
    assert.ok(Number(result["backgroundMs"]) >= 400, JSON.stringify(result));
    assert.ok(Number(result["commits"]) >= 20, JSON.stringify(result));
  },
);

testIf("one sync serves all waiting callers", missing, async () => {
  using dir = new TempDir();
  const { result, calls } = await runTraced(dir, "flush-together", [
    ...["-e", "trace=fsync,fdatasync,write", "-e", "status=successful"],
  ]);
  assert.equal(result["unflushedCommits"], 0);
  const { confirmations } = confirmationsBetweenMarks(calls);
  assert.equal(confirmations.length, 3, confirmations.join("\n"));
});

testIf(
  "a full disk refuses the commit as a whole, and the journal resumes when there is space",
  missing,
  async () => {
    using dir = new TempDir();
    // The log is the only file that is written by commits. Some of its writes fail, then none any more.
    const { result } = await runTraced(dir, "full", [
      ...[
        "-P",
        `${dir.file(JOURNAL_FILE)}-wal`,
        "-e",
        "trace=pwrite64",
        "-e",
        "inject=pwrite64:error=ENOSPC:when=200..260",
      ],
    ]);
    assert.deepEqual([result["first"], result["last"]], ["ok", "ok"]);
    assert.deepEqual(result["kinds"], ["ok", "full"]);
    assert.equal(result["events"], result["revision"]);
    await using journal = openSound(dir.file(JOURNAL_FILE));
    assert.equal(journal.load().revision, BigInt(Number(result["revision"])));
    assert.equal(revisionsOf(journal).length, Number(result["revision"]));
  },
);

testIf(
  "after a failed sync nothing counts as durable, and the files are not changed",
  missing,
  async () => {
    using dir = new TempDir();
    const path = dir.file(JOURNAL_FILE);
    const { result } = await runTraced(dir, "unconfirmed", [
      ...["-e", "trace=fdatasync", "-e", "inject=fdatasync:error=EIO"],
    ]);
    assert.deepEqual(result, { first: "io", again: "io", later: "io", checkpoints: 0, closing: "ok" });
    assert.ok(Deno.statSync(`${path}-wal`).size > 0, "the log is still there");
    await using journal = openSound(path);
    assert.equal(journal.load().revision, 2n);
  },
);
