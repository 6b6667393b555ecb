/** Histograms of durations by criticality, named and counted as Prometheus wants them. */
import type { Criticality } from "../state/model.ts";

export class DurationHistograms {
  readonly #name: string;
  readonly #boundsMs: readonly number[];
  readonly #counts = new Map<Criticality, Float64Array>();

  /** `boundsMs` rise and end in Infinity. */
  constructor(name: string, boundsMs: readonly number[]) {
    this.#name = name;
    this.#boundsMs = boundsMs;
  }

  record(criticality: Criticality, durationMs: number): void {
    let counts = this.#counts.get(criticality);
    if (counts === undefined) {
      counts = new Float64Array(this.#boundsMs.length);
      this.#counts.set(criticality, counts);
    }
    const index = this.#boundsMs.findIndex((bound) => durationMs <= bound);
    counts[index] = (counts[index] ?? 0) + 1;
  }

  /** Cumulative counts, by name with labels. */
  counters(): Record<string, number> {
    const counters: Record<string, number> = {};
    for (const [criticality, counts] of this.#counts) {
      let total = 0;
      counts.forEach((count, index) => {
        total += count;
        const bound = this.#boundsMs[index] ?? Infinity;
        const le = bound === Infinity ? "+Inf" : String(bound / 1_000);
        counters[`${this.#name}_bucket{criticality="${criticality}",le="${le}"}`] = total;
      });
    }
    return counters;
  }
}
