/** Chance, from the seed. */
import { seededRandom } from "../../tests/support/engine/rig.ts";

/** What a fault draws from the seed. */
export class Dice {
  readonly #random: { next(): number };

  constructor(seed: number) {
    this.#random = seededRandom(seed);
  }

  next(): number {
    return this.#random.next();
  }

  /** 0 to `limit` - 1. */
  below(limit: number): number {
    return Math.floor(this.#random.next() * limit);
  }

  between(min: number, max: number): number {
    return Math.round(min + this.#random.next() * (max - min));
  }

  pick<T>(from: readonly T[]): T {
    const value = from[this.below(from.length)];
    if (value === undefined) throw new Error("there is nothing to pick from");
    return value;
  }
}
