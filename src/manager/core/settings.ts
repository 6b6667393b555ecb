/** The part of the configuration that the manager works by; units in the names, defaults in `platform/config/config.ts`. */
import type { FaultSettings } from "../../recovery/faults.ts";
import type { FlapSettings } from "../../state/flapping.ts";
import type { IssueType, RecoveryStrategy } from "../../state/issue.ts";
import type { Fallback } from "../../state/model.ts";
import type { WritePaceSettings } from "./write_pace.ts";

export interface ManagerSettings {
  readonly maxServices: number;
  readonly queueCapacity: number;
  readonly trackerChanges: number;
  /** Reconciles at once: in all, and on one node. */
  readonly parallel: number;
  readonly parallelPerNode: number;
  readonly agingMs: number;
  /** Mean time between two background reconciles of a service; 0 = never. */
  readonly resyncMs: number;
  readonly verifyTimeoutMs: number;
  readonly actionDeadlineMs: number;
  readonly actionAttempts: number;
  readonly pendingMs: number;
  readonly initializingMs: number;
  readonly terminatingMs: number;
  readonly unreachableAfterMs: number;
  readonly lostAfterMs: number;
  readonly knownGoodAfterMs: number;
  readonly healthyAfterMs: number;
  readonly backoff: { readonly baseMs: number; readonly capMs: number };
  readonly strategies: Readonly<Partial<Record<IssueType, RecoveryStrategy>>>;
  /** Starts that are let through at once, and per second afterwards. */
  readonly startBurst: number;
  readonly startsPerSecond: number;
  /** Time from a diff to its action on the wire. */
  readonly reactionCriticalMs: number;
  readonly reactionQmMs: number;
  /** Time from the first failure until the service is healthy again. */
  readonly recoveryCriticalMs: number;
  readonly recoveryQmMs: number;
  readonly flap: FlapSettings;
  readonly faults: FaultSettings;
  /** For services that set none; 0 = none. */
  readonly deadlineMs: number;
  readonly fallback: Fallback;
  /** Absence of the controller after which nothing that was planned before is done any more. */
  readonly safeStateAfterMs: number;
  /** How long what was only observed may wait to be stored; not set = not at all. */
  readonly writes?: WritePaceSettings;
  readonly metricsIntervalMs: number;
}
