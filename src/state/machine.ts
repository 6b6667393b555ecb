/**
 * The life of a service: six phases, nine events, 54 cells (design section 3; seed `state/machine.rs`).
 *
 * Owns which event leads where, which actions may be started in which phase, and how long a phase may last. Who sends the
 * events, and when, is the manager's business.
 *
 * I1  The table is total: every event has an answer in every phase, and nothing throws.
 * I2  A rejected or unchanged event leaves the machine as it was.
 * I3  The next phase is a function of phase and event alone; nothing is inferred from a pair of phases.
 */
import { assertNever } from "../kit/errors.ts";
import { ACTION_KINDS, type ActionKind } from "./plan.ts";
import { type StateEvent, TRANSITION_EVENTS, type TransitionEvent } from "./event_model.ts";
import { type PhaseTimeouts, SERVICE_STATES, type ServiceStateType } from "./model.ts";

export const REJECT_REASONS = [
  /** The service was never started, so there is nothing to become ready, degrade, update or recover. */
  "NotStarted",
  /** Start: it is up already. */
  "AlreadyUp",
  /** Reschedule: it is in use where it is. */
  "StillActive",
  /** Recover: the service is healthy. */
  "NothingToRecover",
  /** Terminated: no end was asked for. */
  "NotTerminating",
  /** It is being stopped; only its end, its failure or a Reschedule can follow. */
  "ShuttingDown",
  /** It is down; only Recover, Reschedule or Terminate lead on. */
  "NeedsRecovery",
  /** The event is a record that changes no phase. */
  "NotATransition",
] as const;
/** Why an event is refused. */
export type RejectReason = typeof REJECT_REASONS[number];

/** One row of the table that leads somewhere. */
export interface StateTransition {
  readonly from: ServiceStateType;
  readonly event: TransitionEvent;
  /** "Removed" = the resource ends. */
  readonly to: ServiceStateType | "Removed";
}

/** Service state machine structure (seed `state/machine.rs`). Changed by `tryTransition` alone. */
export interface StateMachine {
  readonly serviceId: string;
  currentState: ServiceStateType;
  /** The table that all machines share. */
  readonly transitions: readonly StateTransition[];
  /** Wall time of the last applied event, milliseconds since 1970. */
  lastUpdatedMs: number;
}

/** The event as far as the machine needs it. */
export type MachineEvent = Pick<StateEvent, "eventType" | "timestampMs">;

/** What became of an event. */
export type TransitionResult =
  | { readonly kind: "applied"; readonly from: ServiceStateType; readonly to: ServiceStateType }
  /** It is where the event leads already. */
  | { readonly kind: "unchanged"; readonly state: ServiceStateType }
  /** The resource ends; the machine is of no further use. */
  | { readonly kind: "removed"; readonly from: ServiceStateType }
  | {
    readonly kind: "rejected";
    readonly state: ServiceStateType;
    readonly event: StateEvent["eventType"];
    readonly reason: RejectReason;
  };

type Cell =
  | { readonly kind: "to"; readonly state: ServiceStateType }
  | { readonly kind: "same" }
  | { readonly kind: "end" }
  | { readonly kind: "no"; readonly reason: RejectReason };

const to = (state: ServiceStateType): Cell => ({ kind: "to", state });
const no = (reason: RejectReason): Cell => ({ kind: "no", reason });
const SAME: Cell = { kind: "same" };
const END: Cell = { kind: "end" };

const TABLE = {
  Pending: {
    Start: to("Initializing"),
    Ready: no("NotStarted"),
    Degrade: no("NotStarted"),
    Fail: to("Failed"),
    Update: no("NotStarted"),
    Recover: no("NotStarted"),
    Terminate: to("Terminating"),
    Reschedule: SAME,
    Terminated: no("NotTerminating"),
  },
  Initializing: {
    Start: SAME,
    Ready: to("Running"),
    Degrade: to("Degraded"),
    Fail: to("Failed"),
    Update: SAME,
    Recover: SAME,
    Terminate: to("Terminating"),
    Reschedule: no("StillActive"),
    Terminated: no("NotTerminating"),
  },
  Running: {
    Start: no("AlreadyUp"),
    Ready: SAME,
    Degrade: to("Degraded"),
    Fail: to("Failed"),
    Update: to("Initializing"),
    Recover: no("NothingToRecover"),
    Terminate: to("Terminating"),
    Reschedule: no("StillActive"),
    Terminated: no("NotTerminating"),
  },
  Degraded: {
    Start: no("AlreadyUp"),
    Ready: to("Running"),
    Degrade: SAME,
    Fail: to("Failed"),
    Update: to("Initializing"),
    Recover: to("Initializing"),
    Terminate: to("Terminating"),
    Reschedule: no("StillActive"),
    Terminated: no("NotTerminating"),
  },
  Terminating: {
    Start: no("ShuttingDown"),
    Ready: no("ShuttingDown"),
    Degrade: no("ShuttingDown"),
    Fail: to("Failed"),
    Update: no("ShuttingDown"),
    Recover: no("ShuttingDown"),
    Terminate: SAME,
    Reschedule: to("Pending"),
    Terminated: END,
  },
  Failed: {
    Start: no("NeedsRecovery"),
    Ready: no("NeedsRecovery"),
    Degrade: no("NeedsRecovery"),
    Fail: SAME,
    Update: no("NeedsRecovery"),
    Recover: to("Initializing"),
    Terminate: to("Terminating"),
    Reschedule: to("Pending"),
    Terminated: no("NotTerminating"),
  },
} as const satisfies Record<ServiceStateType, Record<TransitionEvent, Cell>>;

/** All transitions that lead somewhere, in order of phase and event. One frozen array for the whole program. */
export const STATE_TRANSITIONS: readonly StateTransition[] = Object.freeze(
  SERVICE_STATES.flatMap((from) => TRANSITION_EVENTS.flatMap((event) => transitionOf(from, event))),
);

function transitionOf(from: ServiceStateType, event: TransitionEvent): readonly StateTransition[] {
  const cell: Cell = TABLE[from][event];
  if (cell.kind === "to") return [Object.freeze({ from, event, to: cell.state })];
  if (cell.kind === "end") return [Object.freeze({ from, event, to: "Removed" })];
  return [];
}

const TRANSITION_NAMES: ReadonlySet<string> = new Set(TRANSITION_EVENTS);

/** Whether the event belongs to the machine, as opposed to a record that changes no phase. */
export function isTransitionEvent(eventType: StateEvent["eventType"]): eventType is TransitionEvent {
  return TRANSITION_NAMES.has(eventType);
}

/** Create new state machine for a service, in phase Pending by default. */
export function newStateMachine(
  serviceId: string,
  options: { readonly state?: ServiceStateType; readonly nowMs?: number } = {},
): StateMachine {
  return {
    serviceId,
    currentState: options.state ?? "Pending",
    transitions: STATE_TRANSITIONS,
    lastUpdatedMs: options.nowMs ?? 0,
  };
}

/** What the table says, without a machine. */
export function nextState(state: ServiceStateType, event: StateEvent["eventType"]): TransitionResult {
  if (!isTransitionEvent(event)) return { kind: "rejected", state, event, reason: "NotATransition" };
  const cell: Cell = TABLE[state][event];
  switch (cell.kind) {
    case "to":
      return { kind: "applied", from: state, to: cell.state };
    case "same":
      return { kind: "unchanged", state };
    case "end":
      return { kind: "removed", from: state };
    case "no":
      return { kind: "rejected", state, event, reason: cell.reason };
    default:
      return assertNever(cell);
  }
}

/** Attempt state transition. Changes the machine only where the answer is "applied" or "removed" (I2). */
export function tryTransition(machine: StateMachine, event: MachineEvent): TransitionResult {
  const result = nextState(machine.currentState, event.eventType);
  if (result.kind === "applied") machine.currentState = result.to;
  if (result.kind === "applied" || result.kind === "removed") machine.lastUpdatedMs = event.timestampMs;
  return result;
}

const REASON_TEXT = {
  NotStarted: "it was never started",
  AlreadyUp: "it is up already",
  StillActive: "it is in use where it is; terminate it first",
  NothingToRecover: "nothing is wrong with it",
  NotTerminating: "nobody asked it to end; terminate it first",
  ShuttingDown: "it is being stopped; wait for its end or reschedule it",
  NeedsRecovery: "it is down; recover, reschedule or terminate it",
  NotATransition: "the event is a record and changes no phase",
} as const satisfies Record<RejectReason, string>;

/** The rejection as a sentence: `Start is not possible in Running: it is up already`. */
export function describeRejection(
  rejection: Extract<TransitionResult, { readonly kind: "rejected" }>,
): string {
  return `${rejection.event} is not possible in ${rejection.state}: ${REASON_TEXT[rejection.reason]}`;
}

/** An action that may be started in a phase. */
export type AllowedAction = ActionKind;

const ALLOWED = {
  Pending: ["Start", "Stop", "Relocate", "Isolate"],
  Initializing: ACTION_KINDS,
  Running: ACTION_KINDS,
  Degraded: ACTION_KINDS,
  Terminating: ["Stop"],
  Failed: ["Start", "Stop", "Restart", "Recreate", "Relocate", "RollbackVersion", "ResetConfig", "Isolate"],
} as const satisfies Record<ServiceStateType, readonly AllowedAction[]>;

/** Get allowed actions for current state: those that may be started while the service is in it. */
export function getAllowedActions(state: ServiceStateType): readonly AllowedAction[] {
  return ALLOWED[state];
}

/** Whether that action may be started in that phase. */
export function isActionAllowed(state: ServiceStateType, action: AllowedAction): boolean {
  return getAllowedActions(state).includes(action);
}

/** The phases that are to end by themselves. */
const TIMEOUT_OF = {
  Pending: "pendingMs",
  Initializing: "initializingMs",
  Terminating: "terminatingMs",
} as const satisfies Partial<Record<ServiceStateType, keyof PhaseTimeouts>>;

function isTransient(state: ServiceStateType): state is keyof typeof TIMEOUT_OF {
  return state in TIMEOUT_OF;
}

/** Limit of a transient phase in milliseconds, from the spec, else the default; undefined for the others. */
export function phaseTimeoutMs(
  state: keyof typeof TIMEOUT_OF,
  timeouts: PhaseTimeouts,
  defaults: Required<PhaseTimeouts>,
): number;
export function phaseTimeoutMs(
  state: ServiceStateType,
  timeouts: PhaseTimeouts,
  defaults: Required<PhaseTimeouts>,
): number | undefined;
export function phaseTimeoutMs(
  state: ServiceStateType,
  timeouts: PhaseTimeouts,
  defaults: Required<PhaseTimeouts>,
): number | undefined {
  const key = isTransient(state) ? TIMEOUT_OF[state] : undefined;
  return key === undefined ? undefined : timeouts[key] ?? defaults[key];
}
