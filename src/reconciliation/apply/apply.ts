/**
 * Applies one input to one service: the other half of `decide`. A function of its arguments; nothing is touched.
 *
 * I1: whatever a step changes is explained by its events, and both are committed together or not at all.
 * I2: an action leaves only as an effect of a step, so after the commit that holds its plan.
 * I3: a preview, a replay and the simulation call this very function; only what is done with the step differs.
 */
import { assertNever } from "../../kit/errors.ts";
import { noteDamping, undamp } from "../../recovery/damping.ts";
import { noteIsolation, release } from "../../recovery/isolation.ts";
import { triggerRecovery } from "../../recovery/operator.ts";
import { attemptStagedRecovery, fallBack } from "../../recovery/strategy.ts";
import type { ServiceRecord } from "../../state/record.ts";
import type { ServiceRuntime } from "../../state/runtime.ts";
import { forgetFailures, markKnownGood, remove, transition } from "./phase.ts";
import {
  acknowledge,
  dropPlan,
  executed,
  expirePlan,
  failPlan,
  finishPlan,
  makePlan,
  parkPlan,
  planObserved,
  postponePlan,
  sent,
} from "./plan.ts";
import { assign, block, judgeNode, paceStart, relocate, settle } from "./rest.ts";
import type { ApplyContext, Step, StepInput } from "./step.ts";
import { StepDraft } from "./step_draft.ts";

export function apply(
  input: StepInput,
  record: ServiceRecord,
  runtime: ServiceRuntime,
  context: ApplyContext,
): Step {
  const draft = new StepDraft(record, runtime, context);
  switch (input.kind) {
    case "idle":
      settle(draft, input.why);
      return draft.settled(input.why);
    case "wait":
      settle(draft, input.why);
      return draft.waiting(input.why, input.untilMs);
    case "block":
      return block(draft, input);
    case "pace-start":
      return paceStart(draft, input.untilMs);
    case "assign":
      return assign(draft, input);
    case "relocate":
      return relocate(draft, input);
    case "node-judged":
      return judgeNode(draft, input.condition);
    case "transition":
      return transition(draft, input);
    case "mark-known-good":
      return markKnownGood(draft);
    case "close-recovery":
      return forgetFailures(draft);
    case "remove":
      return remove(draft);
    case "make-plan":
      return makePlan(draft, input);
    case "run-plan":
      draft.effect({ kind: "execute", plan: input.record });
      return draft.again();
    case "finish-plan":
      return finishPlan(draft);
    case "fail-plan":
      return failPlan(draft, input.issue);
    case "drop-plan":
      return dropPlan(draft, input.why);
    case "park-plan":
      return parkPlan(draft, input);
    case "postpone-plan":
      return postponePlan(draft, input);
    case "expire-plan":
      return expirePlan(draft);
    case "action-sent":
      return sent(draft, input.action);
    case "action-acknowledged":
      return acknowledge(draft, input.action, input.result);
    case "plan-executed":
      return executed(draft, input);
    case "plan-observed":
      return planObserved(draft, input);
    case "recover":
      return attemptStagedRecovery(draft, input.issue);
    case "fallback":
      return fallBack(draft, input.issue, input.fallback);
    case "note-hold":
      return input.hold === "isolation" ? noteIsolation(draft) : noteDamping(draft);
    case "undamp":
      return undamp(draft);
    case "release":
      return release(draft, { by: "Recovery", reason: input.why });
    case "operator":
      return triggerRecovery(draft, input.request);
    default:
      return assertNever(input);
  }
}
