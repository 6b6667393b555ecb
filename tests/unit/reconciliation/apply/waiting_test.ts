/** Wherever a service comes to rest, for whatever reason, what its node reported last is in its status. */
import { deepEqual } from "node:assert/strict";
import { apply } from "../../../../src/reconciliation/apply/apply.ts";
import type { StepInput } from "../../../../src/reconciliation/apply/step.ts";
import { createRecoveryPlan } from "../../../../src/reconciliation/planner.ts";
import type { ServiceStatus } from "../../../../src/state/model.ts";
import type { ServiceRecord } from "../../../../src/state/record.ts";
import { contextOf, diffOf, serviceOf } from "../../../support/domain.ts";
import { applyContext, freshRuntime } from "../../../support/steps.ts";

/** Nothing of it is left, and the difference is one that no action takes away. */
const SEEN = diffOf({
  versionDiff: { desiredVersion: "the desired one", actualVersion: "another one" },
  actual: { replicas: 0, availableReplicas: 0, version: "" },
});
const PLAN = createRecoveryPlan(serviceOf(), "Restart", {
  ...contextOf(),
  fromNode: "node-a",
  toNode: "node-a",
});
const [ACTION] = PLAN.actions;
if (ACTION === undefined) throw new Error("the plan has an action");

interface Case {
  readonly input: StepInput;
  readonly status: Partial<ServiceStatus>;
  readonly hasPlan?: boolean;
}

const UNTIL = { untilMs: 9_000, why: "later" };
const CASES: Readonly<Record<string, Case>> = {
  "nothing is to be done": { input: { kind: "idle", why: "as wanted" }, status: { state: "Running" } },
  "it has to wait": { input: { kind: "wait", ...UNTIL }, status: { state: "Failed" } },
  "something else has to come first": {
    input: { kind: "block", reason: "WaitingForDependency", message: "it waits" },
    status: { state: "Pending" },
  },
  "starts are paced": { input: { kind: "pace-start", untilMs: 9_000 }, status: { state: "Pending" } },
  "no action helps": {
    input: { kind: "make-plan", diff: SEEN, reason: "version" },
    status: { state: "Initializing" },
  },
  "no action helps while it is stopped": {
    input: { kind: "make-plan", diff: SEEN, reason: "version" },
    status: { state: "Terminating" },
  },
  "its plan waits for the controller": {
    input: { kind: "park-plan", ...UNTIL },
    status: { state: "Initializing" },
    hasPlan: true,
  },
  "it is not known how an action ended": {
    input: {
      kind: "postpone-plan",
      action: ACTION,
      result: { kind: "unreachable", message: "no answer" },
      untilMs: 9_000,
      controllerAnsweredAtMs: undefined,
    },
    status: { state: "Initializing" },
    hasPlan: true,
  },
};

for (const [name, { input, status, hasPlan = false }] of Object.entries(CASES)) {
  Deno.test(`where ${name}, what the node reported last is in the status`, () => {
    const service = serviceOf({
      spec: { replicas: 0 },
      status: { replicas: 2, availableReplicas: 2, ...status },
    });
    const record: ServiceRecord = {
      ...{ service, term: 1n },
      ...(hasPlan ? { plan: { plan: PLAN, nextAction: 0, createdAtMs: 0 } } : {}),
    };
    const fresh = freshRuntime(record);
    const runtime = { ...fresh, observation: { ...fresh.observation, diff: SEEN } };
    const step = apply(input, record, runtime, applyContext());
    const { replicas, availableReplicas } = step.record?.service.status ?? {};
    deepEqual([replicas, availableReplicas], [0, 0]);
    deepEqual(
      apply(input, step.record ?? record, step.runtime, applyContext()).events,
      [],
      "it is told once",
    );
  });
}

for (const reason of ["WaitingForDependency", "DependencyFailed", "WaitingForNode"] as const) {
  Deno.test(`a service that is not held up by others any more (${reason}) says what it waits for now, once`, () => {
    const service = serviceOf({ status: { state: "Failed" } });
    const record: ServiceRecord = { service, term: 1n };
    const held = apply(
      { kind: "block", reason, message: "not yet" },
      record,
      freshRuntime(record),
      applyContext(),
    );
    const waits = { kind: "wait", why: "Backing off before the next recovery", untilMs: 9_000 } as const;
    const step = apply(waits, held.record ?? record, held.runtime, applyContext());
    deepEqual(
      [step.record?.service.status.lastReason, step.events.map(({ eventType }) => eventType)],
      [waits.why, ["ConditionChanged"]],
    );
    deepEqual(apply(waits, step.record ?? record, step.runtime, applyContext()).events, []);
  });
}
