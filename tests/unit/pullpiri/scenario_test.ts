import { deepEqual, equal } from "node:assert/strict";
import {
  decideChange,
  parseScenarioState,
  problemOf,
  SCENARIO_STATES,
  type ScenarioState,
  type StateChange,
} from "../../../src/pullpiri/scenario.ts";

const CHANGE: StateChange = {
  resourceType: "RESOURCE_TYPE_SCENARIO",
  resourceName: "park",
  currentState: "idle",
  targetState: "waiting",
  transitionId: "t-1",
  timestampNs: "1",
  source: "test",
};

function decide(tracked: ScenarioState | undefined, currentState: string, targetState: string): string {
  const decision = decideChange(tracked, { ...CHANGE, currentState, targetState });
  return decision.kind === "accepted" ? decision.to : decision.errorCode;
}

Deno.test("problemOf() finds the first problem in the order of upstream's check", () => {
  const broken = { ...CHANGE, resourceName: " ", currentState: "\u0085", targetState: "", transitionId: "" };
  const all = { ...broken, source: "", timestampNs: "0" };
  const fixes: readonly (readonly [string | undefined, Partial<StateChange>])[] = [
    ["Invalid resource_type: 42", { resourceType: 42 }],
    ["resource_name cannot be empty", {}],
    ["current_state cannot be empty", { resourceName: "x" }],
    ["target_state cannot be empty", { currentState: "idle" }],
    ["transition_id cannot be empty", { targetState: "waiting" }],
    ["source cannot be empty", { transitionId: "t" }],
    ["timestamp_ns must be positive", { source: "s" }],
    [undefined, { timestampNs: "9223372036854775807" }],
  ];
  let change: StateChange = all;
  for (const [problem, fix] of fixes) {
    change = { ...change, resourceType: "RESOURCE_TYPE_SCENARIO", ...fix };
    equal(problemOf(change), problem);
  }
});

Deno.test("problemOf() lets an empty current state pass only where it creates a scenario", () => {
  equal(problemOf({ ...CHANGE, currentState: "", targetState: "Idle" }), undefined);
  equal(problemOf({ ...CHANGE, currentState: " ", targetState: "idle" }), "current_state cannot be empty");
  equal(problemOf({ ...CHANGE, currentState: "", targetState: "waiting" }), "current_state cannot be empty");
});

Deno.test("decideChange() of every tracked state and every claim: the table, creation and completion, and nothing else", () => {
  const table: Readonly<Record<string, readonly string[]>> = {
    IDLE: ["WAITING"],
    WAITING: ["SATISFIED"],
    SATISFIED: ["ALLOWED", "DENIED"],
    ALLOWED: ["COMPLETED"],
  };
  for (const tracked of [undefined, ...SCENARIO_STATES]) {
    for (const claim of ["", ...SCENARIO_STATES]) {
      for (const target of SCENARIO_STATES) {
        const from = tracked ?? claim;
        const expected = claim === "" && target === "IDLE"
          ? "IDLE"
          : claim === target
          ? "ERROR_CODE_INVALID_REQUEST"
          : table[from]?.includes(target) === true ||
              (claim === "ALLOWED" && target === "COMPLETED" &&
                ["IDLE", "WAITING", "SATISFIED"].includes(from))
          ? target
          : "ERROR_CODE_INVALID_STATE_TRANSITION";
        equal(decide(tracked, claim, target), expected, `${tracked}: ${claim} -> ${target}`);
      }
    }
  }
});

Deno.test("decideChange() refuses other resources, and names that the store cannot hold", () => {
  const types = ["UNSPECIFIED", "PACKAGE", "MODEL", "VOLUME", "NETWORK", "NODE"] as const;
  for (const type of types) {
    const decision = decideChange(undefined, { ...CHANGE, resourceType: `RESOURCE_TYPE_${type}` });
    deepEqual(decision.kind === "refused" && decision.errorCode, "ERROR_CODE_INVALID_REQUEST");
  }
  for (const resourceName of ["a{b}", "a<b", "who?", "x".repeat(1_025)]) {
    equal(decideChange(undefined, { ...CHANGE, resourceName }).kind, "refused");
  }
});

Deno.test("parseScenarioState() knows short and full names, in any case of A to Z, without white space as Unicode has it", () => {
  for (const state of SCENARIO_STATES) {
    for (const text of [state, state.toLowerCase(), `\u00a0${state}\u0085`, `scenario_state_${state}`]) {
      equal(parseScenarioState(text), state);
    }
  }
  for (const text of ["", "\ufeffidle", "\u0131dle", "idle-", "1", "error", "unspecified", "wait_ing"]) {
    equal(parseScenarioState(text), undefined);
  }
});
