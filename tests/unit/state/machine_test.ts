import assert from "node:assert/strict";
import {
  describeRejection,
  getAllowedActions,
  isActionAllowed,
  newStateMachine,
  nextState,
  phaseTimeoutMs,
  REJECT_REASONS,
  STATE_TRANSITIONS,
  tryTransition,
} from "../../../src/state/machine.ts";
import { ACTION_KINDS } from "../../../src/state/plan.ts";
import { RECORD_EVENTS, TRANSITION_EVENTS, type TransitionEvent } from "../../../src/state/event_model.ts";
import { SERVICE_STATES, type ServiceStateType } from "../../../src/state/model.ts";

/** The table of the design, as it is written there: event -> [from, to, already there]. */
const DESIGN: Readonly<Record<TransitionEvent, readonly [string, string, string]>> = {
  Start: ["Pending", "Initializing", "Initializing"],
  Ready: ["Initializing Degraded", "Running", "Running"],
  Degrade: ["Initializing Running", "Degraded", "Degraded"],
  Fail: ["Pending Initializing Running Degraded Terminating", "Failed", "Failed"],
  Update: ["Running Degraded", "Initializing", "Initializing"],
  Recover: ["Degraded Failed", "Initializing", "Initializing"],
  Terminate: ["Pending Initializing Running Degraded Failed", "Terminating", "Terminating"],
  Reschedule: ["Failed Terminating", "Pending", "Pending"],
  Terminated: ["Terminating", "removed", ""],
};

function expected(state: ServiceStateType, event: TransitionEvent): string {
  const [from, to, same] = DESIGN[event];
  if (from.split(" ").includes(state)) return to;
  return same === state ? "unchanged" : "rejected";
}

for (const state of SERVICE_STATES) {
  for (const event of TRANSITION_EVENTS) {
    const outcome = expected(state, event);
    Deno.test(`tryTransition() answers ${event} in ${state} with ${outcome}`, () => {
      const machine = newStateMachine("vehicle/lidar", { state, nowMs: 5 });
      const result = tryTransition(machine, { eventType: event, timestampMs: 9 });
      switch (outcome) {
        case "removed":
          assert.deepEqual(result, { kind: "removed", from: state });
          assert.deepEqual([machine.currentState, machine.lastUpdatedMs], [state, 9]);
          break;
        case "unchanged":
          assert.deepEqual(result, { kind: "unchanged", state });
          assert.deepEqual([machine.currentState, machine.lastUpdatedMs], [state, 5]);
          break;
        case "rejected":
          assert.equal(result.kind, "rejected");
          assert.deepEqual([machine.currentState, machine.lastUpdatedMs], [state, 5]);
          break;
        default:
          assert.deepEqual(result, { kind: "applied", from: state, to: outcome });
          assert.deepEqual([machine.currentState, machine.lastUpdatedMs], [outcome, 9]);
      }
    });
  }
}

Deno.test("the table has 54 cells, of which 22 lead on, 8 are there already and 24 are refused", () => {
  const kinds = new Map<string, number>();
  for (const state of SERVICE_STATES) {
    for (const event of TRANSITION_EVENTS) {
      const { kind } = nextState(state, event);
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    }
  }
  assert.deepEqual(Object.fromEntries(kinds), { applied: 21, removed: 1, unchanged: 8, rejected: 24 });
});

Deno.test("tryTransition() refuses a record event in every phase", () => {
  for (const state of SERVICE_STATES) {
    for (const eventType of RECORD_EVENTS) {
      const machine = newStateMachine("vehicle/lidar", { state });
      assert.deepEqual(tryTransition(machine, { eventType, timestampMs: 1 }), {
        kind: "rejected",
        state,
        event: eventType,
        reason: "NotATransition",
      });
      assert.equal(machine.currentState, state);
    }
  }
});

Deno.test("newStateMachine() begins in Pending and shares one frozen table", () => {
  const a = newStateMachine("vehicle/lidar");
  const b = newStateMachine("vehicle/radar");
  assert.equal(a.currentState, "Pending");
  assert.equal(a.serviceId, "vehicle/lidar");
  assert.equal(a.transitions, b.transitions);
  assert.ok(Object.isFrozen(STATE_TRANSITIONS) && STATE_TRANSITIONS.every((row) => Object.isFrozen(row)));
});

Deno.test("the list of transitions says the same as the table", () => {
  for (const { from, event, to } of STATE_TRANSITIONS) {
    const result = nextState(from, event);
    if (to === "Removed") assert.equal(result.kind, "removed");
    else assert.deepEqual(result, { kind: "applied", from, to });
  }
  const applied = SERVICE_STATES.flatMap((state) => TRANSITION_EVENTS.map((event) => nextState(state, event)))
    .filter(({ kind }) => kind === "applied" || kind === "removed");
  assert.equal(STATE_TRANSITIONS.length, applied.length);
});

Deno.test("describeRejection() says which event, in which phase, and why", () => {
  const reasons = new Set<string>();
  for (const state of SERVICE_STATES) {
    for (const event of [...TRANSITION_EVENTS, ...RECORD_EVENTS]) {
      const result = nextState(state, event);
      if (result.kind !== "rejected") continue;
      reasons.add(result.reason);
      assert.match(describeRejection(result), new RegExp(`^${event} is not possible in ${state}: .{10,}`));
    }
  }
  assert.deepEqual([...reasons].sort(), [...REJECT_REASONS].sort());
});

const ALLOWED: Readonly<Record<ServiceStateType, string>> = {
  Pending: "Start Stop Relocate Isolate",
  Initializing: ACTION_KINDS.join(" "),
  Running: ACTION_KINDS.join(" "),
  Degraded: ACTION_KINDS.join(" "),
  Terminating: "Stop",
  Failed: "Start Stop Restart Recreate Relocate RollbackVersion ResetConfig Isolate",
};

Deno.test("getAllowedActions() answers for every phase and every action", () => {
  for (const state of SERVICE_STATES) {
    const allowed = ALLOWED[state].split(" ");
    assert.deepEqual([...getAllowedActions(state)].sort(), allowed.toSorted());
    for (const kind of ACTION_KINDS) assert.equal(isActionAllowed(state, kind), allowed.includes(kind));
  }
});

Deno.test("phaseTimeoutMs() takes the spec before the default, and only for transient phases", () => {
  const defaults = { pendingMs: 1, initializingMs: 2, terminatingMs: 3 };
  const limits = (timeouts: Partial<typeof defaults>) =>
    SERVICE_STATES.map((state) => phaseTimeoutMs(state, timeouts, defaults));
  assert.deepEqual(limits({}), [1, 2, undefined, undefined, 3, undefined]);
  assert.deepEqual(limits({ pendingMs: 10, initializingMs: 20, terminatingMs: 30 }), [
    10,
    20,
    undefined,
    undefined,
    30,
    undefined,
  ]);
});
