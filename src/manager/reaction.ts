/**
 * The reaction budget: how long it takes from a diff to its action on the wire, by criticality (design section 5).
 *
 * Buckets are upper bounds in milliseconds; the last one has none.
 */
import type { Criticality } from "../state/model.ts";
import { DurationHistograms } from "./duration_histograms.ts";

export const REACTION_BUCKETS_MS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 5_000, Infinity] as const;

export interface ReactionBudget {
  readonly criticalMs: number;
  readonly qmMs: number;
}

export class ReactionMeter {
  readonly #budget: ReactionBudget;
  readonly #histograms = new DurationHistograms("statemanager_reaction_seconds", REACTION_BUCKETS_MS);
  #overruns = 0;

  constructor(budget: ReactionBudget) {
    this.#budget = budget;
  }

  budgetMs(criticality: Criticality): number {
    return criticality === "QM" ? this.#budget.qmMs : this.#budget.criticalMs;
  }

  /** Counts one reaction; true when it came too late. */
  record(criticality: Criticality, reactionMs: number): boolean {
    this.#histograms.record(criticality, reactionMs);
    const isLate = reactionMs > this.budgetMs(criticality);
    if (isLate) this.#overruns += 1;
    return isLate;
  }

  counters(): Record<string, number> {
    return { statemanager_reaction_overruns_total: this.#overruns, ...this.#histograms.counters() };
  }
}
