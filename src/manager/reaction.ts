/**
 * The reaction budget: how long it takes from a diff to its action on the wire, by criticality (design section 5).
 *
 * Buckets are upper bounds in milliseconds; the last one has none.
 */
import type { Criticality } from "../state/model.ts";

export const REACTION_BUCKETS_MS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 5_000, Infinity] as const;

export interface ReactionBudget {
  readonly criticalMs: number;
  readonly qmMs: number;
}

export class ReactionMeter {
  readonly #budget: ReactionBudget;
  readonly #buckets = new Map<Criticality, Float64Array>();
  #overruns = 0;

  constructor(budget: ReactionBudget) {
    this.#budget = budget;
  }

  budgetMs(criticality: Criticality): number {
    return criticality === "QM" ? this.#budget.qmMs : this.#budget.criticalMs;
  }

  /** Counts one reaction; true when it came too late. */
  record(criticality: Criticality, reactionMs: number): boolean {
    let buckets = this.#buckets.get(criticality);
    if (buckets === undefined) {
      buckets = new Float64Array(REACTION_BUCKETS_MS.length);
      this.#buckets.set(criticality, buckets);
    }
    const index = REACTION_BUCKETS_MS.findIndex((bound) => reactionMs <= bound);
    buckets[index] = (buckets[index] ?? 0) + 1;
    const isLate = reactionMs > this.budgetMs(criticality);
    if (isLate) this.#overruns += 1;
    return isLate;
  }

  /** Counters by name; the buckets are cumulative as Prometheus wants them. */
  counters(): Record<string, number> {
    const counters: Record<string, number> = { statemanager_reaction_overruns_total: this.#overruns };
    for (const [criticality, buckets] of this.#buckets) {
      let total = 0;
      buckets.forEach((count, index) => {
        total += count;
        const bound = REACTION_BUCKETS_MS[index] ?? Infinity;
        const le = bound === Infinity ? "+Inf" : String(bound / 1_000);
        counters[`statemanager_reaction_seconds_bucket{criticality="${criticality}",le="${le}"}`] = total;
      });
    }
    return counters;
  }
}
