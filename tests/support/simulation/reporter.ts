/** Where invariants say what they found; each says the same thing once. */
import type { Violation } from "./model.ts";

const MOST = 50;

export type Report = (what: string) => void;

export class Reporter {
  readonly violations: Violation[] = [];
  readonly #nowMs: () => number;
  readonly #known = new Set<string>();

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  for(invariant: string): Report {
    return (what) => {
      const key = `${invariant}: ${what}`;
      if (this.#known.has(key) || this.violations.length >= MOST) return;
      this.#known.add(key);
      this.violations.push({ invariant, what, atMs: Math.round(this.#nowMs()) });
    };
  }
}
