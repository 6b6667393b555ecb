/** Alerts: what a person should know, sent to the MonitoringServer, counted, and the newest of them kept. */
import { RateLimit, type RateLimitState } from "../../kit/rate_limit.ts";
import type { AlertDraft, AlertReason, StateAlert } from "../../state/alert.ts";
import type { Clock } from "../../ports/clock.ts";
import type { IdSource } from "../../ports/random.ts";
import type { Log } from "../../ports/log.ts";
import type { MonitoringPort } from "../../ports/monitoring.ts";
import type { ServiceRecord } from "../../state/record.ts";
import { AlertLog } from "./alert_log.ts";
import { standingAlerts } from "./standing_alerts.ts";

/** Reasons that many services can have in the same moment. */
const MANY_AT_ONCE: readonly AlertReason[] = [
  "ReactionBudgetExceeded",
  "RecoveryBudgetExceeded",
  "DesiredStateNotTaken",
  "ReconcileFailed",
];
/** Of each of those, one in so long is sent. */
const SENT_EVERY_MS = 10_000;

export class Alerts {
  readonly #monitoring: MonitoringPort;
  readonly #clock: Clock;
  readonly #ids: IdSource;
  readonly #log: Log;
  readonly #limits: ReadonlyMap<AlertReason, RateLimit> = new Map(
    MANY_AT_ONCE.map((reason) => [reason, new RateLimit(SENT_EVERY_MS)]),
  );
  /** What was raised, and what became of it. */
  readonly kept = new AlertLog();
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
    const limited = this.#limited(draft);
    if (limited !== undefined) this.#send(limited);
  }

  /** After a start, or when this instance takes over: what was alerted before and still holds, as far as the records say so. */
  remember(records: Iterable<ServiceRecord>): void {
    for (const record of records) {
      for (const alert of standingAlerts(record)) this.kept.addIfNew(alert);
    }
  }

  /** What the manager itself was alerted of is over; `about` as in `AlertLog.resolve`. */
  resolve(reason: AlertReason, text: string, about = ""): void {
    this.kept.resolve(reason, { about, text, nowMs: this.#clock.wallMs() });
  }

  checkpoint(): Partial<Record<AlertReason, RateLimitState>> {
    return Object.fromEntries([...this.#limits].map(([reason, limit]) => [reason, limit.state]));
  }

  restore(states: Readonly<Partial<Record<AlertReason, RateLimitState>>>): void {
    for (const [reason, limit] of this.#limits) limit.restore(states[reason] ?? { leftOut: 0 });
  }

  /** Of what many services do at once the first is sent, and how many others there were with the next one. */
  #limited(draft: AlertDraft): AlertDraft | undefined {
    const limit = this.#limits.get(draft.reason);
    if (limit === undefined) return draft;
    const others = limit.pass(this.#clock.monotonicMs());
    if (others === undefined) return undefined;
    return others === 0 ? draft : { ...draft, message: `${draft.message} (and ${others} others before)` };
  }

  #send(draft: AlertDraft): void {
    const alert: StateAlert = {
      revision: 0n,
      ...draft,
      id: this.#ids.next(),
      timestampMs: this.#clock.wallMs(),
    };
    this.#log.warn("Alert", { reason: draft.reason, resourceId: draft.resourceId, what: draft.message });
    this.kept.add(alert);
    this.#monitoring.queueAlert(alert);
  }
}
