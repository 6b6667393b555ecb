/** Steps of the phase: transitions, what becomes of a service that is healthy for long, and its end. */
import { moved, wentDownOnPurpose } from "../../recovery/damping.ts";
import { drifted } from "../../recovery/drift.ts";
import { noteHealthyCycle } from "../../recovery/faults.ts";
import { observed } from "../../state/observation.ts";
import { updateServiceStatus } from "../../state/model.ts";
import { diffId } from "../../state/diff_text.ts";
import type { Decision } from "../decide/decision_model.ts";
import type { Step } from "./step.ts";
import type { StepDraft } from "./step_draft.ts";
import { recordDraft } from "./transition.ts";

export function transition(draft: StepDraft, decision: Decision & { readonly kind: "transition" }): Step {
  const { event, reason, isPowerOn = false } = decision;
  const { diff } = draft.runtime.observation;
  const before = observed(draft.service, diff, draft.context.wallMs);
  const { generation } = before.metadata;
  draft.change({
    service: event === "Ready"
      ? updateServiceStatus(before, { ...before.status, observedGeneration: generation })
      : before,
  });
  const isDrift = event === "Update" && before.status.state === "Running" &&
    before.status.observedGeneration >= generation;
  if (isDrift) drifted(draft, reason);
  const isChanged = draft.transition(event, {
    reason,
    source: diff === undefined ? "StateManager" : "NodeAgent",
    metadata: diff === undefined ? {} : { cause: diffId(diff) },
  });
  if (!isChanged) throw new Error(`${event} changes nothing in ${before.status.state}`);
  // Once only: what does not come up now fails like any other.
  if (isPowerOn && event === "Reschedule") draft.know("observation", { wasSeenUp: true });
  if (event === "Reschedule") draft.know("plan", { stopFailures: 0 });
  if (isPowerOn) wentDownOnPurpose(draft);
  else moved(draft, before.status.state);
  return draft.again();
}

export function markKnownGood(draft: StepDraft): Step {
  const { service } = draft;
  const { version, config } = service.spec;
  const { generation } = service.metadata;
  const reason = `Version ${version} with the configuration of generation ${generation} is known good`;
  draft.change(
    {
      service: updateServiceStatus(service, {
        ...service.status,
        lastKnownGood: { version, config, generation },
      }),
    },
    recordDraft("StatusObserved", "StateManager", { metadata: { reason } }),
  );
  return draft.again();
}

/** The service has been healthy for long enough: its failures are reset, and its faults age. */
export function forgetFailures(draft: StepDraft): Step {
  const { service, recovery } = draft.record;
  const { faults: old = [], ...status } = service.status;
  const faults = noteHealthyCycle(old, draft.context.settings.faults);
  const reason = recovery !== undefined
    ? "The service has been healthy for long enough: its failures are reset"
    : "The service has been healthy for another cycle: its faults age";
  draft.know("damping", { agedAtMs: draft.context.nowMs });
  draft.change(
    {
      service: updateServiceStatus(service, faults.length === 0 ? status : { ...status, faults }),
      recovery: null,
    },
    recordDraft("StatusObserved", "Recovery", { metadata: { reason } }),
  );
  return draft.again();
}

/** Nothing is left of it and nothing is desired. */
export function remove(draft: StepDraft): Step {
  const isChanged = draft.transition("Terminated", {
    reason: "All replicas are gone",
    source: "StateManager",
  });
  if (!isChanged) throw new Error("Terminated leaves no event");
  return draft.end();
}
