/**
 * What is known of a service only while the program runs, as plain data in groups: the newest observations of the nodes, and times on
 * the monotonic clock. Nothing changes a value of these types; each step makes new ones.
 *
 * I1: one observation per service of its own node and one of another node: a flood of any size needs no more.
 * I2: of one node and stream an older observation never replaces a newer one.
 *
 * Which event resets which group is one table, `reconciliation/apply/resets.ts`.
 */
import type { StateDiff } from "./diff.ts";

/** What the nodes reported. */
export interface ObservationFacts {
  /** Newest observation of the assigned node. */
  readonly diff?: StateDiff | undefined;
  /** Newest observation of a node that the service is not assigned to. */
  readonly stray?: StateDiff | undefined;
  /** When the oldest observation arrived that was not reacted to; not set = none. */
  readonly reactFromMs?: number | undefined;
  /** Anything of the service was seen on its node since this start. */
  readonly wasSeenUp: boolean;
}

/** How long the present phase lasts. */
export interface PhaseFacts {
  readonly sinceMs: number;
  /** An alert said that the service waits for too long in this phase. */
  readonly isStuckReported: boolean;
}

/** How far the stored plan is, beyond what is stored of it. */
export interface PlanFacts {
  /** The plan must be seen to have worked by then; not set before it is acknowledged. */
  readonly verifyUntilMs?: number | undefined;
  /** Observations from this number on speak of the time after the plan's actions. */
  readonly verifyFromSequence?: bigint | undefined;
  /** Since when the plan waits for the controller. */
  readonly parkedSinceMs?: number | undefined;
  /** Rounds of asking for its next action that did not tell how it ended. */
  readonly postponements: number;
  /** Plans in a row that were to stop something and did not. */
  readonly stopFailures: number;
}

/** When something may be tried again. */
export interface BackoffFacts {
  /** No recovery and no repeated plan before this time. */
  readonly retryAtMs: number;
}

/** Flapping and faults that age. */
export interface DampingFacts {
  /** When the service flapped last; penalties decay from there. */
  readonly flappedAtMs: number;
  /** It flaps and is suppressed until then. */
  readonly untilMs?: number | undefined;
  /** The strategy against flapping was applied in this suppression. */
  readonly isTreated: boolean;
  /** When its faults aged last. */
  readonly agedAtMs: number;
}

export interface IsolationFacts {
  /** The isolation ends then; not set = when the service is released. */
  readonly untilMs?: number | undefined;
}

/** What the recovery deadline counts from. */
export interface DeadlineFacts {
  /** When the service stopped being healthy; not set = it is. */
  readonly brokenSinceMs?: number | undefined;
}

export interface ServiceRuntime {
  readonly observation: ObservationFacts;
  readonly phase: PhaseFacts;
  readonly plan: PlanFacts;
  readonly backoff: BackoffFacts;
  readonly damping: DampingFacts;
  readonly isolation: IsolationFacts;
  readonly deadline: DeadlineFacts;
}

export const RUNTIME_GROUPS = [
  "observation",
  "phase",
  "plan",
  "backoff",
  "damping",
  "isolation",
  "deadline",
] as const satisfies readonly (keyof ServiceRuntime)[];
export type RuntimeGroup = typeof RUNTIME_GROUPS[number];

/** Takes in an observation; undefined when it is older than the one that is there, or says nothing (I1, I2). */
export function observe(
  runtime: ServiceRuntime,
  diff: StateDiff,
  assignedNode: string,
): ServiceRuntime | undefined {
  const { observation } = runtime;
  const place = diff.node === assignedNode ? "diff" : "stray";
  const old = observation[place];
  if (old !== undefined && old.node === diff.node && old.sequence >= diff.sequence) return undefined;
  if (place === "stray" && diff.actual.replicas === 0) {
    if (observation.stray?.node !== diff.node) return undefined;
    return { ...runtime, observation: { ...observation, stray: undefined } };
  }
  const isSeenUp = place === "diff" && (diff.actual.replicas > 0 || diff.statusDiff !== undefined);
  const wasSeenUp = observation.wasSeenUp || isSeenUp;
  return { ...runtime, observation: { ...observation, [place]: diff, wasSeenUp } };
}

/** The service is assigned to this node: what is known of it there and elsewhere changes places. Idempotent. */
export function assigned(runtime: ServiceRuntime, node: string): ServiceRuntime {
  const { diff, stray } = runtime.observation;
  const here = diff?.node === node ? diff : stray?.node === node ? stray : undefined;
  // What runs on a third node is still to be stopped there.
  const isLeft = diff !== undefined && diff.node !== node && diff.actual.replicas > 0;
  const elsewhere = isLeft ? diff : stray?.node === node ? undefined : stray;
  if (here === diff && elsewhere === stray) return runtime;
  return { ...runtime, observation: { ...runtime.observation, diff: here, stray: elsewhere } };
}
