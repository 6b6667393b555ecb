/** Tells people of trouble with etcd: the log once at its beginning and end, an alert when it lasts. */
import type { AlertDraft } from "../manager/alerts.ts";
import type { Clock, Log, Timer } from "../ports.ts";
import type { EtcdFailure } from "./kv.ts";

/** Shorter trouble is nobody's business. */
const ALERT_AFTER_MS = 10_000;

export class Trouble {
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #alert: (draft: AlertDraft) => void;
  #kind: EtcdFailure["kind"] | undefined;
  #sinceMs = 0;
  #timer: Timer | undefined;

  constructor(options: {
    readonly clock: Clock;
    readonly log: Log;
    readonly alert: (draft: AlertDraft) => void;
  }) {
    this.#clock = options.clock;
    this.#log = options.log;
    this.#alert = options.alert;
  }

  /** Etcd failed in this way. */
  note({ kind, message }: EtcdFailure): void {
    if (kind === "cancelled" || kind === this.#kind) return;
    if (this.#kind === undefined) this.#sinceMs = this.#clock.monotonicMs();
    this.#kind = kind;
    this.#log.warn("Etcd cannot be written; going on with the journal", { failure: kind, reason: message });
    this.#timer?.cancel();
    if (kind === "no-space") {
      const what = `Etcd has no space left: compact it, defragment it and disarm the alarm (${message})`;
      this.#alert({ severity: "Critical", reason: "EtcdNoSpace", message: what });
      return;
    }
    this.#timer = this.#clock.schedule(ALERT_AFTER_MS, () => {
      const what = `Etcd has not taken anything for ${ALERT_AFTER_MS / 1_000} s: ${message}`;
      this.#alert({ severity: "Warning", reason: "EtcdUnavailable", message: what });
    });
  }

  /** Etcd works. */
  clear(): void {
    this.#timer?.cancel();
    if (this.#kind === undefined) return;
    this.#kind = undefined;
    const forMs = Math.round(this.#clock.monotonicMs() - this.#sinceMs);
    this.#log.info("Etcd is written again", { forMs });
  }

  stop(): void {
    this.#timer?.cancel();
  }
}
