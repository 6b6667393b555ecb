/** Alerts: what a person should know, sent to the MonitoringServer and counted. */
import type { AlertSeverity, Clock, IdSource, Log, MonitoringPort, StateAlert } from "../ports.ts";
import type { IssueType } from "../recovery/model.ts";
import type { ResourceId } from "../state/resource_id.ts";

export const ALERT_REASONS = [
  /** All stages of recovery are used up. */
  "RecoveryExhausted",
  /** A service was isolated: stopped and held back. */
  "ServiceIsolated",
  /** Part of a spec is held back, because the last known good one was put in force again. */
  "SpecHeldBack",
  /** A service goes up and down too often and is left alone for a while. */
  "ServiceDamped",
  /** Recovery did not help within the service's deadline. */
  "RecoveryDeadlinePassed",
  /** A service took longer to be well again than its budget allows. */
  "RecoveryBudgetExceeded",
  /** The queue was full, and work on less critical services was put off. */
  "LoadShed",
  /** Nothing happens although there is work; the service manager starts the program anew. */
  "EngineHung",
  /** A service waits longer than it should for a dependency or a node. */
  "StuckTransition",
  /** A stop did not work in time. */
  "StopFailed",
  /** A node was given up. */
  "NodeLost",
  /** The ActionController does not answer. */
  "ControllerUnreachable",
  /** A critical diff was not answered within its budget. */
  "ReactionBudgetExceeded",
  /** A node runs something that is not known here. */
  "UnknownWorkload",
  /** The journal cannot be written. */
  "JournalFailed",
  /** etcd does not answer, or refuses what is written: nothing is lost, but others do not see it. */
  "EtcdUnavailable",
  /** etcd has no space left for what is written. */
  "EtcdNoSpace",
  /** Another component wrote a spec or a registration that cannot be read. */
  "DesiredStateRefused",
  /** Another instance writes under the same prefix although this one should be alone. */
  "SecondInstance",
] as const;
export type AlertReason = typeof ALERT_REASONS[number];

/** Reasons that many services can have in the same moment. */
const MANY_AT_ONCE: ReadonlySet<AlertReason> = new Set(["ReactionBudgetExceeded", "RecoveryBudgetExceeded"]);
const TOLD_EVERY_MS = 10_000;

export interface AlertDraft {
  readonly resourceId?: ResourceId;
  readonly severity: AlertSeverity;
  readonly reason: AlertReason;
  readonly message: string;
  readonly issueType?: IssueType;
  readonly revision?: bigint;
}

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
