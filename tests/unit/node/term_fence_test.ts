/** The fence of a node: what it refuses, and what it tells whom it refuses. */
import { deepEqual, equal, throws } from "node:assert/strict";
import { StateManagerError } from "../../../src/kit/errors.ts";
import { TermFence } from "../../../src/node/term_fence.ts";
import { VirtualClock } from "../../support/engine/virtual_clock.ts";
import { MemoryLog } from "../../support/memory_log.ts";

function bench(highest = 0n) {
  const clock = new VirtualClock();
  const log = new MemoryLog();
  const store = {
    term: highest,
    raiseTerm(term: bigint) {
      if (term > this.term) this.term = term;
    },
  };
  const fence = new TermFence(store, { name: "front", clock, log });
  const heardMsAgo = (term: bigint): number => {
    try {
      fence.pass(term);
    } catch (error) {
      if (error instanceof StateManagerError && error.failure.kind === "stale-term") {
        return error.failure.heardMsAgo;
      }
    }
    throw new Error(`term ${term} was not refused`);
  };
  return { clock, log, store, fence, heardMsAgo };
}

Deno.test("a lower term is refused with the highest that was seen, which is kept before it is obeyed", () => {
  const { fence, store } = bench(7n);
  throws(() => fence.pass(6n), /term 6 is stale, 7 has been seen/);
  fence.pass(7n);
  fence.pass(9n);
  equal(store.term, 9n);
  throws(() => fence.pass(8n), /term 8 is stale, 9 has been seen/);
});

Deno.test("a refusal tells when the one with the highest term was heard: never since the start, so long ago, or connected now", async () => {
  const { fence, clock, heardMsAgo } = bench(7n);
  equal(heardMsAgo(6n), Infinity);
  fence.pass(7n);
  await clock.advance(3_000);
  equal(heardMsAgo(6n), 3_000);
  const { release } = fence.hold(7n);
  await clock.advance(60_000);
  equal(heardMsAgo(6n), 0);
  release();
  await clock.advance(500);
  equal(heardMsAgo(6n), 500);
});

Deno.test("streams of a lower term end when a higher one is seen, and count for nobody", async () => {
  const { fence, clock, heardMsAgo } = bench();
  fence.pass(3n);
  const old = fence.hold(3n);
  fence.pass(3n);
  equal(old.overruled.aborted, false);
  fence.pass(4n);
  equal(old.overruled.aborted, true);
  await clock.advance(1_000);
  old.release();
  equal(heardMsAgo(3n), 1_000);
});

Deno.test("refusals are logged at warn, once a minute at most", async () => {
  const { fence, clock, log } = bench(7n);
  for (let second = 0; second < 90; second++) {
    throws(() => fence.pass(2n));
    await clock.advance(1_000);
  }
  deepEqual(log.lines.map(({ level }) => level), ["warn", "warn"]);
});
