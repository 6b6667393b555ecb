/**
 * Whether the ActionController answers: one plan at a time finds that out, and one alert says that it does not.
 *
 * I1: an alert is sent for what is certain: that there is no connection, or that several calls in a row, of whatever service, were not
 *     answered. An action that alone is not answered is a matter of its service.
 */
import type { Clock } from "../../ports/clock.ts";
import { type BreakerAdmission, ControllerBreaker } from "../../recovery/breaker.ts";
import type { UndecidedResult } from "../../state/action.ts";
import type { Alerts } from "./alerts.ts";

/** Before a plan is tried again, however short the breaker's pause is. */
const SHORTEST_PAUSE_MS = 100;

export class ControllerHealth {
  readonly #breaker: ControllerBreaker;
  readonly #clock: Clock;
  readonly #alerts: Alerts;
  #isReported = false;
  #answeredAtMs: number | undefined;

  constructor(clock: Clock, alerts: Alerts, random01: () => number) {
    this.#breaker = new ControllerBreaker(random01);
    this.#clock = clock;
    this.#alerts = alerts;
  }

  /** When it answered last (monotonic); not set = not yet. */
  get answeredAtMs(): number | undefined {
    return this.#answeredAtMs;
  }

  /** Whether the plan may be sent now. */
  admit(plan: string): BreakerAdmission {
    return this.#breaker.admit(plan, this.#clock.monotonicMs());
  }

  /** It did not answer. The time (monotonic) at which it may be asked again. */
  didNotAnswer(plan: string, { kind, message }: UndecidedResult): number {
    const nowMs = this.#clock.monotonicMs();
    const untilMs = Math.max(nowMs + SHORTEST_PAUSE_MS, this.#breaker.fail(plan, nowMs));
    const isCertain = kind === "unreachable" || !this.#breaker.isClosed;
    if (isCertain && !this.#isReported) {
      this.#isReported = true;
      const text = `The ActionController does not answer, plans wait for it: ${message}`;
      this.#alerts.raise({ severity: "Critical", reason: "ControllerUnreachable", message: text });
    }
    return untilMs;
  }

  answered(): void {
    this.#answeredAtMs = this.#clock.monotonicMs();
    if (this.#isReported) this.#alerts.resolve("ControllerUnreachable", "the ActionController answers again");
    this.#isReported = false;
    this.#breaker.succeed();
  }

  /** The plan ended without having asked: the next one finds out. */
  wasNotAsked(plan: string): void {
    this.#breaker.cancel(plan);
  }
}
