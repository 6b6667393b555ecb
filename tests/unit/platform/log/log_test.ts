import assert from "node:assert/strict";
import { type ByteSink, LineWriter } from "../../../../src/platform/log/line_writer.ts";
import { createLog, type LogOptions } from "../../../../src/platform/log/log.ts";
import { formatJson, formatText } from "../../../../src/platform/log/log_format.ts";

/** A sink that accepts bytes on demand. */
class Sink implements ByteSink {
  text = "";
  #decoder = new TextDecoder();
  /** Not set = takes everything at once. */
  gate: Promise<void> | undefined;
  /** Bytes taken by one write. */
  pieceBytes = Infinity;

  async write(bytes: Uint8Array): Promise<number> {
    await this.gate;
    return this.writeSync(bytes);
  }

  writeSync(bytes: Uint8Array): number {
    const taken = bytes.subarray(0, Math.min(bytes.length, this.pieceBytes));
    this.text += this.#decoder.decode(taken, { stream: true });
    return taken.length;
  }

  get lines(): readonly string[] {
    return this.text.split("\n").slice(0, -1);
  }
}

async function logged(
  options: Partial<LogOptions>,
  use: (log: ReturnType<typeof createLog>) => void,
): Promise<Sink> {
  const sink = new Sink();
  await using log = createLog({ level: "info", format: "json", sink, isTerminal: false, ...options });
  use(log);
  return await log[Symbol.asyncDispose]().then(() => sink);
}

Deno.test("a record is one JSON object with time, level, message and fields", async () => {
  const sink = await logged({ fields: { instance: "ecu-1" } }, (log) => {
    log.info("Plan created", { resourceId: "vehicle/lidar", revision: 7n, actions: 3, missing: undefined });
  });
  const record = JSON.parse(sink.text);
  assert.match(record.time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  delete record.time;
  assert.deepEqual(record, {
    level: "info",
    message: "Plan created",
    instance: "ecu-1",
    resourceId: "vehicle/lidar",
    revision: "7",
    actions: 3,
  });
});

Deno.test("a message is constant text: braces in it are not placeholders", async () => {
  const sink = await logged({}, (log) => log.info("Odd {name} {{x}}", { name: "value" }));
  assert.equal(JSON.parse(sink.text).message, "Odd {name} {{x}}");
});

Deno.test("the level filters records, and can be changed while running", async () => {
  const sink = await logged({ level: "warn", format: "text" }, (log) => {
    log.debug("one");
    log.info("two");
    log.warn("three");
    log.setLevel("debug");
    log.debug("four");
    log.setLevel("error");
    log.warn("five");
    log.error("six");
  });
  assert.deepEqual(sink.lines.map((line) => line.slice(13)), ["WARN  three", "DEBUG four", "ERROR six"]);
});

Deno.test("a terminal gets short coloured lines, unless it asks for none; the journal gets priorities", async () => {
  const use = (log: ReturnType<typeof createLog>) => log.warn("Slow", { ms: 3 });
  const colours = await logged({ format: "auto", isTerminal: true, noColor: "" }, use);
  assert.equal(colours.text.slice(13), "\x1b[33mWARN \x1b[0m Slow ms=3\n");
  const plain = await logged({ format: "auto", isTerminal: true, noColor: "1" }, use);
  assert.match(plain.text, /^\d\d:\d\d:\d\d\.\d{3} WARN {2}Slow ms=3\n$/);
  const journal = await logged({ format: "auto", journalStream: "8:1234" }, use);
  assert.match(journal.text, /^<4>\{"time"/);
});

Deno.test("whatever a field contains, a record is one readable line", () => {
  const loop: Record<string, unknown> = {};
  loop["self"] = loop;
  const fields = {
    time: "not the time",
    text: 'two\nlines "quoted" \x1b[31m',
    error: new Error("outer", { cause: new TypeError("inner", { cause: "root" }) }),
    nested: { error: new Error("deep"), big: 1n, map: new Map([["a", 1]]), set: new Set([1]) },
    loop,
    fn: () => 1,
    long: "x".repeat(10_000),
    hostile: {
      toJSON() {
        throw new Error("no");
      },
    },
  };
  const entry = { level: "error", message: "Odd\n", fields, timestampMs: NaN } as const;
  for (const line of [formatJson(entry), formatText(entry, { hasColours: false })]) {
    // deno-lint-ignore no-control-regex -- the pattern matches control characters on purpose
    assert.doesNotMatch(line, /[\x00-\x1f]/);
    assert.ok(line.length < 16_384);
  }
  const record = JSON.parse(formatJson(entry));
  assert.equal(record.time, "1970-01-01T00:00:00.000Z");
  assert.equal(record.field_time, "not the time");
  assert.equal(record.error, "Error: outer; caused by TypeError: inner; caused by root");
  assert.deepEqual(record.nested, { error: "Error: deep", big: "1", map: { a: 1 }, set: [1] });
  assert.equal(record.loop, "[object]");
  assert.equal(record.hostile, "[object]");
});

const DROPPED = { describeDropped: (lines: number) => `dropped ${lines}` };

Deno.test("a stalled reader costs bounded memory, and the number of dropped lines is written", async () => {
  const sink = new Sink();
  const gate = Promise.withResolvers<void>();
  sink.gate = gate.promise;
  const writer = new LineWriter(sink, { ...DROPPED, capacityBytes: 100 });
  for (let index = 10; index < 60; index += 1) writer.write(`line ${index}`);
  assert.ok(writer.droppedLines > 30);
  gate.resolve();
  await writer.drained();
  const kept = sink.lines.slice(0, -1);
  assert.deepEqual(kept, Array.from({ length: kept.length }, (_unused, index) => `line ${index + 10}`));
  assert.equal(sink.lines.at(-1), `dropped ${50 - kept.length}`);
  writer.write("after");
  await writer.drained();
  assert.equal(sink.lines.at(-1), "after");
});

Deno.test("lines arrive completely and in order although the sink accepts a few bytes at a time", async () => {
  const sink = new Sink();
  sink.pieceBytes = 3;
  const writer = new LineWriter(sink, DROPPED);
  const lines = Array.from({ length: 50 }, (_unused, index) => `line ${index} äöü`);
  for (const line of lines) writer.write(line);
  await writer.drained();
  assert.deepEqual(sink.lines, lines);
});

Deno.test("finishSync() writes the queued lines synchronously", () => {
  const sink = new Sink();
  const never = Promise.withResolvers<void>();
  sink.gate = never.promise;
  sink.pieceBytes = 5;
  const writer = new LineWriter(sink, DROPPED);
  writer.write("one");
  writer.write("two");
  writer.finishSync();
  assert.deepEqual(sink.lines, ["one", "two"]);
  never.resolve();
});

Deno.test("a reader that has closed its end causes no error", async () => {
  const broken: ByteSink = {
    write: () => Promise.reject(new Deno.errors.BrokenPipe()),
    writeSync: () => {
      throw new Deno.errors.BrokenPipe();
    },
  };
  const writer = new LineWriter(broken, DROPPED);
  writer.write("one");
  await writer.drained();
  writer.write("two");
  writer.finishSync();
  await writer.drained();
});

Deno.test("a peer that causes one message again and again fills no log, and the end tells what was left out", async () => {
  const sink = await logged({}, (log) => {
    for (let n = 0; n < 5_001; n++) log.warn("Cannot read a status in etcd", { resourceId: `a/b${n}` });
  });
  assert.equal(sink.lines.length, 21);
  const last = JSON.parse(sink.lines.at(-1) ?? "");
  assert.deepEqual([last.message, last.of, last.lines], [
    "Log lines left out",
    "Cannot read a status in etcd",
    4_981,
  ]);
});

Deno.test("what comes from outside is shown in the log and not obeyed, in both formats", async () => {
  for (const format of ["json", "text"] as const) {
    const sink = await logged(
      { format },
      (log) => log.info("Said", { text: "a\x1b[2Jb\u202ec\x9bd\x7f\ne" }),
    );
    assert.equal(sink.lines.length, 1);
    assert.match(sink.text, /a\\+u001b\[2Jb\\+u202ec\\+u009bd\\+u007f\\+ne/);
  }
});
