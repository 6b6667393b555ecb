/** Fills a buffer to its capacity and one beyond, and holds it to its rule, its gauge and its overflow counter. */
import { equal, ok } from "node:assert/strict";
import { type BufferName, BUFFERS } from "../../../scripts/buffers.ts";
import type { Buffered, BufferLevel, OverflowRule } from "../../../src/kit/buffer_level.ts";

export interface Filled {
  readonly owner: Buffered;
  /** Puts one more; number `index`, from 0. */
  readonly put: (index: number) => unknown;
  /** How many fit. Default: the capacity. */
  readonly fits?: number;
  /** How much is used once they are put. Default: the capacity. */
  readonly fullAt?: number;
  readonly end?: () => unknown;
}

interface Expected {
  readonly overflows: number;
  /** Whether what was there before is there still, or as much of it. */
  readonly staysFull: boolean;
}

/** What one more than fits does. */
const BEYOND: Readonly<Record<OverflowRule, Expected>> = {
  "refuse": { overflows: 1, staysFull: true },
  "drop-oldest": { overflows: 1, staysFull: true },
  "drop-newest": { overflows: 1, staysFull: true },
  "newest-wins": { overflows: 0, staysFull: true },
  "hold-back": { overflows: 0, staysFull: true },
  "defer": { overflows: 1, staysFull: true },
  "read-again": { overflows: 1, staysFull: false },
  "end": { overflows: 1, staysFull: false },
};

export function levelOf(owner: Buffered, name: BufferName): BufferLevel {
  const level = owner.buffers().find((candidate) => candidate.name === name);
  if (level === undefined) throw new Error(`nobody tells the level of ${name}`);
  return level;
}

/** Declares the test of one buffer. */
export function fills(name: BufferName, make: () => Filled | Promise<Filled>): void {
  const { unit, overflow } = BUFFERS[name];
  Deno.test(`${name}: filled to its capacity and one beyond it does what "${overflow}" says`, async () => {
    const { owner, put, end, ...filled } = await make();
    try {
      const empty = levelOf(owner, name);
      equal(empty.unit, unit);
      equal(empty.overflow, overflow);
      ok(empty.capacity > 0, "it has a capacity");
      equal(empty.overflows, 0, "nothing is counted yet");
      const { fits = empty.capacity, fullAt = empty.capacity } = filled;
      for (let index = 0; index < fits; index++) await put(index);
      const full = levelOf(owner, name);
      equal(full.used, fullAt, "it is full");
      equal(full.overflows, 0, "nothing is lost before it is full");
      await put(fits);
      const beyond = levelOf(owner, name);
      const { overflows, staysFull } = BEYOND[overflow];
      equal(beyond.overflows, overflows);
      if (staysFull) equal(beyond.used, fullAt);
      // The last words to whom is ended come on top.
      if (overflow !== "end") ok(beyond.used <= beyond.capacity, "it holds no more than it may");
    } finally {
      await end?.();
    }
  });
}
