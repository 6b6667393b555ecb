/** The phases of a service: `piccolo.statemanager.v1.PhaseReport`. */
import { at, durationMs, integer, list, timeMs } from "../../records/checks.ts";
import { invalid } from "../../kit/errors.ts";
import type { PhaseReport, PhaseStay, PossibleTransition } from "../../reconciliation/explain/phases.ts";
import { isTransitionEvent } from "../../state/machine.ts";
import type { PhaseReport as WireReport } from "../gen/piccolo/statemanager/v1/PhaseReport.ts";
import type { PhaseReport__Output } from "../gen/piccolo/statemanager/v1/PhaseReport.ts";
import type { PhaseStay__Output } from "../gen/piccolo/statemanager/v1/PhaseStay.ts";
import type { PossibleTransition as WireTransition } from "../gen/piccolo/statemanager/v1/PossibleTransition.ts";
import type { PossibleTransition__Output } from "../gen/piccolo/statemanager/v1/PossibleTransition.ts";
import { SERVICE_STATE } from "./enums.ts";
import { EVENT_TYPE } from "./event.ts";
import * as limits from "./limits.ts";
import { PLAN_STEP_KIND } from "./preview.ts";

export function phasesToWire({ state, sinceMs, earlier, next, allowedActions }: PhaseReport): WireReport {
  return {
    state: SERVICE_STATE.toWire(state),
    sinceMs: Math.trunc(sinceMs).toString(),
    earlier: earlier.slice(-limits.MAX_FEW).map((stay) => ({
      state: SERVICE_STATE.toWire(stay.state),
      lastedMs: stay.lastedMs.toString(),
    })),
    next: next.slice(0, limits.MAX_FEW).map(transitionToWire),
    allowedActions: allowedActions.slice(0, limits.MAX_FEW).map(PLAN_STEP_KIND.toWire),
  };
}

function transitionToWire({ event, to, measured, usualMs }: PossibleTransition): WireTransition {
  return {
    event: EVENT_TYPE.toWire(event),
    ...(to === "Removed" ? {} : { to: SERVICE_STATE.toWire(to) }),
    measured,
    usualMs: usualMs.toString(),
  };
}

export function phasesFromWire(wire: PhaseReport__Output, path: string): PhaseReport {
  const max = limits.MAX_FEW;
  return {
    state: SERVICE_STATE.fromWire(wire.state, at(path, "state")),
    sinceMs: timeMs(wire.sinceMs, at(path, "since_ms")),
    earlier: list(wire.earlier, at(path, "earlier"), { max, element: stayFromWire }),
    next: list(wire.next, at(path, "next"), { max, element: transitionFromWire }),
    allowedActions: list(wire.allowedActions, at(path, "allowed_actions"), {
      max,
      element: PLAN_STEP_KIND.fromWire,
    }),
  };
}

function stayFromWire(wire: PhaseStay__Output, path: string): PhaseStay {
  return {
    state: SERVICE_STATE.fromWire(wire.state, at(path, "state")),
    lastedMs: durationMs(wire.lastedMs, at(path, "lasted_ms")),
  };
}

function transitionFromWire(wire: PossibleTransition__Output, path: string): PossibleTransition {
  const event = EVENT_TYPE.fromWire(wire.event, at(path, "event"));
  if (!isTransitionEvent(event)) {
    throw invalid(at(path, "event"), `${event} changes no phase`, "an event of the state machine");
  }
  const isEnd = wire.to === "SERVICE_STATE_TYPE_UNSPECIFIED";
  return {
    event,
    to: isEnd ? "Removed" : SERVICE_STATE.fromWire(wire.to, at(path, "to")),
    measured: integer(wire.measured, at(path, "measured"), { min: 0, max: 255 }),
    usualMs: durationMs(wire.usualMs, at(path, "usual_ms")),
  };
}
