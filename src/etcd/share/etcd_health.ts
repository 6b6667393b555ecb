/** Tracks the health of etcd: logs when it fails (once per kind of failure) and recovers, and alerts when it stays unavailable. */
import type { AlertDraft } from "../../state/alert.ts";
import type { Clock, Timer } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import type { EtcdFailure } from "../client/kv.ts";

/** A shorter outage is logged but raises no alert. */
const ALERT_AFTER_MS = 10_000;

export class EtcdHealth {
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #alert: (draft: AlertDraft) => void;
  /** Kinds of failure in the current outage; each is logged once, because an unavailable etcd fails in varying ways. */
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

  /** Whether the last call to etcd that counts succeeded, or there was none yet. */
  get isAvailable(): boolean {
    return this.#kinds.size === 0;
  }

  /** A call to etcd failed. */
  noteFailure({ kind, message }: EtcdFailure): void {
    if (kind === "cancelled") return;
    this.#message = message;
    if (this.#kinds.has(kind)) return;
    if (this.#kinds.size === 0) this.#begin();
    this.#kinds.add(kind);
    this.#log.warn("Etcd is unavailable; changes are kept in the journal", {
      failure: kind,
      reason: message,
    });
    if (kind !== "no-space") return;
    this.#timer?.cancel();
    const what = `Etcd has no space left: compact it, defragment it and disarm the alarm (${message})`;
    this.#alert({ severity: "Critical", reason: "EtcdNoSpace", message: what });
  }

  /** A write to etcd succeeded. */
  noteSuccess(): void {
    this.#timer?.cancel();
    if (this.#kinds.size === 0) return;
    this.#kinds.clear();
    const outageMs = Math.round(this.#clock.monotonicMs() - this.#sinceMs);
    this.#log.info("Etcd is available again", { outageMs });
  }

  stop(): void {
    this.#timer?.cancel();
  }

  #begin(): void {
    this.#sinceMs = this.#clock.monotonicMs();
    this.#timer = this.#clock.schedule(ALERT_AFTER_MS, () => {
      const what = `Etcd has accepted no write for ${ALERT_AFTER_MS / 1_000} s: ${this.#message}`;
      this.#alert({ severity: "Warning", reason: "EtcdUnavailable", message: what });
    });
  }
}
