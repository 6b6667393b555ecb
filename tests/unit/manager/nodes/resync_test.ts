import { deepEqual, equal, ok } from "node:assert/strict";
import { keepResyncing } from "../../../../src/manager/nodes/resync.ts";
import type { StateDiff } from "../../../../src/state/diff.ts";
import type { ResourceId } from "../../../../src/state/resource_id.ts";
import { diffOf, idOf } from "../../../support/domain.ts";
import { VirtualClock } from "../../../support/engine/virtual_clock.ts";

const EVERY_MS = 1_000;

class Bench implements AsyncDisposable {
  readonly clock = new VirtualClock();
  readonly life = new AbortController();
  readonly asked: { readonly id: ResourceId; readonly atMs: number }[] = [];
  readonly taken: ResourceId[] = [];
  readonly failures: string[] = [];
  services: ResourceId[];
  isReachable = true;
  /** Services whose observation is refused. */
  readonly refused = new Set<ResourceId>();
  /** What happens while an observation is on its way. */
  meanwhile: (id: ResourceId) => void = () => {};
  readonly #done: Promise<void>;

  constructor(options: { readonly services: readonly string[]; readonly everyMs?: number }) {
    this.services = options.services.map(idOf);
    let draw = 0;
    this.#done = keepResyncing({
      isReachable: () => this.isReachable,
      services: () => this.services,
      observe: (id) => this.#observe(id),
      take: ({ resourceId }) => {
        this.taken.push(resourceId);
      },
      onFailure: (id) => void this.failures.push(id),
    }, {
      clock: this.clock,
      random01: () => [0, 0.5, 0.999][draw++ % 3] ?? 0,
      everyMs: options.everyMs ?? EVERY_MS,
      signal: this.life.signal,
    });
  }

  /** Names of the services that were asked for since the last call. */
  names(): string {
    return this.asked.splice(0).map(({ id }) => id.slice("a/".length)).join("");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.life.abort();
    await this.#done;
  }

  #observe(id: ResourceId): Promise<StateDiff> {
    this.asked.push({ id, atMs: this.clock.monotonicMs() });
    this.meanwhile(id);
    if (this.refused.has(id)) return Promise.reject(new Error(`no observation of ${id}`));
    return Promise.resolve(diffOf({ resourceId: id }));
  }
}

Deno.test("a round asks for every service once and in order; the next comes after half to one and a half intervals", async () => {
  await using bench = new Bench({ services: ["a/x", "a/y"] });
  await bench.clock.advance(499);
  equal(bench.asked.length, 0);
  await bench.clock.advance(2_501);
  deepEqual(bench.asked.map(({ atMs }) => Math.round(atMs)), [500, 500, 1_500, 1_500, 2_999, 2_999]);
  equal(bench.names(), "xyxyxy");
  deepEqual(bench.taken.slice(0, 2), ["a/x", "a/y"]);
});

Deno.test("with an interval of 0 there is no round", async () => {
  await using bench = new Bench({ services: ["a/x"], everyMs: 0 });
  await bench.clock.advance(3_600_000);
  equal(bench.asked.length, 0);
});

Deno.test("a service that cannot be observed does not keep the round from those after it", async () => {
  await using bench = new Bench({ services: ["a/x", "a/y", "a/z"] });
  bench.refused.add(idOf("a/x"));
  await bench.clock.advance(500);
  equal(bench.names(), "xyz");
  deepEqual(bench.taken, ["a/y", "a/z"]);
  deepEqual(bench.failures, ["a/x"]);
});

Deno.test("a bug in taking an observation in costs that observation and neither the round nor the next ones", async () => {
  const clock = new VirtualClock();
  const life = new AbortController();
  const failures: string[] = [];
  let asked = 0;
  const done = keepResyncing({
    isReachable: () => true,
    services: () => [idOf("a/x"), idOf("a/y")],
    observe: (id) => Promise.resolve(diffOf({ resourceId: id })),
    take: () => {
      asked += 1;
      throw new Error("a bug");
    },
    onFailure: (id, error) => void failures.push(`${id}: ${error instanceof Error ? error.message : ""}`),
  }, { clock, random01: () => 0, everyMs: 1_000, signal: life.signal });
  await clock.advance(1_000);
  equal(asked, 4);
  deepEqual(failures.slice(0, 2), ["a/x: a bug", "a/y: a bug"]);
  life.abort();
  await done;
});

Deno.test("a node that is not reachable is not asked, and one that ceases to be is asked no further", async () => {
  await using bench = new Bench({ services: ["a/x", "a/y", "a/z"] });
  bench.isReachable = false;
  await bench.clock.advance(500);
  equal(bench.names(), "");
  bench.isReachable = true;
  bench.meanwhile = () => void (bench.isReachable = false);
  bench.refused.add(idOf("a/x"));
  await bench.clock.advance(1_000);
  equal(bench.names(), "x");
});

Deno.test("a node that answers none of its calls ends the round after three, and the next round begins where it ended", async () => {
  await using bench = new Bench({ services: ["a/p", "a/q", "a/r", "a/s", "a/t"] });
  for (const id of bench.services) bench.refused.add(id);
  await bench.clock.advance(500);
  equal(bench.names(), "pqr");
  await bench.clock.advance(1_000);
  equal(bench.names(), "stp");
  // The service at which it would begin is gone: it begins at the first one.
  bench.services = bench.services.filter((id) => id !== "a/q");
  bench.refused.clear();
  await bench.clock.advance(1_500);
  equal(bench.names(), "prst");
});

Deno.test("three services in a row that cannot be observed do not keep those behind them from ever being observed", async () => {
  await using bench = new Bench({ services: ["a/p", "a/q", "a/r", "a/s", "a/t"] });
  for (const name of ["a/p", "a/q", "a/r"]) bench.refused.add(idOf(name));
  await bench.clock.advance(20_000);
  const rounds = bench.names();
  ok(rounds.startsWith("pqr" + "stpqr"), rounds);
  ok(bench.taken.filter((id) => id === "a/t").length >= 8, `${bench.taken.length}`);
});

Deno.test("after the signal no answer is taken in and nothing more is asked", async () => {
  const bench = new Bench({ services: ["a/x", "a/y"] });
  bench.meanwhile = () => bench.life.abort();
  await bench.clock.advance(10_000);
  equal(bench.names(), "x");
  deepEqual(bench.taken, []);
  await bench[Symbol.asyncDispose]();
});
