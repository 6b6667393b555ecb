/** Whether the ActionController answers: one plan at a time finds that out, and one alert says that it does not. */
import type { Clock } from "../../ports/clock.ts";
import { type BreakerAdmission, ControllerBreaker } from "../../recovery/breaker.ts";
import type { Alerts } from "./alerts.ts";

/** Before a plan is tried again, however short the breaker's pause is. */
const SHORTEST_PAUSE_MS = 100;

export class ControllerHealth {
  readonly #breaker: ControllerBreaker;
  readonly #clock: Clock;
  readonly #alerts: Alerts;
  #isReported = false;

  constructor(clock: Clock, alerts: Alerts, random01: () => number) {
    this.#breaker = new ControllerBreaker(random01);
    this.#clock = clock;
    this.#alerts = alerts;
  }

  /** Whether a plan may be sent now. */
  admit(): BreakerAdmission {
    return this.#breaker.admit(this.#clock.monotonicMs());
  }

  /** It did not answer. The time (monotonic) at which it may be asked again. */
  didNotAnswer(why: string): number {
    if (!this.#isReported) {
      this.#isReported = true;
      const message = `The ActionController does not answer, plans wait for it: ${why}`;
      this.#alerts.raise({ severity: "Critical", reason: "ControllerUnreachable", message });
    }
    const nowMs = this.#clock.monotonicMs();
    return Math.max(nowMs + SHORTEST_PAUSE_MS, this.#breaker.fail(nowMs));
  }

  answered(): void {
    this.#isReported = false;
    this.#breaker.succeed();
  }

  /** The plan ended without having asked: the next one finds out. */
  wasNotAsked(): void {
    this.#breaker.cancelProbe();
  }
}
