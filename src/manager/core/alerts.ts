/** Alerts: what a person should know, sent to the MonitoringServer and counted. */
import type { AlertDraft, AlertReason, StateAlert } from "../../state/alert.ts";
import type { Clock } from "../../ports/clock.ts";
import type { IdSource } from "../../ports/random.ts";
import type { Log } from "../../ports/log.ts";
import type { MonitoringPort } from "../../ports/monitoring.ts";

/** Reasons that many services can have in the same moment. */
const MANY_AT_ONCE: ReadonlySet<AlertReason> = new Set(["ReactionBudgetExceeded", "RecoveryBudgetExceeded"]);
const TOLD_EVERY_MS = 10_000;

export class Alerts {
  readonly #monitoring: MonitoringPort;
  readonly #clock: Clock;
  readonly #ids: IdSource;
  readonly #log: Log;
  readonly #told = new Map<AlertReason, { readonly atMs: number; readonly others: number }>();
  #raised = 0;

  constructor(options: {
    readonly monitoring: MonitoringPort;
    readonly clock: Clock;
    readonly ids: IdSource;
    readonly log: Log;
  }) {
    this.#monitoring = options.monitoring;
    this.#clock = options.clock;
    this.#ids = options.ids;
    this.#log = options.log;
  }

  get raised(): number {
    return this.#raised;
  }

  raise(draft: AlertDraft): void {
    this.#raised += 1;
    const told = this.#limited(draft);
    if (told !== undefined) this.#tell(told);
  }

  /** Of what many services do at once the first is told, and how many others there were with the next one. */
  #limited(draft: AlertDraft): AlertDraft | undefined {
    if (!MANY_AT_ONCE.has(draft.reason)) return draft;
    const nowMs = this.#clock.monotonicMs();
    const { atMs, others } = this.#told.get(draft.reason) ?? { atMs: -Infinity, others: 0 };
    if (nowMs - atMs < TOLD_EVERY_MS) {
      this.#told.set(draft.reason, { atMs, others: others + 1 });
      return undefined;
    }
    this.#told.set(draft.reason, { atMs: nowMs, others: 0 });
    return others === 0 ? draft : { ...draft, message: `${draft.message} (and ${others} others before)` };
  }

  #tell(draft: AlertDraft): void {
    const alert: StateAlert = {
      revision: 0n,
      ...draft,
      id: this.#ids.next(),
      timestampMs: this.#clock.wallMs(),
    };
    this.#log.warn("Alert", { reason: draft.reason, resourceId: draft.resourceId, what: draft.message });
    this.#monitoring.queueAlert(alert);
  }
}
