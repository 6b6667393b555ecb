/**
 * What is known of a service only while the program runs, as plain data in groups: the newest observations of the nodes, and times on
 * the monotonic clock. Nothing changes a value of these types; each step makes new ones.
 *
 * I1: one observation per service and node that has it: a flood of any size needs no more.
 * I2: of one node and stream an older observation never replaces a newer one.
 *
 * Which event resets which group is one table, `reconciliation/apply/resets.ts`.
 */
import type { StateDiff } from "./diff.ts";
import type { HoldNote } from "./hold_note.ts";
import type { ServiceState } from "./model.ts";

/** What the nodes reported. */
export interface ObservationFacts {
  /** Newest observation of the assigned node. */
  readonly diff?: StateDiff | undefined;
  /** Newest observation of each node that has it and that it is not assigned to, the next to be dealt with first; not set = none. */
  readonly strays?: readonly StateDiff[] | undefined;
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
  /** No plan against what runs elsewhere before this time; not set = at once. */
  readonly strayRetryAtMs?: number | undefined;
  /** Differences that returned after they were mended, in a row; none of them is mended before `untilMs`. Not set = none. */
  readonly drift?: { readonly times: number; readonly untilMs: number } | undefined;
}

/** Flapping and faults that age. */
export interface DampingFacts {
  /** When the service flapped last; penalties decay from there. */
  readonly flappedAtMs: number;
  /** It flaps and is suppressed until then. */
  readonly untilMs?: number | undefined;
  /** Set while it is suppressed. */
  readonly note?: HoldNote | undefined;
  /** The strategy against flapping was applied in this suppression. */
  readonly isTreated: boolean;
  /** When its faults aged last. */
  readonly agedAtMs: number;
}

export interface IsolationFacts {
  /** The isolation ends then; not set = when the service is released. */
  readonly untilMs?: number | undefined;
  /** Set where the isolation ends by itself. */
  readonly note?: HoldNote | undefined;
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
  const isHere = diff.node === assignedNode;
  const old = isHere ? observation.diff : strayOn(runtime, diff.node);
  if (old !== undefined && old.node === diff.node && old.sequence >= diff.sequence) return undefined;
  if (isHere) {
    const isSeenUp = diff.actual.replicas > 0 || diff.statusDiff !== undefined;
    return {
      ...runtime,
      observation: { ...observation, diff, wasSeenUp: observation.wasSeenUp || isSeenUp },
    };
  }
  const { strays = [] } = observation;
  const isLeft = diff.actual.replicas > 0;
  if (old === undefined && !isLeft) return undefined;
  const others = strays.filter((stray) => stray !== old);
  const after = !isLeft
    ? others
    : old === undefined
    ? [...strays, diff]
    : strays.with(strays.indexOf(old), diff);
  return { ...runtime, observation: { ...observation, strays: orNone(after) } };
}

/** Whether its node has shown since this start that the service is up, or none of it is to be: what the journal says is of the past. */
export function isSeenSinceStart({ spec }: ServiceState, { observation }: ServiceRuntime): boolean {
  return observation.wasSeenUp || (spec.replicas === 0 && observation.diff !== undefined);
}

/** What is known of the service on a node that it is not assigned to. */
export function strayOn(
  { observation: { strays = [] } }: ServiceRuntime,
  node: string,
): StateDiff | undefined {
  return strays.find((stray) => stray.node === node);
}

/** Nothing helped against what runs on that node: the others come first. */
export function putOff(runtime: ServiceRuntime, node: string): ServiceRuntime {
  const { strays = [] } = runtime.observation;
  const [these, others] = [
    strays.filter((one) => one.node === node),
    strays.filter((one) => one.node !== node),
  ];
  return { ...runtime, observation: { ...runtime.observation, strays: orNone([...others, ...these]) } };
}

/** What was known of the service on that node is void. */
export function withoutNode(observation: ObservationFacts, node: string | undefined): ObservationFacts {
  const { diff, strays = [] } = observation;
  return {
    ...observation,
    diff: diff?.node === node ? undefined : diff,
    strays: orNone(strays.filter((stray) => stray.node !== node)),
  };
}

function orNone(strays: readonly StateDiff[]): readonly StateDiff[] | undefined {
  return strays.length === 0 ? undefined : strays;
}

/** The service is assigned to this node: what is known of it there and elsewhere changes places. Idempotent. */
export function assigned(runtime: ServiceRuntime, node: string): ServiceRuntime {
  const { diff, strays = [] } = runtime.observation;
  if (diff?.node === node) return runtime;
  const here = strayOn(runtime, node);
  if (diff === undefined && here === undefined) return runtime;
  // What runs on other nodes is still to be stopped there.
  const elsewhere = strays.filter((stray) => stray !== here);
  const isLeft = diff !== undefined && diff.actual.replicas > 0;
  const after = isLeft ? [diff, ...elsewhere] : elsewhere;
  return { ...runtime, observation: { ...runtime.observation, diff: here, strays: orNone(after) } };
}
