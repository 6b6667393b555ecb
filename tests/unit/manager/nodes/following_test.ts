import { deepEqual, equal } from "node:assert/strict";
import { keepFollowing } from "../../../../src/manager/nodes/following.ts";
import type { NodeListener } from "../../../../src/ports/node_agent.ts";
import { diffOf } from "../../../support/domain.ts";
import { HandAgent } from "../../../support/engine/hand_agent.ts";
import { VirtualClock } from "../../../support/engine/virtual_clock.ts";

class Bench {
  readonly clock = new VirtualClock();
  readonly life = new AbortController();
  readonly agent: HandAgent;
  readonly heard: string[] = [];
  /** "1 the stream broke": the failures and why. */
  readonly broken: string[] = [];
  readonly done: Promise<void>;

  constructor(agent = new HandAgent()) {
    this.agent = agent;
    const listener: NodeListener = {
      onConnected: () => this.heard.push("connected"),
      onDiff: (_node, diff) => this.heard.push(`diff ${diff.sequence}`),
      onSnapshotEnd: () => this.heard.push("snapshot end"),
      onHeard: () => this.heard.push("heard"),
      onDisconnected: (_node, reason) => this.heard.push(`disconnected: ${reason}`),
      onFenced: (_node, { sent }) => this.heard.push(`fenced: ${sent}`),
    };
    this.done = keepFollowing(agent, listener, {
      clock: this.clock,
      random01: () => 0.5,
      signal: this.life.signal,
      onBroken: (reason, failures) => void this.broken.push(`${failures} ${reason}`),
    });
  }

  async end(): Promise<void> {
    this.life.abort();
    await this.done;
  }
}

/** Everything that a stream can say. */
function sayAll(listener: NodeListener): void {
  listener.onConnected("front");
  listener.onDiff("front", diffOf({ sequence: 7n }));
  listener.onSnapshotEnd("front");
  listener.onHeard("front");
  listener.onDisconnected("front", "cut");
  listener.onFenced("front", { sent: 1n, message: "stale" });
}

const ALL = ["connected", "diff 7", "snapshot end", "heard", "disconnected: cut", "fenced: 1"];

Deno.test("a node is followed once until the signal aborts, and nothing is heard after that", async () => {
  const bench = new Bench();
  sayAll(bench.agent.stream);
  deepEqual(bench.heard, ALL);
  await bench.clock.advance(3_600_000);
  await bench.end();
  sayAll(bench.agent.stream);
  deepEqual(bench.heard, ALL);
  equal(bench.agent.follows.length, 1);
  equal(bench.agent.follows[0]?.signal.aborted, true);
  deepEqual(bench.broken, []);
});

Deno.test("a follow that rejects is begun again after a pause that doubles up to 10 s", async () => {
  const bench = new Bench();
  const pausesMs: number[] = [];
  for (let failure = 1; failure <= 7; failure++) {
    bench.agent.follows.at(-1)?.fail("the stream broke");
    await bench.clock.settle();
    equal(bench.agent.follows.length, failure);
    const beganAtMs = bench.clock.monotonicMs();
    await bench.clock.until(() => bench.agent.follows.length > failure, 20_000);
    pausesMs.push(bench.clock.monotonicMs() - beganAtMs);
  }
  // Half of the longest that each may be.
  deepEqual(pausesMs, [500, 1_000, 2_000, 4_000, 5_000, 5_000, 5_000]);
  deepEqual(bench.broken.slice(0, 2), ["1 the stream broke", "2 the stream broke"]);
  await bench.end();
});

Deno.test("a follow that throws, or ends although nobody asked for it, is begun again as well", async () => {
  class ThrowingAgent extends HandAgent {
    override follow(listener: NodeListener, signal: AbortSignal): Promise<void> {
      if (this.follows.length === 1) {
        void super.follow(listener, signal);
        throw new Error("not connected");
      }
      return super.follow(listener, signal);
    }
  }
  const bench = new Bench(new ThrowingAgent());
  bench.agent.follows[0]?.answer();
  await bench.clock.advance(500);
  equal(bench.agent.follows.length, 2);
  await bench.clock.advance(1_000);
  equal(bench.agent.follows.length, 3);
  deepEqual(bench.broken, ["1 the agent stopped following", "2 not connected"]);
  await bench.end();
});

Deno.test("after a follow that lasted 10 s a failure is the first of a new series", async () => {
  const bench = new Bench();
  for (const lastedMs of [0, 9_999, 10_000, 0]) {
    await bench.clock.advance(lastedMs);
    bench.agent.follows.at(-1)?.fail("broke");
    const before = bench.agent.follows.length;
    await bench.clock.until(() => bench.agent.follows.length > before, 20_000);
  }
  deepEqual(bench.broken, ["1 broke", "2 broke", "1 broke", "2 broke"]);
  await bench.end();
});

Deno.test("what is left of a follow that has ended is aborted and not heard", async () => {
  const bench = new Bench();
  const { stream } = bench.agent;
  stream.onConnected("front");
  bench.agent.follows[0]?.fail("broke");
  await bench.clock.settle();
  equal(bench.agent.follows[0]?.signal.aborted, true);
  sayAll(stream);
  await bench.clock.advance(500);
  sayAll(stream);
  deepEqual(bench.heard, ["connected"]);
  sayAll(bench.agent.stream);
  deepEqual(bench.heard, ["connected", ...ALL]);
  await bench.end();
});

Deno.test("a signal that aborts in a pause ends it", async () => {
  const bench = new Bench();
  bench.agent.follows[0]?.fail("broke");
  await bench.clock.advance(100);
  await bench.end();
  await bench.clock.advance(10_000);
  equal(bench.agent.follows.length, 1);
});
