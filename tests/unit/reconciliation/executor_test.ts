import { executorEffects } from "../../../src/manager/core/executor_effects.ts";
import { deepEqual, equal, notEqual } from "node:assert/strict";
import type { ActionControllerPort } from "../../../src/ports/action_controller.ts";
import type { ActionResult } from "../../../src/state/action.ts";
import {
  Executor,
  handleExecutionFailure,
  isActionSuccessful,
} from "../../../src/reconciliation/executor.ts";
import { ACTION_KINDS, type ActionPlan, type PlannedAction } from "../../../src/state/plan.ts";
import { createActionPlan, createRecoveryPlan } from "../../../src/reconciliation/planner.ts";
import { contextOf, diffOf, serviceOf } from "../../support/domain.ts";
import { seededRandom } from "../../support/engine/rig.ts";
import { VirtualClock } from "../../support/engine/virtual_clock.ts";

const DONE: ActionResult = { kind: "done", wasRepeated: false, message: "" };

/** Answers from a list, and remembers what it was asked. */
class ScriptedController implements ActionControllerPort {
  readonly calls: { readonly method: string; readonly id: string }[] = [];
  readonly #answers: ActionResult[];

  constructor(...answers: ActionResult[]) {
    this.#answers = answers;
  }
  executeAction(action: PlannedAction): Promise<ActionResult> {
    return this.#answer("executeAction", action);
  }
  requestRecovery(
    _id: string,
    recovery: string,
    options: { readonly action: PlannedAction },
  ): Promise<ActionResult> {
    return this.#answer(`requestRecovery ${recovery}`, options.action);
  }
  requestLifecycleAction(
    _id: string,
    lifecycle: string,
    options: { readonly action: PlannedAction },
  ): Promise<ActionResult> {
    return this.#answer(`requestLifecycleAction ${lifecycle}`, options.action);
  }
  isReachable(): boolean {
    return true;
  }
  #answer(method: string, { id }: PlannedAction): Promise<ActionResult> {
    this.calls.push({ method, id });
    return Promise.resolve(this.#answers.shift() ?? DONE);
  }
}

/** Scale up, new version, new config: three actions before optimisation. */
const PLAN: ActionPlan = createActionPlan(
  diffOf({
    scaleDiff: { desiredReplicas: 1, actualReplicas: 2 },
    actual: { replicas: 2, availableReplicas: 2, version: "0.9" },
    versionDiff: { desiredVersion: "1.0", actualVersion: "0.9" },
  }),
  contextOf({ service: serviceOf({ status: { state: "Running" } }) }),
);

async function execute(controller: ScriptedController, options: {
  readonly plan?: ActionPlan;
  readonly fromAction?: number;
  readonly canContinue?: () => boolean;
} = {}) {
  const clock = new VirtualClock();
  const random = seededRandom(1);
  const effects = executorEffects(controller, clock, () => random.next());
  const executor = new Executor(effects, { attempts: 3, backoff: { baseMs: 100, capMs: 1_000 } });
  const acknowledged: string[] = [];
  const sent: string[] = [];
  const running = executor.executePlan(options.plan ?? PLAN, {
    fromAction: options.fromAction ?? 0,
    signal: new AbortController().signal,
    canContinue: options.canContinue ?? (() => true),
    onSend: (action) => void sent.push(action.id),
    onAcknowledged: (action) => void acknowledged.push(action.id),
  });
  await clock.advance(10_000);
  return { result: await running, acknowledged, sent };
}

Deno.test("executePlan() sends the actions one after the other and acknowledges each", async () => {
  const controller = new ScriptedController();
  const { result, acknowledged } = await execute(controller);
  equal(result.kind, "acknowledged");
  deepEqual(acknowledged, PLAN.actions.map((action) => action.id));
  deepEqual(controller.calls.map((call) => call.id), acknowledged);
});

Deno.test("executePlan() goes on where an earlier run ended", async () => {
  const controller = new ScriptedController();
  await execute(controller, { fromAction: 1 });
  deepEqual(controller.calls.map((call) => call.id), PLAN.actions.slice(1).map((action) => action.id));
});

Deno.test("executePlan() stops between two actions when it is not wanted any more", async () => {
  const controller = new ScriptedController();
  const { result } = await execute(controller, { canContinue: () => controller.calls.length < 1 });
  deepEqual(result, { kind: "stopped", nextAction: 1 });
  equal(controller.calls.length, 1);
});

Deno.test("executeAction() repeats an action of unknown fate under the same id", async () => {
  const unknown: ActionResult = { kind: "timed-out", message: "no answer" };
  const controller = new ScriptedController(unknown, { kind: "unreachable", message: "refused" });
  const { result } = await execute(controller);
  equal(result.kind, "acknowledged");
  const [first, second, third] = controller.calls;
  equal(first?.id, second?.id);
  equal(second?.id, third?.id);
});

Deno.test("executeAction() tries a failed action again under ids that a second run repeats", async () => {
  const failed: ActionResult = { kind: "failed", message: "no memory" };
  const ids = async () => {
    const controller = new ScriptedController(failed, failed, failed);
    const { result } = await execute(controller);
    equal(result.kind, "failed");
    return controller.calls.map((call) => call.id);
  };
  const first = await ids();
  deepEqual(first, await ids());
  equal(new Set(first).size, 3);
});

Deno.test("executeAction() gives an action another id only after it failed, however often it was not answered", async () => {
  const failed: ActionResult = { kind: "failed", message: "no memory" };
  const unknown: ActionResult = { kind: "timed-out", message: "no answer" };
  const controller = new ScriptedController(unknown, failed, DONE);
  const { result } = await execute(controller);
  equal(result.kind, "acknowledged");
  const [first] = PLAN.actions;
  deepEqual(controller.calls.slice(0, 3).map(({ id }) => id), [first?.id, first?.id, `${first?.id}.2`]);
});

Deno.test("executePlan() postpones when the controller stays away", async () => {
  const away: ActionResult = { kind: "unreachable", message: "refused" };
  const { result } = await execute(new ScriptedController(DONE, away, away, away));
  deepEqual(result, { kind: "postponed", nextAction: 1, action: PLAN.actions[1], result: away });
});

Deno.test("executePlan() does not repeat a refused action", async () => {
  const controller = new ScriptedController({ kind: "rejected", message: "unknown node" });
  const { result } = await execute(controller);
  equal(controller.calls.length, 1);
  equal(result.kind === "failed" ? result.recovery : "", "Notify");
});

Deno.test("an action of a recovery goes to RequestRecovery, a lifecycle step to RequestLifecycleAction", async () => {
  const recovery = createRecoveryPlan(serviceOf({ status: { state: "Failed" } }), "Recreate", contextOf());
  const controller = new ScriptedController();
  await execute(controller, { plan: recovery });
  const start = createActionPlan(
    diffOf({
      existenceDiff: { desiredExists: true, actualExists: false },
      actual: { replicas: 0, availableReplicas: 0, version: "" },
    }),
    contextOf(),
  );
  await execute(controller, { plan: start });
  deepEqual(controller.calls.map((call) => call.method), [
    "requestRecovery Recreate",
    "requestLifecycleAction Start",
  ]);
});

Deno.test("handleExecutionFailure() has an answer for every kind of action, and Notify for a refused one", () => {
  const [action] = PLAN.actions;
  if (action === undefined) throw new Error("the plan has actions");
  const failed: ActionResult = { kind: "failed", message: "" };
  const answers = ACTION_KINDS.map((kind) =>
    handleExecutionFailure({ ...action, step: { ...STEP_PARTS, kind } as PlannedAction["step"] }, failed)
  );
  deepEqual(answers, [
    "Recreate",
    "Notify",
    "Recreate",
    "Notify",
    "Recreate",
    "RollbackVersion",
    "ResetConfig",
    "Notify",
    "Notify",
    "Notify",
    "Notify",
  ]);
  equal(handleExecutionFailure(action, { kind: "rejected", message: "" }), "Notify");
});

Deno.test("isActionSuccessful() is true for done alone, repeated or not", () => {
  equal(isActionSuccessful(DONE), true);
  equal(isActionSuccessful({ ...DONE, wasRepeated: true }), true);
  for (const kind of ["failed", "rejected", "unreachable", "timed-out"] as const) {
    notEqual(isActionSuccessful({ kind, message: "" }), true);
  }
});

const STEP_PARTS = {
  fromReplicas: 1,
  toReplicas: 2,
  fromVersion: "1",
  toVersion: "2",
  changedKeys: [],
  fromNode: "a",
  toNode: "b",
};
