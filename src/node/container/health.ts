/**
 * The health of one container: a command that is run in it again and again, by the node and not by the runtime: podman leaves that to
 * systemd, which not every machine has, and docker and podman count differently.
 *
 * I1: one check at a time; the next one begins an interval after the end of the one before it.
 * I2: a check that cannot be made because the runtime does not answer says nothing.
 */
import type { Clock, Timer } from "../../ports/clock.ts";
import type { CommandHealth } from "../definition/workload.ts";
import type { InstanceHealth } from "../driver.ts";

/** Until the first verdict the checks come faster. */
const QUICK_CHECK_MS = 200;

export interface HealthSight {
  readonly health: InstanceHealth;
  readonly message: string;
}

/** `passed`, or what was wrong; undefined = it could not be made (I2). */
export type CheckResult = { readonly isPassed: boolean; readonly problem: string } | undefined;

export interface HealthWatchOptions {
  readonly clock: Clock;
  readonly wasHealthy: boolean;
  /** Makes one check; never rejects. */
  readonly run: (rule: CommandHealth, signal: AbortSignal) => Promise<CheckResult>;
  /** Called when `sight` has changed. */
  readonly onChange: () => void;
}

export class HealthWatch implements Disposable {
  readonly #rule: CommandHealth | undefined;
  readonly #options: HealthWatchOptions;
  readonly #beganAtMs: number;
  readonly #ending = new AbortController();
  #timer: Timer | undefined;
  #failures = 0;
  #isPassing: boolean | undefined;
  #complaint = "";

  /** Without a rule nothing tells its health. */
  constructor(rule: CommandHealth | undefined, options: HealthWatchOptions) {
    this.#rule = rule;
    this.#options = options;
    this.#beganAtMs = options.clock.monotonicMs();
    if (rule !== undefined) this.#schedule(rule, 0);
  }

  get sight(): HealthSight {
    if (this.#rule === undefined) return { health: "none", message: "" };
    if (this.#isPassing === undefined) {
      return { health: this.#options.wasHealthy ? "healthy" : "starting", message: "" };
    }
    return this.#isPassing
      ? { health: "healthy", message: "" }
      : { health: "lost", message: this.#complaint };
  }

  [Symbol.dispose](): void {
    this.#ending.abort();
    this.#timer?.cancel();
  }

  #schedule(rule: CommandHealth, delayMs: number): void {
    if (this.#ending.signal.aborted) return;
    this.#timer = this.#options.clock.schedule(delayMs, () => {
      this.#check(rule).then(() => {
        const isQuick = this.#isPassing === undefined;
        this.#schedule(rule, isQuick ? Math.min(rule.intervalMs, QUICK_CHECK_MS) : rule.intervalMs);
      });
    });
  }

  async #check(rule: CommandHealth): Promise<void> {
    const result = await this.#options.run(rule, this.#ending.signal);
    if (result === undefined || this.#ending.signal.aborted) return;
    const before = this.#isPassing;
    if (result.isPassed) {
      this.#failures = 0;
      this.#isPassing = true;
    } else {
      const ageMs = this.#options.clock.monotonicMs() - this.#beganAtMs;
      if (this.#isPassing === undefined && ageMs < rule.startPeriodMs) return;
      this.#failures += 1;
      this.#complaint = `fails its health check: ${result.problem}`;
      if (this.#failures >= rule.failures) this.#isPassing = false;
    }
    if (this.#isPassing !== before) this.#options.onChange();
  }
}
