import assert from "node:assert/strict";
import { NO_ACTION_CONTROLLER, NO_MONITORING_SERVER } from "../../../src/daemon/no_peers.ts";
import type { PlannedAction } from "../../../src/state/plan.ts";

Deno.test("without an ActionController every action is unreachable, and the message names the missing setting", async () => {
  // The action itself is not read.
  const action = {} as PlannedAction;
  const { signal } = new AbortController();
  const results = await Promise.all([
    NO_ACTION_CONTROLLER.executeAction(action, signal),
    NO_ACTION_CONTROLLER.requestRecovery(action.resourceId, "Restart", { action, signal }),
    NO_ACTION_CONTROLLER.requestLifecycleAction(action.resourceId, "Start", { action, signal }),
  ]);
  for (const result of results) {
    assert.equal(result.kind, "unreachable");
    assert.match(result.message, /action_controller\.address/);
  }
  assert.equal(NO_ACTION_CONTROLLER.isReachable(), false);
  assert.doesNotThrow(() =>
    NO_MONITORING_SERVER.queueMetrics({} as Parameters<typeof NO_MONITORING_SERVER.queueMetrics>[0])
  );
});
