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
import { backoffDelayMs } from "../kit/backoff.ts";
import type { ApplySettings, Step } from "../reconciliation/apply/step.ts";
import type { StepDraft } from "../reconciliation/apply/step_draft.ts";
import { isSameConfig } from "../state/config_map.ts";
import type {
  IssueType,
  RecoveryAction,
  RecoveryStrategy,
  ServiceIssue,
  StrategyOverrides,
} from "../state/issue.ts";
import { effectiveSpec, type Fallback, type ServiceSpec, type ServiceState } from "../state/model.ts";
import { shareUp } from "../state/stability.ts";
import { executeRecovery } from "./action.ts";

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
  return whyImpossible(action, possible) === undefined;
}

/** Why the action leads nowhere, a part of a sentence; undefined = it does not. The one rule for recovery by itself and by operators. */
export function whyImpossible(action: RecoveryAction, possible: RecoveryPossibilities): string | undefined {
  if (action === "Relocate" && !possible.canRelocate) return "no other node can run the service";
  if (action === "RollbackVersion" && !possible.canRollbackVersion) {
    return "no other version is known to be good";
  }
  if (action === "ResetConfig" && !possible.canResetConfig) {
    return "no other configuration is known to be good";
  }
  return undefined;
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
 * Example: `Restart: had its 3 attempts; Recreate: chosen; Relocate: no other node can run the service; Isolate: later`.
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
    const impossible = whyImpossible(action, options.possible);
    if (impossible !== undefined) return `${action}: ${impossible}`;
    if (at >= 0 && index > at) return `${action}: later`;
    const attempts = attemptsPerStage(strategy);
    return `${action}: had its ${attempts === 1 ? "attempt" : `${attempts} attempts`}`;
  }).join("; ");
}

/** A service that was up for so much of the time in which it kept failing is kept up (docs/adr/0021). */
const KEPT_UP_SHARE = 0.95;
/** What a failure costs those who need the service, besides the time that it is down: so many short outages are not nothing. */
const FAILURE_COST_MS = 5_000;
/** What leaves a service down. */
const GIVES_UP: ReadonlySet<RecoveryAction> = new Set(["Isolate", "Notify"]);
/** What brings it up again where it is and as it is. */
const RESTORES: ReadonlySet<RecoveryAction> = new Set(["Restart", "Recreate"]);

/** The share of the time since the first of the failures that are remembered. */
function shareUpOf({ record, context }: StepDraft, issue: ServiceIssue): number {
  const { recovery, service } = record;
  const fault = service.status.faults?.find(({ issueType }) => issueType === issue.type);
  const failures = Math.max(recovery?.failureCount ?? 0, fault?.occurrences ?? 0);
  return shareUp(context.tracker().ring, {
    falls: failures + 1,
    fallMs: FAILURE_COST_MS,
    nowMs: context.nowMs,
  });
}

/** The second time that it is seen, and whenever it was seen twice as often: in proportion, and never for ever. */
function reportUnstable(draft: StepDraft, issue: ServiceIssue, share: number): void {
  const { metadata: { id: resourceId }, status } = draft.service;
  const times = status.faults?.find(({ issueType }) => issueType === issue.type)?.occurrences ?? 0;
  if (times < 2 || !Number.isInteger(Math.log2(times))) return;
  const message = `${resourceId} fails again and again (${issue.type}, ${times} times) and is kept up, ` +
    `because it was up ${percent(share)}: ${issue.evidence}`;
  draft.alert({ resourceId, severity: "Warning", reason: "ServiceUnstable", message, issueType: issue.type });
}

function percent(share: number): string {
  return `${(Math.floor(share * 1_000) / 10).toFixed(1)} % of the time`;
}

/** Apply staged recovery process: the action of the stage that the failures so far lead to, and when the next one may follow. */
export function attemptStagedRecovery(draft: StepDraft, issue: ServiceIssue): Step {
  const { record, context: { nowMs, settings, random01, otherNode } } = draft;
  const { recovery, service } = record;
  const attempt = (recovery?.failureCount ?? 0) + 1;
  const isSameIssue = recovery?.issueType === issue.type;
  const strategy = getRecoveryStrategy(service.spec, issue.type, settings.strategies);
  const options = {
    failureCount: isSameIssue ? recovery.issueFailures : 0,
    possible: recoveryPossibilities(service, otherNode(service) !== undefined),
    lastAction: isSameIssue ? recovery.lastAction : undefined,
  };
  // Nothing that is left on a lost node can be mended there: where another one may take the service, it does, however often.
  const moves = issue.type === "NodeLost" && options.possible.canRelocate &&
    strategy.actions.includes("Relocate");
  const staged = moves ? "Relocate" : determineNextAction(strategy, options);
  const share = shareUpOf(draft, issue);
  const kept = share >= KEPT_UP_SHARE && GIVES_UP.has(staged)
    ? strategy.actions.findLast((stage) => RESTORES.has(stage))
    : undefined;
  const action = kept ?? staged;
  const stages = describeStages(strategy, action, options);
  const why = kept === undefined ? "" : `; ${staged}: the service is kept up, it was up ${percent(share)}`;
  const result = executeRecovery(draft, action, issue, `${stages}${why}`);
  if (share >= KEPT_UP_SHARE && result.kind === "started") reportUnstable(draft, issue, share);
  if (issue.type === "Flapping") draft.know("damping", { isTreated: true });
  // Nothing was tried on a lost node, so there is nothing to wait for once it is back.
  if (result.kind === "notified" && issue.type === "NodeLost") return draft.again();
  const range = { baseMs: backoffBaseMs(service.spec, issue.type, settings), capMs: settings.backoff.capMs };
  const delayMs = backoffDelayMs(attempt, { ...range, random01: random01() });
  draft.know("backoff", { retryAtMs: nowMs + delayMs });
  if (result.kind === "impossible") executeRecovery(draft, "Notify", { ...issue, evidence: result.why });
  return draft.again();
}

/** That of the strategy, where spec or configuration replaces the default one. */
function backoffBaseMs(spec: ServiceSpec, type: IssueType, settings: ApplySettings): number {
  const strategy = spec.recovery[type] ?? settings.strategies[type];
  return strategy?.backoffDelayMs ?? settings.backoff.baseMs;
}

const FALLBACK_TEXTS: Readonly<Record<Fallback, string>> = {
  Isolate: "it is stopped and isolated",
  Terminate: "the service is terminated",
  KeepDegraded: "the service is kept degraded",
};

/** Recovery has not helped in time: what the service declared as its safe state. */
export function fallBack(draft: StepDraft, issue: ServiceIssue, fallback: Fallback): Step {
  const message = `Recovery has not helped in time, ${FALLBACK_TEXTS[fallback]}: ${issue.evidence}`;
  const action = fallback === "KeepDegraded" ? "Notify" : "Isolate";
  const stages = `${action}: chosen; further recovery: its time limit is reached`;
  executeRecovery(draft, action, { ...issue, evidence: message }, stages);
  const resourceId = draft.service.metadata.id;
  draft.alert({ resourceId, severity: "Critical", reason: "RecoveryDeadlinePassed", message });
  draft.know("deadline", { brokenSinceMs: undefined });
  return draft.again();
}
