/**
 * What SendStateChange means: the first check, and the transitions of scenarios (docs/adr/0029). Pure.
 *
 * I1: a claimed current state is believed only for a scenario that is not known yet; a known one's claim is only looked at to
 *     recognise the reports of peers (I2, I3).
 * I2: an empty current state with target idle creates a scenario, or begins it anew: it is the only announcement that a person applied it.
 * I3: the completion report of the ActionController ("allowed" to "completed") is accepted from every state before it, since nobody
 *     reports "allowed".
 */
import { asciiUpper, isBlank, keyProblem, trimmed } from "./text.ts";

export const SCENARIO_STATES = ["IDLE", "WAITING", "SATISFIED", "ALLOWED", "DENIED", "COMPLETED"] as const;
export type ScenarioState = typeof SCENARIO_STATES[number];

const PREFIX = "SCENARIO_STATE_";
const RESOURCE_TYPES = ["UNSPECIFIED", "SCENARIO", "PACKAGE", "MODEL", "VOLUME", "NETWORK", "NODE"] as const;
export type ResourceType = `RESOURCE_TYPE_${typeof RESOURCE_TYPES[number]}`;

/** The request, as it arrives. */
export interface StateChange {
  /** A number where this version does not know it. */
  readonly resourceType: ResourceType | number;
  readonly resourceName: string;
  readonly currentState: string;
  readonly targetState: string;
  readonly transitionId: string;
  /** Nanoseconds since 1970, decimal. */
  readonly timestampNs: string;
  readonly source: string;
}

export type ScenarioErrorCode = "ERROR_CODE_INVALID_REQUEST" | "ERROR_CODE_INVALID_STATE_TRANSITION";

export interface ScenarioRefusal {
  readonly kind: "refused";
  readonly errorCode: ScenarioErrorCode;
  /** A sentence without the full stop. */
  readonly details: string;
}

export type ScenarioDecision =
  | {
    readonly kind: "accepted";
    readonly to: ScenarioState;
    readonly event:
      | "creation"
      | "scenario_activation"
      | "condition_met"
      | "policy_verification_success"
      | "policy_verification_failure"
      | "scenario_completion";
  }
  | ScenarioRefusal;

type Row = readonly [
  from: ScenarioState,
  to: ScenarioState,
  event: (ScenarioDecision & { kind: "accepted" })["event"],
];
const TRANSITIONS: readonly Row[] = [
  ["IDLE", "WAITING", "scenario_activation"],
  ["WAITING", "SATISFIED", "condition_met"],
  ["SATISFIED", "ALLOWED", "policy_verification_success"],
  ["SATISFIED", "DENIED", "policy_verification_failure"],
  ["ALLOWED", "COMPLETED", "scenario_completion"],
];
/** States from which a completion report is accepted besides the table (I3). */
const COMPLETED_FROM: readonly ScenarioState[] = ["IDLE", "WAITING", "SATISFIED"];

/** The state as peers write it, or its full name; undefined = no state. */
export function parseScenarioState(text: string): ScenarioState | undefined {
  const upper = asciiUpper(trimmed(text)).replaceAll("-", "_");
  const word = upper.startsWith(PREFIX) ? upper.slice(PREFIX.length) : upper;
  return SCENARIO_STATES.find((state) => state === word);
}

/** The state as it is stored. */
export function scenarioValue(state: ScenarioState): string {
  return `${PREFIX}${state}`;
}

export function scenarioKey(name: string): string {
  return `/scenario/${name}/state`;
}

/** Whether the change announces that a person applied the scenario (I2). */
export function isCreation(
  { currentState, targetState }: Pick<StateChange, "currentState" | "targetState">,
): boolean {
  return currentState === "" && parseScenarioState(targetState) === "IDLE";
}

/** What the first check finds, in its order; undefined = nothing. */
export function problemOf(change: StateChange): string | undefined {
  if (typeof change.resourceType === "number") return `Invalid resource_type: ${change.resourceType}`;
  if (isBlank(change.resourceName)) return "resource_name cannot be empty";
  if (isBlank(change.currentState) && !isCreation(change)) return "current_state cannot be empty";
  if (isBlank(change.targetState)) return "target_state cannot be empty";
  if (isBlank(change.transitionId)) return "transition_id cannot be empty";
  if (isBlank(change.source)) return "source cannot be empty";
  if (BigInt(change.timestampNs) <= 0n) return "timestamp_ns must be positive";
  return undefined;
}

/** What becomes of a change that passed the first check. `tracked` undefined = the scenario is not known yet. */
export function decideChange(tracked: ScenarioState | undefined, change: StateChange): ScenarioDecision {
  const { resourceType, resourceName, currentState, targetState } = change;
  if (resourceType !== "RESOURCE_TYPE_SCENARIO") {
    return invalidRequest(`only scenarios change by this call, ${resourceType} does not`);
  }
  const key = keyProblem(scenarioKey(resourceName));
  if (key !== undefined) return invalidRequest(`the state of this scenario cannot be stored: ${key}`);
  if (isCreation(change)) return { kind: "accepted", to: "IDLE", event: "creation" };
  if (currentState === targetState) return invalidRequest("current_state and target_state are the same");
  return decideTransition(tracked, { claimed: parseScenarioState(currentState), change });
}

function decideTransition(
  tracked: ScenarioState | undefined,
  { claimed, change }: { readonly claimed: ScenarioState | undefined; readonly change: StateChange },
): ScenarioDecision {
  const from = tracked ?? claimed; // I1
  const to = parseScenarioState(change.targetState);
  if (from === undefined || to === undefined) {
    const [field, text] = to === undefined
      ? ["target_state", change.targetState]
      : ["current_state", change.currentState];
    return invalidTransition(`${field} ${JSON.stringify(text.slice(0, 64))} is no state of a scenario`);
  }
  const row = TRANSITIONS.find(([rowFrom, rowTo]) => rowFrom === from && rowTo === to);
  if (row !== undefined) return { kind: "accepted", to, event: row[2] };
  if (claimed === "ALLOWED" && to === "COMPLETED" && COMPLETED_FROM.includes(from)) { // I3
    return { kind: "accepted", to, event: "scenario_completion" };
  }
  return invalidTransition(`no transition leads from ${from} to ${to}`);
}

function invalidRequest(details: string): ScenarioRefusal {
  return { kind: "refused", errorCode: "ERROR_CODE_INVALID_REQUEST", details };
}

function invalidTransition(details: string): ScenarioRefusal {
  return { kind: "refused", errorCode: "ERROR_CODE_INVALID_STATE_TRANSITION", details };
}
