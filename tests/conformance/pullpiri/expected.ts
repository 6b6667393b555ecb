/**
 * What is expected of a case: what upstream does, except where the case is marked as questionable: there our own rules count
 * (docs/adr/0029). Nothing here uses the code under test.
 */

export interface ContainerCase {
  readonly name: string;
  readonly model: string;
  readonly containers: readonly RawContainer[];
  readonly expectedModelState: string | null;
  readonly expectedModels?: Readonly<Record<string, string>>;
  readonly prior?: string | null;
  readonly expectedWrite?: Write | null;
  readonly documentedModelState?: string;
  readonly suggestedModels?: Readonly<Record<string, string>>;
  readonly questionable?: boolean;
  readonly pedantic?: boolean;
}

export interface RawContainer {
  readonly id?: string;
  readonly names?: readonly string[];
  readonly image?: string;
  readonly state?: Readonly<Record<string, string>>;
  readonly config?: Readonly<Record<string, string>>;
  readonly annotation?: Readonly<Record<string, string>>;
}

export interface Write {
  readonly key: string;
  readonly value: string;
}

/** What a list says: the model's state (null = nothing), the other models where the case names them, and the write. */
export interface ContainerExpectation {
  readonly state: string | null;
  readonly models?: Readonly<Record<string, string>>;
  /** undefined = the case says nothing of it. */
  readonly write?: Write | null;
}

const ON_THEIR_WAY = ["created", "initialized", "stopping", "stopped", "removing", "unknown", "bad state"];

export function expectedOfContainers(one: ContainerCase): ContainerExpectation {
  const written = one.expectedWrite === undefined ? {} : { write: one.expectedWrite };
  const asUpstream = {
    state: one.expectedModelState,
    ...(one.expectedModels === undefined ? {} : { models: one.expectedModels }),
    ...written,
  };
  if (one.questionable !== true) return asUpstream;
  const state = ourModelState(one);
  const models = one.suggestedModels ??
    (one.expectedModels === undefined ? undefined : withState(one, state));
  return {
    state,
    ...(models === undefined ? {} : { models }),
    ...(one.expectedWrite === undefined ? {} : { write: ourWrite(one, state) }),
  };
}

function ourModelState(one: ContainerCase): string | null {
  if (one.documentedModelState !== undefined) return one.documentedModelState;
  if (one.suggestedModels !== undefined) return one.suggestedModels[one.model] ?? null;
  const states = one.containers.map(({ state }) => state ?? {});
  if (one.expectedModelState === null || states.length === 0) return one.expectedModelState;
  if (states.every(({ Status }) => ON_THEIR_WAY.includes(Status?.toLowerCase() ?? ""))) return null;
  if (states.some(({ Status, Dead, Running }) => !Status && Dead === "true" && Running !== "true")) {
    return "Dead";
  }
  const hasCrashed = states.some(({ Status, ExitCode }) =>
    Status?.toLowerCase() === "exited" && (ExitCode ?? "0") !== "0"
  );
  return hasCrashed ? "Dead" : one.expectedModelState;
}

function withState(one: ContainerCase, state: string | null): Record<string, string> {
  const { [one.model]: _, ...others } = one.expectedModels ?? {};
  return state === null ? others : { ...others, [one.model]: state };
}

function ourWrite(one: ContainerCase, state: string | null): Write | null {
  if (state === null || state === (one.prior ?? "Created")) return null;
  return { key: `/model/${one.model}/state`, value: state };
}

export interface PackageCase {
  readonly name: string;
  readonly package: string;
  readonly models: readonly { readonly name: string; readonly state: string | null }[];
  readonly storedPackageState: string | null;
  readonly expectedPackageState: string;
  readonly writeExpected: boolean;
  readonly questionable?: boolean;
  readonly pedantic?: boolean;
}

export interface PackageExpectation {
  readonly state: string;
  readonly isWritten: boolean;
}

const MODEL_WORDS = ["created", "paused", "exited", "dead", "running"];

/** Stored words are read in any case; with that, upstream's rules count. */
export function expectedOfPackage(one: PackageCase): PackageExpectation {
  const asUpstream = { state: one.expectedPackageState, isWritten: one.writeExpected };
  if (one.questionable !== true || one.models.length === 0) return asUpstream;
  const words = one.models.map(({ state }) => state === null ? "created" : state.trim().toLowerCase())
    .map((word) => MODEL_WORDS.includes(word) ? word : "running");
  const count = (word: string) => words.filter((found) => found === word).length;
  const state = count("dead") === words.length
    ? "ERROR"
    : count("dead") > 0
    ? "DEGRADED"
    : count("paused") === words.length
    ? "PAUSED"
    : count("exited") === words.length
    ? "EXITED"
    : "RUNNING";
  const stored = (one.storedPackageState ?? "").trim().toUpperCase().replace("PACKAGE_STATE_", "");
  return { state: `PACKAGE_STATE_${state}`, isWritten: stored !== state };
}

export interface ScenarioCase {
  readonly name: string;
  readonly scenario: string;
  readonly tracked: string | null;
  readonly current: string;
  readonly target: string;
  readonly accepted: boolean;
  readonly event?: string;
  readonly errorCode?: string;
  readonly stateAfter: string | null;
  readonly stored: Write | null;
  readonly suggestedAccepted?: boolean;
  readonly questionable?: boolean;
  readonly pedantic?: boolean;
}

export interface ScenarioExpectation {
  readonly isAccepted: boolean;
  /** Truth on the wire. */
  readonly errorCode: string;
  readonly stateAfter: string | null;
  readonly stored: Write | null;
}

const FULL_NAME = /^\s*scenario_state_/i;
const NEXT: Readonly<Record<string, readonly string[]>> = {
  IDLE: ["WAITING"],
  WAITING: ["SATISFIED"],
  SATISFIED: ["ALLOWED", "DENIED"],
  ALLOWED: ["COMPLETED"],
};

export function expectedOfScenario(one: ScenarioCase): ScenarioExpectation {
  const asUpstream = {
    isAccepted: one.accepted,
    errorCode: one.accepted ? "ERROR_CODE_SUCCESS" : one.errorCode ?? "ERROR_CODE_INVALID_STATE_TRANSITION",
    stateAfter: one.stateAfter,
    stored: one.stored,
  };
  if (one.accepted || (one.suggestedAccepted !== true && one.questionable !== true)) return asUpstream;
  const word = (text: string) => text.trim().replace(FULL_NAME, "").trim().toUpperCase();
  const [current, target] = [word(one.current), word(one.target)];
  const from = one.tracked === null ? current : word(one.tracked);
  const isAccepted = one.suggestedAccepted === true || (one.current === "" && target === "IDLE") ||
    (current === "ALLOWED" && target === "COMPLETED" && ["IDLE", "WAITING", "SATISFIED"].includes(from)) ||
    (NEXT[from]?.includes(target) ?? false);
  if (!isAccepted) return asUpstream;
  const value = `SCENARIO_STATE_${target}`;
  const isNew = one.tracked === null || from !== target;
  return {
    isAccepted,
    errorCode: "ERROR_CODE_SUCCESS",
    stateAfter: value,
    stored: isNew ? { key: `/scenario/${one.scenario}/state`, value } : null,
  };
}

export interface ValidationCase {
  readonly name: string;
  readonly request: {
    readonly resourceType?: number;
    readonly resourceName?: string;
    readonly currentState?: string;
    readonly targetState?: string;
    readonly transitionId?: string;
    readonly timestampNs?: string;
    readonly source?: string;
  };
  readonly expectedErrorCode: string;
  readonly expectedErrorDetails: string;
  readonly expectedTransitionId: string;
  readonly queued: boolean;
  readonly resultAfterQueue?: string;
  readonly questionable?: boolean;
  readonly pedantic?: boolean;
}

export interface ValidationExpectation {
  readonly errorCode: string;
  /** Set where the first check refuses: its words are part of the interface. */
  readonly details?: string;
}

/** The answer says what became of the change, where upstream answers before it knows. */
export function expectedOfValidation(one: ValidationCase): ValidationExpectation {
  const { resourceType = 0, resourceName = "", currentState = "", targetState = "" } = one.request;
  if (one.queued) {
    if (resourceType !== 1 || /[<>?{}]/.test(resourceName)) {
      return { errorCode: "ERROR_CODE_INVALID_REQUEST" };
    }
    if (one.questionable === true && FULL_NAME.test(`${currentState}`)) {
      return { errorCode: "ERROR_CODE_SUCCESS" };
    }
    return { errorCode: one.resultAfterQueue ?? one.expectedErrorCode };
  }
  const isCreation = resourceType === 1 && currentState === "" &&
    targetState.trim().toLowerCase() === "idle" &&
    one.expectedErrorDetails === "current_state cannot be empty";
  if (isCreation) return { errorCode: "ERROR_CODE_SUCCESS" };
  return { errorCode: one.expectedErrorCode, details: one.expectedErrorDetails };
}
