/** In which phase a service is, how it came there, and what may follow: from the state machine and the tracker. Pure. */
import { type AllowedAction, getAllowedActions, newStateMachine } from "../../state/machine.ts";
import type { StateTransition } from "../../state/machine.ts";
import type { ServiceState, ServiceStateType } from "../../state/model.ts";
import { newStateTracker, type StateChange, type StateTracker } from "../../state/tracker.ts";
import { medianOf } from "../../state/transition_issues.ts";

/** A phase that is over. */
export interface PhaseStay {
  readonly state: ServiceStateType;
  readonly lastedMs: number;
}

/** A transition that the present phase allows. */
export interface PossibleTransition extends Pick<StateTransition, "event" | "to"> {
  /** How often this service took it, of the newest 8; 0 = never since this instance leads. */
  readonly measured: number;
  /** How long it stayed in the present phase before it did: the median; 0 = never measured. */
  readonly usualMs: number;
}

export interface PhaseReport {
  readonly state: ServiceStateType;
  /** Wall time at which it entered the phase, for people. */
  readonly sinceMs: number;
  /** Phases before it, oldest first, as far as this instance has seen them since it leads. At most 16. */
  readonly earlier: readonly PhaseStay[];
  /** In order of the events of the machine. */
  readonly next: readonly PossibleTransition[];
  /** Actions that may be started in the phase. */
  readonly allowedActions: readonly AllowedAction[];
}

const MAX_EARLIER = 16;

/** A standby has tracked nothing: it leaves out the tracker. */
export function phaseReport(
  { metadata, status }: ServiceState,
  tracker: StateTracker = newStateTracker(metadata.id),
): PhaseReport {
  const machine = newStateMachine(tracker.resourceId, { state: status.state, nowMs: status.stateSinceMs });
  const { currentState } = machine;
  const times = tracker.transitionTimes;
  return {
    state: currentState,
    sinceMs: machine.lastUpdatedMs,
    earlier: earlierPhases(tracker.stateHistory),
    next: machine.transitions.filter(({ from }) => from === currentState).map(({ event, to }) => {
      const measured = to === "Removed" ? [] : times.get(`${currentState}->${to}`) ?? [];
      return { event, to, measured: measured.length, usualMs: Math.round(medianOf(measured) ?? 0) };
    }),
    allowedActions: getAllowedActions(currentState),
  };
}

/** All but the present one. */
function earlierPhases(history: readonly StateChange[]): readonly PhaseStay[] {
  return history.slice(0, -1).map(({ state, atMs }, index) => ({
    state,
    lastedMs: Math.round((history[index + 1]?.atMs ?? atMs) - atMs),
  })).slice(-MAX_EARLIER);
}
