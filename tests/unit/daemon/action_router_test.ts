import assert from "node:assert/strict";
import { ActionRouter } from "../../../src/daemon/action_router.ts";
import type { ActionControllerPort } from "../../../src/ports/action_controller.ts";
import type { ActionResult } from "../../../src/state/action.ts";
import type { ActionStep, PlannedAction } from "../../../src/state/plan.ts";
import { resourceId } from "../../../src/state/resource_id.ts";

const { signal } = new AbortController();
const DONE: ActionResult = { kind: "done", wasRepeated: false, message: "1 started" };

/** Writes down what it is asked for. */
function controller(name: string, calls: string[], result: ActionResult = DONE): ActionControllerPort {
  const note = (what: string, { id, node }: PlannedAction) => {
    calls.push(`${name}: ${what} ${id} on ${node}`);
    return Promise.resolve(result);
  };
  return {
    executeAction: (action) => note(action.step.kind, action),
    requestRecovery: (_id, recovery, { action }) => note(recovery, action),
    requestLifecycleAction: (_id, lifecycle, { action }) => note(lifecycle, action),
    isReachable: () => result.kind !== "unreachable",
  };
}

function action(node: string, step: ActionStep = { kind: "Start" }): PlannedAction {
  return {
    id: "p/1",
    resourceId: resourceId("vehicle", "lidar"),
    step,
    node,
    desired: { replicas: 1, version: "1", config: {} },
    generation: 1n,
    deadlineMs: 1_000,
    isDisruptive: false,
    estimate: { durationMs: 0, isMeasured: false, affectedReplicas: 0, unavailableMs: 0 },
    causation: [],
  };
}

Deno.test("an action goes to the own node, else to the configured controller, else to the node itself", async () => {
  const calls: string[] = [];
  const own = { node: "here", controller: controller("own", calls) };
  const ofNode = (node: string) => node === "rear" ? controller("rear", calls) : undefined;
  const configured = controller("configured", calls);
  const withOne = new ActionRouter({ own, configured, ofNode });
  const without = new ActionRouter({ own, ofNode });
  for (const router of [withOne, without]) {
    await router.executeAction(action("here"), signal);
    await router.executeAction(action("rear"), signal);
  }
  assert.deepEqual(calls, [
    "own: Start p/1 on here",
    "configured: Start p/1 on rear",
    "own: Start p/1 on here",
    "rear: Start p/1 on rear",
  ]);
  const nobody = await without.executeAction(action("unknown"), signal);
  assert.equal(nobody.kind, "unreachable");
  assert.equal(without.isReachable(), false);
});

Deno.test("a service that moves is started on the one and stopped on the other, under an id that follows from the action's", async () => {
  const calls: string[] = [];
  const nodes = new Map([["a", controller("a", calls)], ["b", controller("b", calls)]]);
  const router = new ActionRouter({ ofNode: (node) => nodes.get(node) });
  const move = action("b", { kind: "Relocate", fromNode: "a", toNode: "b" });
  const result = await router.executeAction(move, signal);
  assert.deepEqual(calls, ["b: Relocate p/1 on b", "a: Stop p/1/leave on a"]);
  assert.equal(result.message, "1 started; 1 started on a");
});

Deno.test("a service that could not be started where it goes to stays where it was", async () => {
  const calls: string[] = [];
  const failed: ActionResult = { kind: "failed", message: "no" };
  const nodes = new Map([["a", controller("a", calls)], ["b", controller("b", calls, failed)]]);
  const router = new ActionRouter({ ofNode: (node) => nodes.get(node) });
  const move = action("b", { kind: "Relocate", fromNode: "a", toNode: "b" });
  assert.deepEqual(await router.executeAction(move, signal), failed);
  assert.deepEqual(calls, ["b: Relocate p/1 on b"]);
});

Deno.test("a controller for all nodes moves a service by itself", async () => {
  const calls: string[] = [];
  const router = new ActionRouter({ configured: controller("all", calls), ofNode: () => undefined });
  await router.executeAction(action("b", { kind: "Relocate", fromNode: "a", toNode: "b" }), signal);
  assert.deepEqual(calls, ["all: Relocate p/1 on b"]);
});
