/** How the state of a container, in the runtime's words, is understood. */
import assert from "node:assert/strict";
import { LABEL, labelsOf } from "../../../src/node/container/labels.ts";
import { readContainer } from "../../../src/node/container/sight.ts";
import type { JsonValue } from "../../../src/node/definition/workload.ts";
import { resourceId } from "../../../src/state/resource_id.ts";

const LABELS = labelsOf({
  ...{ instanceId: "i0-a", resourceId: resourceId("vehicle", "lidar"), replica: 0, node: "front" },
  ...{ version: "1", configFingerprint: "a", definitionFingerprint: "b" },
}, { directory: "/d", stopSignal: "SIGTERM", stopTimeoutMs: 1_000 });

function stateOf(state: { readonly [key: string]: JsonValue }): JsonValue {
  const body = { Id: "c", Name: "/x", Config: { Labels: LABELS }, State: state };
  const found = readContainer(body, LABEL.instance);
  assert.ok(found !== undefined);
  return JSON.parse(JSON.stringify(found.state));
}

Deno.test("a container that is being stopped or removed and has no process has ended, whatever podman goes on saying", () => {
  for (const Status of ["stopping", "removing"]) {
    assert.deepEqual(stateOf({ Status, Pid: 7 }), { kind: "stopping" });
    assert.deepEqual(stateOf({ Status, Pid: 0, ExitCode: 137 }), {
      kind: "ended",
      end: { signal: 9, isResourceExhausted: false, message: "" },
    });
  }
});

Deno.test("a container that runs, is held, or was never started is told apart", () => {
  assert.deepEqual(stateOf({ Status: "running", Pid: 7 }), { kind: "running", pid: 7 });
  assert.deepEqual(stateOf({ Status: "paused", Pid: 7 }), { kind: "held", pid: 7 });
  assert.deepEqual(stateOf({ Status: "created", Pid: 0 }), {
    kind: "ended",
    end: { isResourceExhausted: false, message: "it was made and never started" },
  });
  assert.deepEqual(stateOf({ Status: "exited", Pid: 0, ExitCode: 78 }), {
    kind: "ended",
    end: { exitCode: 78, isResourceExhausted: false, message: "" },
  });
});
