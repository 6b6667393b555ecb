/** The clients under docs/examples, against the real program. */
import { deepEqual, equal, match } from "node:assert/strict";
import { join } from "node:path";
import { eventually } from "../support/eventually.ts";
import { freeAddress } from "../support/free_ports.ts";
import { Instance } from "../support/instances/instance.ts";
import { Process } from "../support/process.ts";
import { missingPythonGrpc, PYTHON } from "../support/python.ts";
import { testIf } from "../support/require.ts";

const EXAMPLES = join(import.meta.dirname ?? ".", "..", "..", "docs", "examples");

function python(script: string, ...args: readonly string[]): readonly string[] {
  return [PYTHON, "-B", join(EXAMPLES, "python", script), ...args];
}

/** Until the end of the test. */
function running(words: readonly string[], onOutputLine: (line: string) => void): AsyncDisposable {
  const process = new Process(words, { env: {}, onOutputLine });
  return { [Symbol.asyncDispose]: async () => void await process.end() };
}

testIf(
  "the Python client asks, applies, explains, deletes, and says what is refused",
  missingPythonGrpc,
  async () => {
    await using instance = new Instance();
    const address = await instance.start();
    const run = async (...args: readonly string[]) =>
      await new Process(python("client.py", "--address", address, ...args), { env: {} }).ended;
    const applied = await run("apply", "vehicle/lidar", "1.2.0");
    equal(applied.stdout, "vehicle/lidar changed, generation 1\n", applied.stderr);
    match((await run("status")).stdout, /^\d+\.\d+\.\d+ leader: 1 services, revision \d+\n$/);
    match((await run("list")).stdout, /^vehicle\/lidar PENDING - .+\n$/);
    const explained = await run("explain", "vehicle/lidar");
    match(explained.stdout, /client\.py/, explained.stderr);
    const refused = await run("apply", "No Name", "1");
    equal(refused.code, 1);
    match(refused.stderr, /^INVALID_ARGUMENT: .*resource_id/);
    match((await run("delete", "vehicle/lidar")).stdout, /deleted/);
  },
);

interface Line {
  readonly kind: string;
  readonly service?: string;
  readonly revision?: number;
}

const WATCHERS: readonly (readonly [name: string, words: readonly string[], missing: string | undefined])[] =
  [
    ["Python", python("watcher.py", "--address"), missingPythonGrpc],
  ];

for (const [name, words, missing] of WATCHERS) {
  testIf(`the ${name} watcher sees every change once, through kills of the program`, missing, async () => {
    const address = freeAddress();
    // What was only observed, and waits for the journal, is lost by a kill: a gap would be the right answer then.
    await using instance = new Instance({ listen: [address], journal: { window: "0ms" } });
    await instance.start();
    await instance.apply("vehicle/a");
    const lines: Line[] = [];
    await using _watcher = running([...words, address], (line) => void lines.push(JSON.parse(line)));
    const sees = (service: string) =>
      eventually(`the watcher to see ${service}`, () => lines.some((line) => line.service === service));
    await eventually("its snapshot", () => lines.some(({ kind }) => kind === "snapshot_complete"));
    await instance.apply("vehicle/b");
    await sees("vehicle/b");
    await instance.end("SIGKILL");
    await eventually("it to notice", () => lines.some(({ kind }) => kind === "lost"));
    await instance.start();
    await instance.apply("vehicle/c");
    await sees("vehicle/c");
    const revisions = lines.flatMap(({ kind, revision }) => kind === "change" ? [revision ?? 0] : []);
    deepEqual(revisions, [...new Set(revisions)].toSorted((a, b) => a - b), "each once, in order");
    deepEqual(lines.filter(({ kind }) => kind === "gap"), []);
  });
}

Deno.test("the TypeScript watcher tells the snapshot and what changes", async () => {
  await using instance = new Instance();
  const address = await instance.start();
  await instance.apply("vehicle/a");
  const lines: string[] = [];
  const words = [Deno.execPath(), "run", "--quiet", "--allow-all", join(EXAMPLES, "typescript", "watch.ts")];
  await using _watcher = running([...words, address], (line) => void lines.push(line));
  const sees = (pattern: RegExp) =>
    eventually(`the watcher to tell ${pattern}`, () => lines.some((line) => pattern.test(line)));
  await sees(/^vehicle\/a is Pending$/);
  await sees(/^these are all 1, as of revision \d+$/);
  await instance.apply("vehicle/b");
  await sees(/^vehicle\/b: SpecChanged, now Pending/);
});
