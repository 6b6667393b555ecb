/**
 * What is wrong with a service, and which way out of it comes next (design section 5; seed `recovery/strategy.rs`).
 *
 * Owns the default strategies, the order of escalation and the names that faults are given. Carrying an action out is
 * `manager/core/recovery.ts`; waiting between attempts is `backoff.ts`.
 *
 * I1  With what is possible unchanged, more failures never lead back to an earlier stage.
 * I2  Each possible stage gets `attemptsPerStage` attempts; the last one stays in force.
 * I3  An action that is not possible is never the answer; where nothing else is left, the answer is Notify.
 */
import { isSameConfig } from "../state/config_map.ts";
import { isMissing, type StateDiff, type StatusReason } from "../state/diff.ts";
import { effectiveSpec, type ServiceSpec, type ServiceState } from "../state/model.ts";
import type { IssueType, RecoveryAction, RecoveryStrategy, ServiceIssue } from "../state/issue.ts";

const GENTLE = { maxRetryCount: 3, backoffDelayMs: 500, escalationThreshold: 3 } as const;
/** Where trying the same again is of little use. */
const QUICK = { maxRetryCount: 3, backoffDelayMs: 500, escalationThreshold: 2 } as const;

/** The strategy for each type of issue that neither spec nor configuration replaces. */
export const DEFAULT_STRATEGIES = {
  Crash: { ...GENTLE, actions: ["Restart", "Recreate", "Relocate", "Isolate", "Notify"] },
  CrashLoop: { ...QUICK, actions: ["Recreate", "RollbackVersion", "Relocate", "Isolate", "Notify"] },
  Unresponsive: { ...GENTLE, actions: ["Restart", "Recreate", "Relocate", "Notify"] },
  StartFailure: { ...GENTLE, actions: ["Restart", "Recreate", "RollbackVersion", "Notify"] },
  StuckTransition: { ...QUICK, actions: ["Restart", "Recreate", "Notify"] },
  ConfigInvalid: { ...QUICK, actions: ["ResetConfig", "RollbackVersion", "Notify"] },
  VersionFault: { ...QUICK, actions: ["RollbackVersion", "Isolate", "Notify"] },
  ResourceExhausted: { ...GENTLE, actions: ["Restart", "Relocate", "Isolate", "Notify"] },
  NodeLost: { ...GENTLE, actions: ["Relocate", "Notify"] },
  DependencyFailed: { ...QUICK, actions: ["Notify"] },
  Flapping: { ...QUICK, actions: ["Isolate", "Notify"] },
  Unknown: { ...GENTLE, actions: ["Restart", "Notify"] },
} as const satisfies Record<IssueType, RecoveryStrategy>;

/** Strategies that replace the default ones. */
export type StrategyOverrides = Readonly<Partial<Record<IssueType, RecoveryStrategy>>>;

/** Get recovery strategy for a specific issue type: from the spec, else from the configuration, else the default. */
export function getRecoveryStrategy(
  spec: Pick<ServiceSpec, "recovery">,
  issueType: IssueType,
  globalOverrides: StrategyOverrides = {},
): RecoveryStrategy {
  return spec.recovery[issueType] ?? globalOverrides[issueType] ?? DEFAULT_STRATEGIES[issueType];
}

/** Attempts at one stage before the next one: the smaller of the two limits, at least 1. */
export function attemptsPerStage(strategy: RecoveryStrategy): number {
  return Math.max(1, Math.min(strategy.maxRetryCount, strategy.escalationThreshold));
}

/** Which actions make sense for a service now. */
export interface RecoveryPossibilities {
  /** Another node could take it. */
  readonly canRelocate: boolean;
  /** Last known good has another version than the one in force. */
  readonly canRollbackVersion: boolean;
  /** Last known good has another config than the one in force. */
  readonly canResetConfig: boolean;
}

/** What is possible for the service, given whether another node could take it. */
export function recoveryPossibilities(service: ServiceState, canRelocate: boolean): RecoveryPossibilities {
  const good = service.status.lastKnownGood;
  const spec = effectiveSpec(service);
  return {
    canRelocate,
    canRollbackVersion: good !== undefined && good.version !== spec.version,
    canResetConfig: good !== undefined && !isSameConfig(good.config, spec.config),
  };
}

function isPossible(action: RecoveryAction, possible: RecoveryPossibilities): boolean {
  if (action === "Relocate") return possible.canRelocate;
  if (action === "RollbackVersion") return possible.canRollbackVersion;
  if (action === "ResetConfig") return possible.canResetConfig;
  return true;
}

export interface EscalationOptions {
  readonly failureCount: number;
  readonly possible: RecoveryPossibilities;
  /**
   * Action of the newest attempt. No earlier stage is chosen, even if an action has become possible meanwhile; while
   * what is possible stays the same it makes no difference.
   */
  readonly lastAction?: RecoveryAction | undefined;
}

/** Determine next recovery action: the stage that this many failures lead to, of those that are possible (I1-I3). */
export function determineNextAction(strategy: RecoveryStrategy, options: EscalationOptions): RecoveryAction {
  const stages = possibleStages(strategy, options.possible);
  const reached = Math.min(Math.floor(options.failureCount / attemptsPerStage(strategy)), stages.length - 1);
  const action = stages[reached] ?? "Notify";
  const { lastAction } = options;
  if (lastAction === undefined) return action;
  const order = strategy.actions;
  const floor = order.indexOf(lastAction);
  if (order.indexOf(action) >= floor) return action;
  return stages.find((stage) => order.indexOf(stage) >= floor) ?? "Notify";
}

function possibleStages(
  strategy: RecoveryStrategy,
  possible: RecoveryPossibilities,
): readonly RecoveryAction[] {
  return strategy.actions.filter((action) => isPossible(action, possible));
}

/**
 * The stages in a sentence, with why each but `chosen` is not the one: for people who ask why this and not something else.
 * Example: `Restart: had its 3 attempts; Recreate: chosen; Relocate: no other node can take it; Isolate: later`.
 */
export function describeStages(
  strategy: RecoveryStrategy,
  chosen: RecoveryAction,
  options: EscalationOptions,
): string {
  const order = strategy.actions;
  const at = order.indexOf(chosen);
  return order.map((action, index) => {
    if (action === chosen) return `${action}: chosen`;
    if (!isPossible(action, options.possible)) return `${action}: ${IMPOSSIBLE[action] ?? "not possible"}`;
    if (at >= 0 && index > at) return `${action}: later`;
    const attempts = attemptsPerStage(strategy);
    return `${action}: had its ${attempts === 1 ? "attempt" : `${attempts} attempts`}`;
  }).join("; ");
}

const IMPOSSIBLE: Readonly<Partial<Record<RecoveryAction, string>>> = {
  Relocate: "no other node can take it",
  RollbackVersion: "no other version is known to be good",
  ResetConfig: "no other configuration is known to be good",
};

/** Whether every stage that acts has had its attempts: what is left is to tell a person. */
export function isExhausted(strategy: RecoveryStrategy, options: EscalationOptions): boolean {
  const acting = possibleStages(strategy, options.possible).filter((action) => action !== "Notify");
  return options.failureCount >= acting.length * attemptsPerStage(strategy) ||
    determineNextAction(strategy, options) === "Notify";
}

/** What else is known when a fault is named. */
export interface IssueContext {
  /** Failures in the present window, without this one. */
  readonly recentFailures: number;
  /** The version in force is not the last known good one. */
  readonly hasNewVersion: boolean;
  /** The config in force is not the last known good one. */
  readonly hasNewConfig: boolean;
  /** Failures after which a crash counts as a loop; default 3 (the fourth crash). */
  readonly crashLoopAfter?: number;
  /** Its node was given up. */
  readonly lostNode?: string;
  /** A service that it depends on, which is down. */
  readonly failedDependency?: string;
  /** A transient phase that lasts too long. */
  readonly stuck?: { readonly state: string; readonly forMs: number; readonly limitMs: number };
  /** It goes up and down too often: what was seen. */
  readonly flapping?: string;
  /** Ids of what was seen, oldest first; default: the diff. */
  readonly causation?: readonly string[];
}

/** Failures after which a crash counts as a loop. */
export const DEFAULT_CRASH_LOOP_AFTER = 3;

/**
 * Gives what was seen its name. The place it is in goes first (a lost node explains everything on it), then what the node
 * saw, then what only time shows. Without any of them the issue is Unknown.
 */
export function classifyIssue(diff: StateDiff | undefined, context: IssueContext): ServiceIssue {
  const causation = context.causation ??
    (diff === undefined ? [] : [`diff:${diff.node}/${diff.sequence}`]);
  const [type, evidence] = nameOf(diff, context);
  return { type, evidence, causation };
}

/** What the service was like when last seen well, for `classifyIssue`. */
export function changesSinceKnownGood(
  service: ServiceState,
): Pick<IssueContext, "hasNewVersion" | "hasNewConfig"> {
  const { canRollbackVersion, canResetConfig } = recoveryPossibilities(service, false);
  return { hasNewVersion: canRollbackVersion, hasNewConfig: canResetConfig };
}

type Name = readonly [IssueType, string];

function nameOf(diff: StateDiff | undefined, context: IssueContext): Name {
  if (context.lostNode !== undefined) {
    return ["NodeLost", `Node ${context.lostNode} has been silent for too long`];
  }
  if (context.failedDependency !== undefined) {
    return ["DependencyFailed", `${context.failedDependency}, which it depends on, is down`];
  }
  const seen = diff && nameOfStatus(diff, context);
  if (seen !== undefined) return seen;
  if (context.flapping !== undefined) return ["Flapping", context.flapping];
  if (context.stuck !== undefined) {
    const { state, forMs, limitMs } = context.stuck;
    return ["StuckTransition", `${state} for ${inSeconds(forMs)}; the limit is ${inSeconds(limitMs)}`];
  }
  if (diff !== undefined && isMissing(diff)) {
    return nameOfCrash(`It is gone from ${diff.node}`, context);
  }
  return ["Unknown", diff === undefined ? "Nothing was seen of it" : `It is not as wanted on ${diff.node}`];
}

function nameOfStatus(diff: StateDiff, context: IssueContext): Name | undefined {
  const { statusDiff } = diff;
  if (statusDiff === undefined) return undefined;
  const code = statusDiff.exitCode === undefined ? "" : ` (exit code ${statusDiff.exitCode})`;
  const evidence = `${statusDiff.message || DEFAULT_EVIDENCE[statusDiff.reason]}${code}`;
  switch (statusDiff.reason) {
    case "ConfigRejected":
      return ["ConfigInvalid", evidence];
    case "ResourceExhausted":
      return ["ResourceExhausted", evidence];
    case "Unresponsive":
      return ["Unresponsive", evidence];
    case "StartFailed":
      return nameOfStartFailure(evidence, context);
    case "Crashed":
      return nameOfCrash(evidence, context);
    case "Starting":
    case "Stopping":
    case "Unspecified":
      return undefined;
  }
}

const DEFAULT_EVIDENCE = {
  ConfigRejected: "It refused its configuration",
  ResourceExhausted: "It ran out of a resource",
  Unresponsive: "It is alive and does not answer",
  StartFailed: "It ended before it was ever healthy",
  Crashed: "It ended by itself",
  Starting: "It is starting",
  Stopping: "It is stopping",
  Unspecified: "It is not in the wanted phase",
} as const satisfies Record<StatusReason, string>;

/** A service that never came up is judged by what is new about it: first the version, then the config. */
function nameOfStartFailure(evidence: string, context: IssueContext): Name {
  if (context.hasNewVersion) return ["VersionFault", `${evidence}; its version is new`];
  if (context.hasNewConfig) return ["ConfigInvalid", `${evidence}; its configuration is new`];
  return ["StartFailure", evidence];
}

/** One crash can happen to anybody; the second one of something new, before it was ever known to be good, is put down to what is new. */
function nameOfCrash(evidence: string, context: IssueContext): Name {
  if (context.recentFailures >= 1 && context.hasNewVersion) {
    return ["VersionFault", `${evidence}; its version is new and was never well for long enough`];
  }
  if (context.recentFailures >= 1 && context.hasNewConfig) {
    return ["ConfigInvalid", `${evidence}; its configuration is new and was never well for long enough`];
  }
  const { recentFailures, crashLoopAfter = DEFAULT_CRASH_LOOP_AFTER } = context;
  if (recentFailures < crashLoopAfter) return ["Crash", evidence];
  return ["CrashLoop", `${evidence}; failure ${recentFailures + 1} in a row`];
}

function inSeconds(ms: number): string {
  return `${Math.round(ms / 100) / 10} s`;
}
