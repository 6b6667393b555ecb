/** The words of recovery: what can be wrong with a service, and what can be done about it (design section 5). */

export const RECOVERY_ACTIONS = [
  "Restart",
  "Recreate",
  "Relocate",
  "RollbackVersion",
  "ResetConfig",
  "Notify",
  "Isolate",
] as const;
/** Recovery action types (seed `recovery/action.rs`). */
export type RecoveryAction = typeof RECOVERY_ACTIONS[number];

export const ISSUE_TYPES = [
  "Crash",
  "CrashLoop",
  "Unresponsive",
  "StartFailure",
  "StuckTransition",
  "ConfigInvalid",
  "VersionFault",
  "ResourceExhausted",
  "NodeLost",
  "DependencyFailed",
  "Flapping",
  "Unknown",
] as const;
export type IssueType = typeof ISSUE_TYPES[number];

/** Recovery strategy configuration (seed `recovery/strategy.rs`). */
export interface RecoveryStrategy {
  /** Attempts at one stage before the next one, 1 to 100. */
  readonly maxRetryCount: number;
  /** Base of the exponential backoff with full jitter, milliseconds. */
  readonly backoffDelayMs: number;
  /** Failures within one stage after which it is left early, 1 to 100; the smaller of this and `maxRetryCount` counts. */
  readonly escalationThreshold: number;
  /** Stages, gentlest first; the last one stays in force when all are used up. Never empty. */
  readonly actions: readonly RecoveryAction[];
}

/** What is wrong with a service, with the evidence for it. */
export interface ServiceIssue {
  readonly type: IssueType;
  /** A sentence for people: what was seen. */
  readonly evidence: string;
  /** Ids of what was seen, oldest first (a diff, a plan, an action). */
  readonly causation: readonly string[];
}

/** What is remembered about the recovery of one service; persisted, so that a reboot does not refill it. */
export interface RecoveryRecord {
  /** Type of the issue that is being treated. */
  readonly issueType: IssueType;
  /** Failures since the service was last healthy for long enough: grows with each attempt, drives the backoff. */
  readonly failureCount: number;
  /** Those of them under the present type of issue: drives the escalation. */
  readonly issueFailures: number;
  /** Attempts carried out so far, by action, since the record was opened. */
  readonly attempts: Readonly<Partial<Record<RecoveryAction, number>>>;
  /** Action of the newest attempt; not set before the first. */
  readonly lastAction?: RecoveryAction;
  /** Wall time of the newest attempt, for people. */
  readonly lastAttemptAtMs: number;
  /** Evidence of the newest issue, for people. */
  readonly evidence: string;
}

/** What an operator asks for. `reason` is for the history. */
export type RecoveryRequest =
  | {
    readonly kind: "recover";
    readonly action: RecoveryAction;
    readonly reason: string;
    readonly by?: string;
  }
  /** `ttlMs` not set = until it is released. */
  | { readonly kind: "isolate"; readonly reason: string; readonly ttlMs?: number; readonly by?: string }
  | { readonly kind: "release"; readonly reason: string; readonly by?: string };

/** Strategies that replace the default ones. */
export type StrategyOverrides = Readonly<Partial<Record<IssueType, RecoveryStrategy>>>;
