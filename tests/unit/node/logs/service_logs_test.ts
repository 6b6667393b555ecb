import assert from "node:assert/strict";
import { LIDAR } from "../../../support/node/node_rig.ts";
import type { Driver } from "../../../../src/node/driver.ts";
import { failed, succeeded } from "../../../../src/node/driver.ts";
import { merged } from "../../../../src/node/logs/merged.ts";
import { type LogTarget, readServiceLogs } from "../../../../src/node/logs/service_logs.ts";
import type { LogReading, LogSource } from "../../../../src/node/logs/source.ts";
import type { LogQuery } from "../../../../src/ports/workload_logs.ts";
import { untilAborted } from "../../../../src/kit/delay.ts";
import { SystemClock } from "../../../../src/platform/process/clock.ts";
import { FakeDriver, FakeSystem } from "../../../support/node/fake_driver.ts";

const ALL: LogQuery = { resourceId: LIDAR, tailLines: 100, maxAgeMs: 0, isFollowed: false };
const { signal } = new AbortController();

/** A driver whose instances have written what the table says; one that is followed goes on until it is told to end. */
class WritingDriver extends FakeDriver {
  readonly endings = new Map<string, AbortController>();
  open = 0;

  constructor(readonly texts: Readonly<Record<string, readonly string[]>>) {
    super(new FakeSystem());
  }

  readonly logs: NonNullable<Driver["logs"]> = ({ instanceId = "" }, reading, leaving) => {
    const texts = this.texts[instanceId];
    return Promise.resolve(
      texts === undefined ? failed("not-found", "nothing is kept") : succeeded(this.#read(instanceId, texts, {
        ...reading,
        leaving,
      })),
    );
  };

  async *#read(
    id: string,
    texts: readonly string[],
    { isFollowed, leaving }: LogReading & { readonly leaving: AbortSignal },
  ): LogSource {
    const ending = new AbortController();
    this.endings.set(id, ending);
    this.open += 1;
    try {
      for (const text of texts) yield [{ atMs: 0, text }];
      if (isFollowed) await untilAborted(AbortSignal.any([ending.signal, leaving]));
    } finally {
      this.open -= 1;
    }
  }
}

function target(replica: number, instanceId?: string): LogTarget {
  return { resourceId: LIDAR, replica, runtime: "process", ...(instanceId !== undefined && { instanceId }) };
}

function read(driver: Driver, targets: () => readonly LogTarget[], query: Partial<LogQuery> = {}) {
  const options = { node: "front", drivers: [driver], timers: new SystemClock(), targets };
  return readServiceLogs({ ...ALL, ...query }, options, signal);
}

async function textsOf(lines: ReturnType<typeof read>): Promise<readonly string[]> {
  const texts: string[] = [];
  for await (const batch of lines) texts.push(...batch.map(({ replica, text }) => `${replica} ${text}`));
  return texts;
}

Deno.test("every replica is read, one after the other, or only the one that is asked for", async () => {
  const driver = new WritingDriver({ a: ["one", "two"], b: ["three"] });
  const targets = () => [target(0, "a"), target(1, "b"), target(2)];
  assert.deepEqual(await textsOf(read(driver, targets)), ["0 one", "0 two", "1 three"]);
  assert.deepEqual(await textsOf(read(driver, targets, { replica: 1 })), ["1 three"]);
  assert.equal(driver.open, 0);
});

Deno.test("why there is nothing to read is said", async () => {
  const driver = new WritingDriver({});
  const refused = (lines: ReturnType<typeof read>, message: string) =>
    assert.rejects(textsOf(lines), { message });
  await refused(read(driver, () => []), "vehicle/lidar on node front does not exist");
  await refused(
    read(driver, () => [target(0, "a")], { replica: 3 }),
    "replica 3 of vehicle/lidar on node front does not exist",
  );
  await refused(
    read(driver, () => [target(0, "a")]),
    "replica 0 of vehicle/lidar on node front: nothing is kept",
  );
  const many = Array.from({ length: 33 }, (_, replica) => target(replica, "a"));
  await refused(
    read(driver, () => many),
    "vehicle/lidar on node front: it has 33 replicas, and 32 can be read at once: name one",
  );
  await refused(
    read(new FakeDriver(new FakeSystem()), () => [target(0, "a")]),
    "replica 0 of vehicle/lidar on node front: this node cannot read what a process writes",
  );
});

Deno.test("one that is followed is followed over its restart, and whoever leaves leaves nothing behind", async () => {
  const driver = new WritingDriver({ a: ["first"], b: ["second"], c: ["other"] });
  let newest = "a";
  const lines = read(driver, () => [target(0, newest), target(1, "c")], { isFollowed: true });
  const seen = new Set<string>();
  for await (const batch of lines) {
    for (const { replica, text } of batch) seen.add(`${replica} ${text}`);
    if (seen.size === 2 && newest === "a") {
      newest = "b";
      driver.endings.get("a")?.abort();
    }
    if (seen.size === 3) break;
  }
  assert.deepEqual([...seen].sort(), ["0 first", "0 second", "1 other"]);
  assert.equal(driver.open, 0);
});

Deno.test("merged() asks each stream for no more than was taken, and passes a failure on", async () => {
  let made = 0;
  async function* count(): AsyncGenerator<number, void, undefined> {
    for (let value = 0; value < 100; value += 1) {
      made += 1;
      yield await Promise.resolve(value);
    }
  }
  const both = merged([count(), count()], () => {});
  await both.next();
  await both.next();
  assert.ok(made <= 4, `${made} were made for two`);
  await both.return();
  async function* fail(): AsyncGenerator<number, void, undefined> {
    yield await Promise.reject(new Error("it broke"));
  }
  await assert.rejects(async () => {
    for await (const _value of merged([count(), fail()], () => {})) continue;
  }, /it broke/);
});
