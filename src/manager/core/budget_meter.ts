/**
 * Times against their budget, by criticality (design section 5): from a diff to its action on the wire, and from the first failure until
 * a service is healthy again. Counted in histograms, named and cumulative as Prometheus requires.
 */
import type { Criticality } from "../../state/model.ts";

export interface Budget {
  readonly criticalMs: number;
  readonly qmMs: number;
}

/** Upper bounds in milliseconds; the last one has none. */
const REACTION_BUCKETS_MS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 5_000, Infinity] as const;
const RECOVERY_BUCKETS_MS = [
  ...[50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000] as const,
  ...[30_000, 60_000, 300_000, Infinity] as const,
] as const;

export class BudgetMeter {
  /** What the names of its figures begin with. */
  readonly #name: string;
  /** They rise and end in Infinity. */
  readonly #boundsMs: readonly number[];
  readonly #budget: Budget;
  readonly #counts = new Map<Criticality, Float64Array>();
  readonly #sumsMs = new Map<Criticality, number>();
  #overruns = 0;

  private constructor(name: string, boundsMs: readonly number[], budget: Budget) {
    this.#name = name;
    this.#boundsMs = boundsMs;
    this.#budget = budget;
  }

  static forReactions(budget: Budget): BudgetMeter {
    return new BudgetMeter("statemanager_reaction", REACTION_BUCKETS_MS, budget);
  }

  static forRecoveries(budget: Budget): BudgetMeter {
    return new BudgetMeter("statemanager_recovery", RECOVERY_BUCKETS_MS, budget);
  }

  /** Counts one; true when it took too long. */
  record(criticality: Criticality, tookMs: number): boolean {
    let counts = this.#counts.get(criticality);
    if (counts === undefined) {
      counts = new Float64Array(this.#boundsMs.length);
      this.#counts.set(criticality, counts);
    }
    const index = this.#boundsMs.findIndex((bound) => tookMs <= bound);
    counts[index] = (counts[index] ?? 0) + 1;
    this.#sumsMs.set(criticality, (this.#sumsMs.get(criticality) ?? 0) + tookMs);
    const isLate = tookMs > this.#budgetMs(criticality);
    if (isLate) this.#overruns += 1;
    return isLate;
  }

  /** What was allowed, for people. */
  budgetText(criticality: Criticality): string {
    return `the budget of criticality ${criticality} is ${this.#budgetMs(criticality)} ms`;
  }

  /** By name with labels; buckets are cumulative. */
  counters(): Record<string, number> {
    const counters: Record<string, number> = { [`${this.#name}_overruns_total`]: this.#overruns };
    for (const [criticality, counts] of this.#counts) {
      let total = 0;
      counts.forEach((count, index) => {
        total += count;
        const bound = this.#boundsMs[index] ?? Infinity;
        const le = bound === Infinity ? "+Inf" : String(bound / 1_000);
        counters[`${this.#name}_seconds_bucket{criticality="${criticality}",le="${le}"}`] = total;
      });
      const sumMs = this.#sumsMs.get(criticality) ?? 0;
      counters[`${this.#name}_seconds_sum{criticality="${criticality}"}`] = sumMs / 1_000;
      counters[`${this.#name}_seconds_count{criticality="${criticality}"}`] = total;
    }
    return counters;
  }

  #budgetMs(criticality: Criticality): number {
    return criticality === "QM" ? this.#budget.qmMs : this.#budget.criticalMs;
  }
}
