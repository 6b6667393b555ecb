/** Alerts: what a person should know. */
import type { IssueType } from "./issue.ts";
import type { ResourceId } from "./resource_id.ts";

export const ALERT_REASONS = [
  /** All stages of recovery are used up. */
  "RecoveryExhausted",
  /** A service was isolated: stopped, and no action is taken. */
  "ServiceIsolated",
  /** Part of a spec is quarantined, because the last known good one was put in force again. */
  "SpecHeldBack",
  /** A service fails again and again, and is kept up because it is up for most of the time. */
  "ServiceUnstable",
  /** A service goes up and down too often and is suppressed for a while. */
  "ServiceDamped",
  /** Recovery did not help within the service's deadline. */
  "RecoveryDeadlinePassed",
  /** A service took longer to be healthy again than its budget allows. */
  "RecoveryBudgetExceeded",
  /** The queue was full, and work on less critical services was put off. */
  "LoadShed",
  /** Nothing happens although there is work; the service manager starts the program anew. */
  "EngineHung",
  /** A service waits longer than it should for a dependency or a node. */
  "StuckTransition",
  /** A fault of this program keeps it from reconciling a service. */
  "ReconcileFailed",
  /** A difference returns each time after it was mended: something else changes the service. */
  "DifferenceReturns",
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
  /** A node does not take the desired state of a service, however often it is sent. */
  "DesiredStateNotTaken",
  /** Peers have seen a higher term than this State Manager has, and refuse it. */
  "FencedOut",
  /** Another instance writes under the same prefix although this one should be alone. */
  "SecondInstance",
  /** The own certificate expires soon, or has expired. */
  "CertificateExpires",
] as const;
export type AlertReason = typeof ALERT_REASONS[number];

export type AlertSeverity = "Info" | "Warning" | "Critical";

/** An alert before it has its id and time. */
export interface AlertDraft {
  readonly resourceId?: ResourceId;
  readonly severity: AlertSeverity;
  readonly reason: AlertReason;
  readonly message: string;
  readonly issueType?: IssueType;
  readonly revision?: bigint;
}

/** Something a person should know. */
export interface StateAlert {
  readonly id: string;
  /** Not set = the manager itself. */
  readonly resourceId?: ResourceId;
  readonly severity: AlertSeverity;
  /** One word for programs. */
  readonly reason: string;
  readonly message: string;
  readonly timestampMs: number;
  readonly issueType?: IssueType;
  readonly revision: bigint;
}

/** Reasons that tell of a moment: there is nothing that could be over. */
export const MOMENTARY_ALERTS: ReadonlySet<string> = new Set<AlertReason>([
  "LoadShed",
  "EngineHung",
  "ReactionBudgetExceeded",
  "RecoveryBudgetExceeded",
  "UnknownWorkload",
  "SecondInstance",
  "CertificateExpires",
]);

/** An alert as it is kept, with what became of it. */
export interface KeptAlert extends StateAlert {
  /** How often it was raised while it was open. */
  readonly count: number;
  /** Wall time of the newest of those. */
  readonly lastMs: number;
  /** Not set = it is open, or tells of a moment. */
  readonly resolution?: { readonly atMs: number; readonly text: string };
}

/** Whether what an alert says still holds: `noted` = it told of a moment. */
export type AlertState = "open" | "resolved" | "noted";

export function alertState({ reason, resolution }: KeptAlert): AlertState {
  if (resolution !== undefined) return "resolved";
  return MOMENTARY_ALERTS.has(reason) ? "noted" : "open";
}
