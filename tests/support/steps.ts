/** Steps without a manager: a context that counts its ids and has no jitter. */
import { newRuntime } from "../../src/reconciliation/apply/resets.ts";
import type { ApplyContext } from "../../src/reconciliation/apply/step.ts";
import { StepDraft } from "../../src/reconciliation/apply/step_draft.ts";
import type { ServiceRecord } from "../../src/state/record.ts";
import type { ServiceRuntime } from "../../src/state/runtime.ts";
import { newStateTracker } from "../../src/state/tracker.ts";
import { idOf } from "./domain.ts";
import { SETTINGS } from "./engine/rig.ts";

export function applyContext(parts: Partial<ApplyContext> = {}): ApplyContext {
  let plans = 0;
  const tracker = newStateTracker(idOf("vehicle/lidar"));
  return {
    nowMs: 1_000,
    wallMs: 1_700_000_000_000,
    settings: SETTINGS,
    random01: () => 0.5,
    nextPlanId: () => `plan-${++plans}`,
    dependents: () => [],
    otherNode: () => undefined,
    tracker: () => tracker,
    ...parts,
  };
}

/** What is known of a service that has just come to be known. */
export function freshRuntime(record?: ServiceRecord): ServiceRuntime {
  return newRuntime({ nowMs: 0, wallMs: 0, record, settings: SETTINGS });
}

export function draftOf(record: ServiceRecord, parts: Partial<ApplyContext> = {}): StepDraft {
  return new StepDraft(record, freshRuntime(record), applyContext(parts));
}
