/** Tells people of trouble with etcd: the log at its beginning (once for each kind of failure) and end, an alert when it lasts. */
import type { AlertDraft } from "../../state/alert.ts";
import type { Clock, Timer } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import type { EtcdFailure } from "../client/kv.ts";

/** Shorter trouble is nobody's business. */
const ALERT_AFTER_MS = 10_000;

export class Trouble {
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #alert: (draft: AlertDraft) => void;
  /** Kinds of failure in the trouble under way, each told once: an etcd that is away fails in one way now and in another next. */
  readonly #kinds = new Set<EtcdFailure["kind"]>();
  #message = "";
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
    if (kind === "cancelled") return;
    this.#message = message;
    if (this.#kinds.has(kind)) return;
    if (this.#kinds.size === 0) this.#begin();
    this.#kinds.add(kind);
    this.#log.warn("Etcd cannot be written; going on with the journal", { failure: kind, reason: message });
    if (kind !== "no-space") return;
    this.#timer?.cancel();
    const what = `Etcd has no space left: compact it, defragment it and disarm the alarm (${message})`;
    this.#alert({ severity: "Critical", reason: "EtcdNoSpace", message: what });
  }

  /** Etcd works. */
  clear(): void {
    this.#timer?.cancel();
    if (this.#kinds.size === 0) return;
    this.#kinds.clear();
    const forMs = Math.round(this.#clock.monotonicMs() - this.#sinceMs);
    this.#log.info("Etcd is written again", { forMs });
  }

  stop(): void {
    this.#timer?.cancel();
  }

  #begin(): void {
    this.#sinceMs = this.#clock.monotonicMs();
    this.#timer = this.#clock.schedule(ALERT_AFTER_MS, () => {
      const what = `Etcd has not taken anything for ${ALERT_AFTER_MS / 1_000} s: ${this.#message}`;
      this.#alert({ severity: "Warning", reason: "EtcdUnavailable", message: what });
    });
  }
}
