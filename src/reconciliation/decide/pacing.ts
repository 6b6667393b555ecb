/**
 * Paces starts after power-on, so that a hundred services do not start at once and the important ones start first
 * (design section 5).
 *
 * One token bucket for all. A start takes a token, and must leave some for what is more critical: QM leaves the whole
 * reserve, D none, the others in between. So QM waits while the bucket is low, and D does not. While starts of higher
 * criticality take every token that comes back, the lower ones wait; they go on when those are through.
 */
import { TokenBucket } from "../../kit/token_bucket.ts";
import { CRITICALITIES, type Criticality, criticalityRank } from "../../state/model.ts";

export interface StartPacerOptions {
  /** Starts at once, at least 1. */
  readonly capacity: number;
  /** Starts a second after that, more than 0. */
  readonly refillPerSecond: number;
  /** Tokens that QM leaves; default a half of the capacity, at most capacity - 1. */
  readonly reserve?: number;
  readonly nowMs: number;
}

export type Admission =
  | { readonly kind: "admitted" }
  /** Ask again after that time; nothing is kept of the request. */
  | { readonly kind: "wait"; readonly forMs: number };

/** Admits starts by criticality. */
export class StartPacer {
  readonly #bucket: TokenBucket;
  readonly #reserve: number;
  #admitted = 0;
  #delayed = 0;

  constructor(options: StartPacerOptions) {
    const { capacity, refillPerSecond, nowMs } = options;
    this.#bucket = new TokenBucket({ capacity, refillPerSecond, nowMs });
    this.#reserve = Math.max(0, Math.min(options.reserve ?? capacity / 2, capacity - 1));
  }

  /** Whether a service of that criticality may be started now. An admission is used up by asking. */
  admit(criticality: Criticality, nowMs: number): Admission {
    const leave = this.#reserve * (1 - criticalityRank(criticality) / (CRITICALITIES.length - 1));
    const forMs = this.#bucket.take({ nowMs, leave });
    if (forMs > 0) {
      this.#delayed++;
      return { kind: "wait", forMs };
    }
    this.#admitted++;
    return { kind: "admitted" };
  }

  /** Figures by Prometheus name. */
  counters(nowMs: number): Record<string, number> {
    return {
      statemanager_start_tokens: this.#bucket.tokens(nowMs),
      statemanager_starts_admitted_total: this.#admitted,
      statemanager_starts_delayed_total: this.#delayed,
    };
  }
}
