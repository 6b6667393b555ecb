/** Answers SendStateChange: the first check, the transition, and the answer that says the truth about both. Pure but for what it is given. */
import type { StateChangeAnswer } from "./peer_requests.ts";
import { decideChange, isCreation, problemOf, type ScenarioState, type StateChange } from "./scenario.ts";

/** What is known of scenarios. */
export interface ScenarioBook {
  get(name: string): ScenarioState | undefined;
  /** `isAnnounced`: a person applied it. Called also where the state stays the same. */
  changed(name: string, state: ScenarioState, change: { readonly isAnnounced: boolean }): void;
}

const ACCEPTED: StateChangeAnswer = {
  errorCode: "ERROR_CODE_SUCCESS",
  message: "StateChange successfully received and queued for processing",
  errorDetails: "",
};

/** The book is changed only by an accepted change. */
export function answerChange(book: ScenarioBook, change: StateChange): StateChangeAnswer {
  const problem = problemOf(change);
  if (problem !== undefined) {
    return {
      errorCode: "ERROR_CODE_INVALID_REQUEST",
      message: `StateChange validation failed: ${problem}`,
      errorDetails: problem,
    };
  }
  const { resourceName } = change;
  const decision = decideChange(book.get(resourceName), change);
  if (decision.kind === "accepted") {
    book.changed(resourceName, decision.to, { isAnnounced: isCreation(change) });
    return ACCEPTED;
  }
  const { errorCode, details } = decision;
  return { errorCode, message: `StateChange refused: ${details}`, errorDetails: details };
}
