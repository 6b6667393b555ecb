/**
 * What is wrong with a service: gives what was seen its name (design section 5). Pure.
 */
import { isMissing, type StateDiff, type StatusReason } from "../state/diff.ts";
import type { IssueType, ServiceIssue } from "../state/issue.ts";
import type { ServiceState } from "../state/model.ts";
import { recoveryPossibilities } from "./strategy.ts";

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

/** What the service was like when it was last healthy, for `classifyIssue`. */
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
    return ["DependencyFailed", `Its dependency ${context.failedDependency} is down`];
  }
  const seen = diff && nameOfStatus(diff, context);
  if (seen !== undefined) return seen;
  if (context.flapping !== undefined) return ["Flapping", context.flapping];
  if (context.stuck !== undefined) {
    const { state, forMs, limitMs } = context.stuck;
    return ["StuckTransition", `${state} for ${inSeconds(forMs)}; the limit is ${inSeconds(limitMs)}`];
  }
  if (diff !== undefined && isMissing(diff)) {
    return nameOfCrash(`The service is gone from ${diff.node}`, context);
  }
  return [
    "Unknown",
    diff === undefined
      ? "No node has reported the service"
      : `The service is not in sync with its spec on ${diff.node}`,
  ];
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
    case "NoDefinition":
    case "Unspecified":
      return undefined;
  }
}

const DEFAULT_EVIDENCE = {
  ConfigRejected: "The service refused its configuration",
  ResourceExhausted: "The service ran out of a resource",
  Unresponsive: "The process lives and does not answer",
  StartFailed: "The process ended before it was ever healthy",
  Crashed: "The process ended by itself",
  Starting: "The service is starting",
  Stopping: "The service is stopping",
  NoDefinition: "The node does not know how to run the service",
  Unspecified: "The service is not in its desired phase",
} as const satisfies Record<StatusReason, string>;

/** A service that never came up is judged by what is new about it: first the version, then the config. */
function nameOfStartFailure(evidence: string, context: IssueContext): Name {
  if (context.hasNewVersion) return ["VersionFault", `${evidence}; its version is new`];
  if (context.hasNewConfig) return ["ConfigInvalid", `${evidence}; its configuration is new`];
  return ["StartFailure", evidence];
}

/** One crash can happen to any service; the second one of something new, before it was ever known to be good, is put down to what is new. */
function nameOfCrash(evidence: string, context: IssueContext): Name {
  if (context.recentFailures >= 1 && context.hasNewVersion) {
    return ["VersionFault", `${evidence}; its version is new and was never healthy for long enough`];
  }
  if (context.recentFailures >= 1 && context.hasNewConfig) {
    return ["ConfigInvalid", `${evidence}; its configuration is new and was never healthy for long enough`];
  }
  const { recentFailures, crashLoopAfter = DEFAULT_CRASH_LOOP_AFTER } = context;
  if (recentFailures < crashLoopAfter) return ["Crash", evidence];
  return ["CrashLoop", `${evidence}; failure ${recentFailures + 1} in a row`];
}

function inSeconds(ms: number): string {
  return `${Math.round(ms / 100) / 10} s`;
}
