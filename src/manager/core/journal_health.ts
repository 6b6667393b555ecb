/**
 * Whether the journal can be written: one alert and the log say when that ends, and when it is over.
 *
 * I1: the alert is raised at the first write that fails, and once an outage; its end is reported as well.
 * I2: a write that failed is tried again after a backoff, whether anything else is committed or not.
 */
import { backoffUpperBoundMs } from "../../kit/backoff.ts";
import { messageOf } from "../../kit/errors.ts";
import { RateLimit } from "../../kit/rate_limit.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import type { AlertDraft } from "../../state/alert.ts";

/** During an outage the log says so at most this often. */
const LOGGED_EVERY_MS = 10_000;
/** One writer, on a disk of its own: no jitter is needed. */
const RETRY = { baseMs: 500, capMs: 30_000, first: "delayed" } as const;

export interface JournalHealthDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly alert: (draft: AlertDraft) => void;
}

export class JournalHealth {
  readonly #deps: JournalHealthDeps;
  readonly #limit = new RateLimit(LOGGED_EVERY_MS);
  #failures = 0;
  #sinceMs = 0;
  #total = 0;

  constructor(deps: JournalHealthDeps) {
    this.#deps = deps;
  }

  /** Whether the last write failed. */
  get isFailing(): boolean {
    return this.#failures > 0;
  }

  /** Writes that failed since the start. */
  get failedWrites(): number {
    return this.#total;
  }

  /** A write failed. Answers how long to wait before it is tried again, milliseconds (I2). */
  failed(error: unknown, unsavedServices: number): number {
    const { clock, log, alert } = this.#deps;
    const nowMs = clock.monotonicMs();
    const isFirst = this.#failures === 0;
    if (isFirst) this.#sinceMs = nowMs;
    this.#total += 1;
    if (this.#limit.pass(nowMs) !== undefined) {
      const fields = { error: messageOf(error), unsaved: unsavedServices };
      log.error("Cannot write the journal; going on in memory", fields);
    }
    if (isFirst) {
      const message =
        `The journal cannot be written: ${messageOf(error)}. Services are reconciled in memory, changes ` +
        "of specs are refused, and what happens now is lost when the process ends";
      alert({ severity: "Critical", reason: "JournalFailed", message });
    }
    return backoffUpperBoundMs(this.#failures++, RETRY);
  }

  /** A write succeeded. */
  written(): void {
    if (this.#failures === 0) return;
    const { clock, log, alert } = this.#deps;
    const outageMs = Math.round(clock.monotonicMs() - this.#sinceMs);
    this.#failures = 0;
    this.#limit.reset();
    log.info("The journal is written again", { outageMs });
    const message =
      `The journal is written again, after ${Math.round(outageMs / 1_000)} s; nothing is missing in it ` +
      "but events beyond those that memory holds";
    alert({ severity: "Info", reason: "JournalFailed", message });
  }
}
