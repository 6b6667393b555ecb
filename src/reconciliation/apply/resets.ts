/**
 * Which event resets which group of the runtime facts: one table, read by all who raise such an event.
 *
 * I1: every event has a cell for every group; "keep" is a decision too.
 * I2: a cell sees the facts as they were before the event, whatever the other cells of its row make of them.
 */
import { dampedForMs, type FlapSettings } from "../../state/flapping.ts";
import { firstNote } from "../../state/hold_note.ts";
import { isDamped, isIsolated, type ServiceState } from "../../state/model.ts";
import type { ServiceRecord } from "../../state/record.ts";
import { type RuntimeGroup, type ServiceRuntime, withoutNode } from "../../state/runtime.ts";

export const RUNTIME_EVENTS = [
  /** The program starts, or the service begins to be known. */
  "start",
  /** The desired state was changed. */
  "new-generation",
  /** A new stream of a node begins: what that node said before, and its numbering, are void. */
  "new-stream",
  /** The node of the service is lost. */
  "node-lost",
  /** The program itself did not run for a while. */
  "own-pause",
  /** The isolation ended, by an operator or because its time was over. */
  "release",
  /** An operator asks for a recovery or an isolation. */
  "operator-recovery",
] as const;
export type RuntimeEvent = typeof RUNTIME_EVENTS[number];

export interface ResetSettings {
  readonly verifyTimeoutMs: number;
  /** A pause of the program that is shorter is left out of time limits; after a longer one they begin anew. */
  readonly lostAfterMs: number;
  readonly flap: FlapSettings;
}

/** What is known of the event. */
export interface ResetContext {
  readonly nowMs: number;
  readonly wallMs: number;
  readonly record: ServiceRecord | undefined;
  readonly settings: ResetSettings;
  /** The node of a new stream. */
  readonly node?: string;
  /** How long the program did not run. */
  readonly pausedMs?: number;
}

type Cell<Group extends RuntimeGroup> = (
  before: ServiceRuntime,
  context: ResetContext,
) => ServiceRuntime[Group];
type Row = { readonly [Group in RuntimeGroup]: Cell<Group> | "keep" };

/** I1. */
export const RESETS: Readonly<Record<RuntimeEvent, Row>> = {
  start: {
    // What has never run has nothing to be gone.
    observation: (_, { record }) => ({
      wasSeenUp: record === undefined || record.service.status.state === "Pending",
    }),
    phase: (_, { nowMs }) => ({ sinceMs: nowMs, isStuckReported: false }),
    plan: (_, context) => planAtStart(context),
    backoff: () => ({ retryAtMs: 0 }),
    damping: (_, context) => dampingAtStart(context),
    isolation: (_, context) => isolationAtStart(context),
    deadline: (_, { record, nowMs }) => {
      const isBroken = record?.recovery !== undefined && record.service.status.state !== "Running";
      return { brokenSinceMs: isBroken ? nowMs : undefined };
    },
  },
  // It starts over: no time limit and no count of the generation before is its own.
  "new-generation": {
    observation: "keep",
    phase: (_, { nowMs }) => ({ sinceMs: nowMs, isStuckReported: false }),
    plan: () => ({ postponements: 0, stopFailures: 0 }),
    backoff: () => ({ retryAtMs: 0 }),
    damping: ({ damping }) => ({ ...damping, untilMs: undefined, note: undefined }),
    // A new spec ends the isolation; what is taken over from another instance may have one.
    isolation: (_, context) => isolationAtStart(context),
    deadline: ({ deadline }, { nowMs }) => ({
      brokenSinceMs: deadline.brokenSinceMs === undefined ? undefined : nowMs,
    }),
  },
  "new-stream": {
    observation: ({ observation }, { node }) => withoutNode(observation, node),
    phase: "keep",
    // The numbers begin anew with the stream: whatever it says first speaks of the time after the plan's actions.
    plan: ({ plan, observation: { diff } }, { node }) =>
      plan.verifyFromSequence !== undefined && (diff === undefined || diff.node === node)
        ? { ...plan, verifyFromSequence: 0n }
        : plan,
    backoff: "keep",
    damping: "keep",
    isolation: "keep",
    deadline: "keep",
  },
  // What follows from a lost node is decided; nothing of what was known becomes void by it.
  "node-lost": {
    observation: "keep",
    phase: "keep",
    plan: "keep",
    backoff: "keep",
    damping: "keep",
    isolation: "keep",
    deadline: "keep",
  },
  // A time in which no action and no observation was possible counts against no service.
  "own-pause": {
    observation: ({ observation }, context) => ({
      ...observation,
      reactFromMs: afterPause(observation.reactFromMs, context),
    }),
    phase: ({ phase }, context) => ({
      ...phase,
      sinceMs: afterPause(phase.sinceMs, context) ?? phase.sinceMs,
    }),
    plan: ({ plan }, context) => ({
      ...plan,
      verifyUntilMs: afterPause(plan.verifyUntilMs, context, context.settings.verifyTimeoutMs),
      parkedSinceMs: afterPause(plan.parkedSinceMs, context),
    }),
    backoff: "keep",
    damping: "keep",
    isolation: "keep",
    deadline: ({ deadline }, context) => ({ brokenSinceMs: afterPause(deadline.brokenSinceMs, context) }),
  },
  release: {
    observation: "keep",
    phase: "keep",
    plan: "keep",
    backoff: () => ({ retryAtMs: 0 }),
    damping: "keep",
    isolation: () => ({}),
    deadline: () => ({}),
  },
  "operator-recovery": {
    observation: "keep",
    phase: "keep",
    plan: "keep",
    backoff: () => ({ retryAtMs: 0 }),
    damping: ({ damping }) => ({ ...damping, untilMs: undefined, note: undefined }),
    isolation: "keep",
    deadline: "keep",
  },
};

/** The facts after the event. */
export function resetRuntime(
  before: ServiceRuntime,
  event: RuntimeEvent,
  context: ResetContext,
): ServiceRuntime {
  const row = RESETS[event];
  const after = <Group extends RuntimeGroup>(group: Group): ServiceRuntime[Group] => {
    const cell: Cell<Group> | "keep" = row[group];
    return cell === "keep" ? before[group] : cell(before, context);
  };
  return {
    observation: after("observation"),
    phase: after("phase"),
    plan: after("plan"),
    backoff: after("backoff"),
    damping: after("damping"),
    isolation: after("isolation"),
    deadline: after("deadline"),
  };
}

/** The facts of a service as they begin: from its record, on a clock that knows nothing of before. */
export function newRuntime(context: ResetContext): ServiceRuntime {
  return resetRuntime(NOTHING, "start", context);
}

const NOTHING: ServiceRuntime = {
  observation: { wasSeenUp: false },
  phase: { sinceMs: 0, isStuckReported: false },
  plan: { postponements: 0, stopFailures: 0 },
  backoff: { retryAtMs: 0 },
  damping: { flappedAtMs: 0, agedAtMs: 0, isTreated: false },
  isolation: {},
  deadline: {},
};

/** A plan that was acknowledged before this start gets its whole time again, and every observation from now on counts. */
function planAtStart({ record, nowMs, settings }: ResetContext): ServiceRuntime["plan"] {
  const plan = record?.plan;
  const isToVerify = plan !== undefined && plan.nextAction >= plan.plan.actions.length;
  if (!isToVerify) return { postponements: 0, stopFailures: 0 };
  return {
    postponements: 0,
    stopFailures: 0,
    verifyUntilMs: nowMs + settings.verifyTimeoutMs,
    verifyFromSequence: 0n,
  };
}

function dampingAtStart({ record, nowMs, settings }: ResetContext): ServiceRuntime["damping"] {
  const service = record?.service;
  const untilMs = service !== undefined && isDamped(service)
    ? nowMs + dampedForMs(service.status.flapScore ?? 0, settings.flap)
    : undefined;
  const isTreated = untilMs !== undefined && record?.recovery?.issueType === "Flapping";
  const note = untilMs === undefined ? undefined : firstNote(nowMs, untilMs - nowMs);
  return { flappedAtMs: nowMs, agedAtMs: nowMs, untilMs, note, isTreated };
}

/**
 * What is left of an isolation: a wall clock that is wrong makes it neither longer than it was, nor shorter than nothing, and what the
 * runs before have noted is over whatever the clock says.
 */
function isolationAtStart({ record, nowMs, wallMs }: ResetContext): ServiceRuntime["isolation"] {
  const isolation = record === undefined ? undefined : isolationOf(record.service);
  if (isolation?.ttlMs === undefined) return {};
  const { ttlMs, sinceMs, servedMs = 0 } = isolation;
  const leftMs = Math.max(0, ttlMs - Math.max(servedMs, wallMs - sinceMs));
  return { untilMs: nowMs + leftMs, note: firstNote(nowMs, leftMs) };
}

function isolationOf(service: ServiceState): ServiceState["status"]["isolation"] {
  return isIsolated(service) ? service.status.isolation : undefined;
}

/**
 * A time limit that is running, after the program did not run. After a long pause it begins anew: the others need a moment too. A short
 * one is only left out, so that even a program that is always short of time comes to its limits in the end.
 */
function afterPause(
  atMs: number | undefined,
  { nowMs, pausedMs = Infinity, settings }: ResetContext,
  limitMs = 0,
): number | undefined {
  if (atMs === undefined) return undefined;
  return pausedMs < settings.lostAfterMs ? Math.min(atMs + pausedMs, nowMs + limitMs) : nowMs + limitMs;
}
