/** What the daemon sends to the page, as JSON: the interface between the two. Revisions are decimal text. */
import type { AlertSeverity, AlertState } from "../../state/alert.ts";
import type { Criticality, DesiredState, ServiceStateType } from "../../state/model.ts";

/** What a list needs to know of a service. */
export interface ServiceRow {
  readonly id: string;
  readonly state: ServiceStateType;
  readonly desired: DesiredState;
  readonly criticality: Criticality;
  /** "" = none yet. */
  readonly node: string;
  readonly version: string;
  readonly replicas: number;
  readonly available: number;
  readonly restarts: number;
  /** Wall time of the last change of the state. */
  readonly sinceMs: number;
  /** A sentence for people. */
  readonly reason: string;
  readonly isIsolated: boolean;
  readonly isSuppressed: boolean;
  /** Nobody has confirmed the state for too long. */
  readonly isUnknown: boolean;
  readonly dependencies: readonly string[];
}

export interface NodeRow {
  readonly node: string;
  readonly address: string;
  readonly isConnected: boolean;
  readonly silentMs: number;
  readonly services: number;
}

/** Times of one kind since the start, over all criticalities. */
export interface Times {
  readonly count: number;
  /** Upper bounds in milliseconds; -1 = above the last bound. */
  readonly medianMs: number;
  readonly p99Ms: number;
  /** Longer than the budget. */
  readonly late: number;
}

export interface BufferRow {
  readonly name: string;
  readonly used: number;
  readonly capacity: number;
  readonly overflows: number;
}

/** What a person should know. */
export interface AlertRow {
  /** When it was raised first. */
  readonly atMs: number;
  readonly severity: AlertSeverity;
  /** `noted` = it told of a moment. */
  readonly state: AlertState;
  readonly reason: string;
  readonly message: string;
  /** "" = the manager itself. */
  readonly service: string;
  readonly count: number;
  /** "" = it is open. */
  readonly resolution: string;
}

/** The manager at a glance. */
export interface Glance {
  /** Wall time of the daemon, by which ages are reckoned. */
  readonly nowMs: number;
  readonly version: string;
  readonly role: "leader" | "standby";
  readonly leader: string;
  readonly isStale: boolean;
  readonly isReady: boolean;
  readonly uptimeMs: number;
  readonly term: string;
  readonly revision: string;
  readonly services: number;
  readonly queue: number;
  readonly active: number;
  readonly nodes: readonly NodeRow[];
  readonly isControllerReachable: boolean;
  /** Not set = there is no etcd. */
  readonly isEtcdAvailable?: boolean;
  readonly isJournalFailing: boolean;
  readonly writtenBytesPerDay: number;
  readonly residentBytes: number;
  readonly reaction: Times;
  readonly recovery: Times;
  /** Those that are more than half full or had an overflow, the fullest first. */
  readonly buffers: readonly BufferRow[];
  /** The newest first; at most 30. */
  readonly alerts: readonly AlertRow[];
}

/** One message of the stream. */
export type StreamMessage =
  | { readonly kind: "glance"; readonly glance: Glance }
  /** Everything that is shown is void; a snapshot follows. */
  | { readonly kind: "reset"; readonly reason: string }
  /** A part of the snapshot. */
  | { readonly kind: "services"; readonly rows: readonly ServiceRow[] }
  /** The snapshot is whole. */
  | { readonly kind: "whole"; readonly count: number }
  /** Not set = the service is gone. */
  | { readonly kind: "change"; readonly id: string; readonly row?: ServiceRow };

export interface ConditionRow {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
  readonly sinceMs: number;
}

export interface StepRow {
  readonly atMs: number;
  readonly kind: string;
  readonly text: string;
  readonly revision: string;
}

export interface EpisodeRow {
  readonly title: string;
  readonly outcome: string;
  readonly isOver: boolean;
  readonly steps: readonly StepRow[];
}

/** One service, as `describe` and `explain` tell of it. */
export interface ServiceDetail {
  readonly id: string;
  /** Not set = it has ended; its history is still there. */
  readonly row?: ServiceRow;
  readonly conditions: readonly ConditionRow[];
  /** The newest last. */
  readonly episodes: readonly EpisodeRow[];
  /** Older events were overwritten. */
  readonly isCut: boolean;
}
