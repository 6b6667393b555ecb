/** Which issue a decision is about. */
import type { ServiceIssue } from "../../state/issue.ts";
import { changesSinceKnownGood, classifyIssue } from "../../recovery/classify.ts";
import type { StateDiff } from "../../state/diff.ts";
import type { DecisionInput } from "./decision_model.ts";
import { diffId } from "../../state/diff_text.ts";

/**
 * The issue under treatment goes on for as long as the node names no other one: else an absence after a failed start would count
 * as a crash, and neither would ever get beyond its first stage. A lost node is over once it answers, and what had no name, or was
 * asked for by an operator, says nothing of what is seen now.
 */
export function openIssue(input: DecisionInput): ServiceIssue | undefined {
  const { recovery, diff } = input;
  if (recovery === undefined || recovery.issueType === "NodeLost" || recovery.issueType === "Unknown") {
    return undefined;
  }
  const causation = diff === undefined ? [] : [diffId(diff)];
  return { type: recovery.issueType, evidence: recovery.evidence, causation };
}

/** The issue that an observation names. */
export function issueOf(input: DecisionInput, diff: StateDiff): ServiceIssue {
  const { service, recovery } = input;
  return classifyIssue(diff, {
    recentFailures: recovery?.failureCount ?? 0,
    ...changesSinceKnownGood(service),
  });
}

/** The phase does not end, as its history shows. */
export function stuckPhase(input: DecisionInput): ServiceIssue {
  const found = input.transitionIssues?.().find(({ kind }) => kind === "stuck");
  const seconds = Math.round((input.nowMs - input.phaseSinceMs) / 1_000);
  return stuck(input, found?.evidence ?? `${input.service.status.state} for ${seconds} s`);
}

/** Something does not end. */
export function stuck({ diff }: DecisionInput, evidence: string): ServiceIssue {
  return {
    type: "StuckTransition",
    evidence,
    causation: diff === undefined ? [] : [diffId(diff)],
  };
}
