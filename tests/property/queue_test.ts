import assert from "node:assert/strict";
import fc from "fast-check";
import { WorkQueue } from "../../src/manager/core/queue.ts";

const AGING_MS = 100;
const CAPACITY = 12;
const MAX_ACTIVE = 3;
const MAX_PER_LANE = 2;

interface Waiting {
  level: number;
  dueMs: number;
  lane: string;
  order: number;
}

/** The queue as it is described, written for being read: one list that is searched from end to end. */
class Model {
  nowMs = 0;
  orders = 0;
  readonly waiting = new Map<string, Waiting>();
  /** Key -> lane that it counts in. */
  readonly active = new Map<string, string>();

  ready(canRun: (key: string) => boolean): [string, Waiting][] {
    const inLane = (lane: string) => [...this.active.values()].filter((other) => other === lane).length;
    return [...this.waiting].filter(([key, { dueMs, lane }]) =>
      dueMs <= this.nowMs && !this.active.has(key) && inLane(lane) < MAX_PER_LANE && canRun(key)
    );
  }

  next(canRun: (key: string) => boolean): string | undefined {
    if (this.active.size >= MAX_ACTIVE) return undefined;
    const stand = ({ dueMs, level }: Waiting) => dueMs + level * AGING_MS;
    const sorted = this.ready(canRun).sort(([, a], [, b]) => stand(a) - stand(b) || a.order - b.order);
    return sorted[0]?.[0];
  }

  distinct(): number {
    return new Set([...this.waiting.keys(), ...this.active.keys()]).size;
  }
}

type Queue = WorkQueue<string>;
type Command = fc.Command<Model, Queue>;

function check(model: Model, queue: Queue): void {
  assert.equal(queue.size, model.waiting.size);
  assert.equal(queue.activeCount, model.active.size);
  for (const key of KEYS) {
    assert.equal(queue.has(key), model.waiting.has(key), `${key} waits`);
    assert.equal(queue.isActive(key), model.active.has(key), `${key} is active`);
  }
  const { queued, active, delayed, capacity } = queue.gauges();
  assert.deepEqual([queued, active, capacity], [model.waiting.size, model.active.size, CAPACITY]);
  assert.ok(delayed <= queued);
}

const KEYS = [..."abcdefghijklmnop"];

class Add implements Command {
  readonly options: {
    readonly key: string;
    readonly level: number;
    readonly delayMs: number;
    readonly lane: string;
  };
  constructor(options: Add["options"]) {
    this.options = options;
  }
  check = () => true;
  run(model: Model, queue: Queue): void {
    const { key, level, delayMs, lane } = this.options;
    const result = queue.add(key, { priority: level, nowMs: model.nowMs, delayMs, lane });
    const old = model.waiting.get(key);
    const dueMs = model.nowMs + delayMs;
    if (old !== undefined) {
      assert.equal(result, "merged");
      old.level = Math.min(old.level, level);
      old.dueMs = Math.min(old.dueMs, dueMs);
      old.lane = lane;
    } else if (model.distinct() >= CAPACITY && !model.active.has(key)) {
      assert.equal(result, "full");
    } else {
      assert.equal(result, "queued");
      model.waiting.set(key, { level, dueMs, lane, order: model.orders++ });
    }
    check(model, queue);
  }
  toString = () => `add(${JSON.stringify(this.options)})`;
}

class Take implements Command {
  readonly refused: readonly string[];
  constructor(refused: readonly string[]) {
    this.refused = refused;
  }
  check = () => true;
  run(model: Model, queue: Queue): void {
    const canRun = (key: string) => !this.refused.includes(key);
    const expected = model.next(canRun);
    const got = this.refused.length === 0 ? queue.take(model.nowMs) : queue.take(model.nowMs, canRun);
    assert.equal(got, expected);
    if (got !== undefined) {
      assert.ok(!model.active.has(got), "never twice at once");
      model.active.set(got, model.waiting.get(got)?.lane ?? "");
      model.waiting.delete(got);
    }
    check(model, queue);
  }
  toString = () => `take(refused: ${this.refused.join(",")})`;
}

class Done implements Command {
  readonly key: string;
  constructor(key: string) {
    this.key = key;
  }
  check = () => true;
  run(model: Model, queue: Queue): void {
    const isAgain = model.active.delete(this.key) && model.waiting.has(this.key);
    assert.equal(queue.done(this.key, model.nowMs), isAgain);
    check(model, queue);
  }
  toString = () => `done(${this.key})`;
}

class Forget implements Command {
  readonly key: string;
  constructor(key: string) {
    this.key = key;
  }
  check = () => true;
  run(model: Model, queue: Queue): void {
    assert.equal(queue.forget(this.key), model.waiting.delete(this.key));
    check(model, queue);
  }
  toString = () => `forget(${this.key})`;
}

class Advance implements Command {
  readonly byMs: number;
  constructor(byMs: number) {
    this.byMs = byMs;
  }
  check = () => true;
  run(model: Model): void {
    model.nowMs += this.byMs;
  }
  toString = () => `advance(${this.byMs})`;
}

/** The process did not run for a while. */
class Pause implements Command {
  readonly forMs: number;
  constructor(forMs: number) {
    this.forMs = forMs;
  }
  check = () => true;
  run(model: Model, queue: Queue): void {
    model.nowMs += this.forMs;
    queue.paused(this.forMs, model.nowMs);
    for (const waiting of model.waiting.values()) {
      if (waiting.dueMs < model.nowMs) waiting.dueMs = Math.min(model.nowMs, waiting.dueMs + this.forMs);
    }
    check(model, queue);
  }
  toString = () => `pause(${this.forMs})`;
}

class NextDue implements Command {
  check = () => true;
  run(model: Model, queue: Queue): void {
    const got = queue.nextDueMs(model.nowMs);
    if (model.active.size >= MAX_ACTIVE) assert.equal(got, undefined);
    else if (model.next(() => true) !== undefined) assert.equal(got, model.nowMs);
    else {
      const later = [...model.waiting].filter(([key, { dueMs }]) =>
        dueMs > model.nowMs && !model.active.has(key)
      );
      assert.equal(got, later.length === 0 ? undefined : Math.min(...later.map(([, { dueMs }]) => dueMs)));
    }
    check(model, queue);
  }
  toString = () => "nextDue()";
}

const key = fc.constantFrom(...KEYS);
const commands: fc.Arbitrary<Command>[] = [
  fc.record({
    key,
    level: fc.nat({ max: 5 }),
    delayMs: fc.oneof(fc.constant(0), fc.nat({ max: 300 })),
    lane: fc.constantFrom("north", "south"),
  }).map((options) => new Add(options)),
  fc.oneof(fc.constant([]), fc.subarray(KEYS)).map((refused) => new Take(refused)),
  key.map((name) => new Done(name)),
  key.map((name) => new Forget(name)),
  fc.nat({ max: 250 }).map((byMs) => new Advance(byMs)),
  fc.nat({ max: 400 }).map((forMs) => new Pause(forMs)),
  fc.constant(new NextDue()),
];

Deno.test("WorkQueue does what its model does: nothing lost, nothing twice, in the described order", () => {
  fc.assert(
    fc.property(fc.commands(commands, { maxCommands: 120, size: "max" }), (drawn) => {
      const setup = () => ({
        model: new Model(),
        real: new WorkQueue<string>({
          capacity: CAPACITY,
          agingMs: AGING_MS,
          maxActive: MAX_ACTIVE,
          maxActivePerLane: MAX_PER_LANE,
        }),
      });
      fc.modelRun(setup, drawn);
    }),
    { numRuns: 1_000 },
  );
});

Deno.test("every key that was added is given within a bounded number of turns, however much more urgent work arrives", () => {
  fc.assert(fc.property(fc.nat({ max: 39 }), fc.integer({ min: 1, max: 50 }), (level, agingMs) => {
    const queue = new WorkQueue<string>({ capacity: 1_000, agingMs });
    queue.add("low", { priority: level, nowMs: 0 });
    let nowMs = 0;
    for (;;) {
      queue.add(`urgent-${nowMs}`, { priority: 0, nowMs });
      const got = queue.take(nowMs);
      assert.ok(got !== undefined);
      queue.done(got, nowMs);
      if (got === "low") break;
      nowMs++;
      assert.ok(nowMs <= level * agingMs + 1, `starved for ${nowMs} ms`);
    }
  }));
});
