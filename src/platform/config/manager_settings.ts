/** Converts the configuration to the settings of the manager. */
import type { ManagerSettings } from "../../manager/core/settings.ts";
import { ISSUE_TYPES, type IssueType, type RecoveryStrategy } from "../../state/issue.ts";
import { DEFAULT_STRATEGIES } from "../../recovery/strategy.ts";
import type { Config } from "./config.ts";

/** Largest factor by which the commit window of the journal widens as the daily budget is approached. */
const MAX_WINDOW_FACTOR = 120;

export function managerSettings(config: Config): ManagerSettings {
  const { limits, reconcile, timeouts, node, recovery } = config;
  return {
    maxServices: limits.services,
    queueCapacity: limits.queue,
    trackerChanges: limits.trackerChanges,
    parallel: reconcile.parallel,
    parallelPerNode: reconcile.parallelPerNode,
    agingMs: reconcile.agingMs,
    resyncMs: reconcile.resyncMs,
    verifyTimeoutMs: reconcile.verifyTimeoutMs,
    actionDeadlineMs: reconcile.actionDeadlineMs,
    actionAttempts: reconcile.actionAttempts,
    pendingMs: timeouts.pendingMs,
    initializingMs: timeouts.initializingMs,
    terminatingMs: timeouts.terminatingMs,
    unreachableAfterMs: node.unreachableAfterMs,
    lostAfterMs: node.lostAfterMs,
    knownGoodAfterMs: recovery.knownGoodAfterMs,
    healthyAfterMs: recovery.healthyAfterMs,
    backoff: { baseMs: recovery.backoffBaseMs, capMs: recovery.backoffCapMs },
    strategies: strategiesOf(config),
    startBurst: recovery.startBurst,
    startsPerSecond: recovery.startRate,
    reactionCriticalMs: config.reactionBudget.criticalMs,
    reactionQmMs: config.reactionBudget.qmMs,
    recoveryCriticalMs: config.recoveryBudget.criticalMs,
    recoveryQmMs: config.recoveryBudget.qmMs,
    flap: {
      suppressFrom: config.flapping.suppressFrom,
      reuseBelow: config.flapping.reuseBelow,
      halfLifeMs: config.flapping.halfLifeMs,
      maxDampedMs: config.flapping.maxDampedMs,
    },
    faults: { confirmAfter: recovery.confirmAfter, clearAfterCycles: recovery.clearAfter },
    deadlineMs: recovery.deadlineMs,
    fallback: recovery.fallback,
    safeStateAfterMs: recovery.safeStateAfterMs,
    writes: {
      budgetBytesPerDay: config.journal.budgetPerDayBytes,
      baseMs: config.journal.windowMs,
      maxMs: MAX_WINDOW_FACTOR * config.journal.windowMs,
    },
    metricsIntervalMs: config.monitoringServer.metricsIntervalMs,
  };
}

/** The configured parts of each strategy, completed from the default one. */
function strategiesOf(config: Config): Readonly<Partial<Record<IssueType, RecoveryStrategy>>> {
  const strategies: Partial<Record<IssueType, RecoveryStrategy>> = {};
  for (const type of ISSUE_TYPES) {
    const given = config.recovery.strategies[type];
    if (given !== undefined) strategies[type] = { ...DEFAULT_STRATEGIES[type], ...given };
  }
  return strategies;
}
