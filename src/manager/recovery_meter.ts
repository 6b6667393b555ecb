/**
 * The recovery budget: how long it takes from the first failure until a service is well again, by criticality (design section 5).
 *
 * Buckets are upper bounds in milliseconds; the last one has none.
 */
import type { Criticality } from "../state/model.ts";
import { DurationHistograms } from "./duration_histograms.ts";

export const RECOVERY_BUCKETS_MS = [
  ...[50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000] as const,
  ...[30_000, 60_000, 300_000, Infinity] as const,
] as const;

export class RecoveryMeter {
  readonly #criticalMs: number;
  readonly #qmMs: number;
  readonly #histograms = new DurationHistograms("statemanager_recovery_seconds", RECOVERY_BUCKETS_MS);
  #overruns = 0;

  constructor(budget: { readonly criticalMs: number; readonly qmMs: number }) {
    this.#criticalMs = budget.criticalMs;
    this.#qmMs = budget.qmMs;
  }

  budgetMs(criticality: Criticality): number {
    return criticality === "QM" ? this.#qmMs : this.#criticalMs;
  }

  /** Counts one recovery; true when it took too long. */
  record(criticality: Criticality, tookMs: number): boolean {
    this.#histograms.record(criticality, tookMs);
    const isLate = tookMs > this.budgetMs(criticality);
    if (isLate) this.#overruns += 1;
    return isLate;
  }

  counters(): Record<string, number> {
    return { statemanager_recovery_overruns_total: this.#overruns, ...this.#histograms.counters() };
  }
}
