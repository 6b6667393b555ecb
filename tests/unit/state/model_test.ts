import assert from "node:assert/strict";
import { StateManagerError } from "../../../src/kit/errors.ts";
import {
  CRITICALITIES,
  criticalityRank,
  DEFAULT_SPEC,
  effectiveSpec,
  findCondition,
  isIsolated,
  isServiceAvailable,
  isToRun,
  newServiceState,
  SERVICE_STATES,
  updateServiceStatus,
  withCondition,
} from "../../../src/state/model.ts";
import { parseResourceId, resourceId, splitResourceId } from "../../../src/state/resource_id.ts";
import { serviceOf } from "../../support/domain.ts";

Deno.test("newServiceState() is Pending, of generation 0, with the default spec", () => {
  const service = newServiceState("lidar", "vehicle", { nowMs: 7 });
  assert.equal(service.metadata.id, "vehicle/lidar");
  assert.deepEqual([service.metadata.generation, service.metadata.createdAtMs], [0n, 7]);
  assert.equal(service.spec, DEFAULT_SPEC);
  assert.deepEqual([service.status.state, service.status.stateSinceMs], ["Pending", 7]);
});

Deno.test("newServiceState() names the part that is not a name", () => {
  const fieldOf = (name: string, namespace: string) => {
    try {
      return newServiceState(name, namespace).metadata.id;
    } catch (error) {
      return error instanceof StateManagerError && error.failure.kind === "invalid" && error.failure.field;
    }
  };
  assert.deepEqual([fieldOf("Lidar", "vehicle"), fieldOf("lidar", ""), fieldOf("x".repeat(64), "v")], [
    "name",
    "namespace",
    "name",
  ]);
});

Deno.test("updateServiceStatus() refuses to go back to an older generation", () => {
  const service = serviceOf({ status: { observedGeneration: 3n } });
  const newer = { ...service.status, observedGeneration: 4n };
  assert.equal(updateServiceStatus(service, newer).status, newer);
  assert.equal(updateServiceStatus(service, { ...newer, observedGeneration: 2n }), service);
});

Deno.test("isServiceAvailable() wants all replicas, at least one, in a phase that serves", () => {
  const available = (replicas: number, availableReplicas: number) =>
    SERVICE_STATES.filter((state) =>
      isServiceAvailable(serviceOf({ spec: { replicas }, status: { state, availableReplicas } }))
    );
  assert.deepEqual(available(2, 2), ["Initializing", "Running", "Degraded"]);
  assert.deepEqual(available(2, 1), []);
  assert.deepEqual(available(0, 0), []);
});

const ISOLATED = { type: "Isolated", status: "True", reason: "Flapping", message: "" } as const;

Deno.test("effectiveSpec() applies an override of the present generation only", () => {
  const override = { generation: 1n, version: "0.9", reason: "" };
  assert.equal(effectiveSpec(serviceOf({ status: { override } })).version, "0.9");
  assert.deepEqual(effectiveSpec(serviceOf({ status: { override } })).config, { rate: "10" });
  assert.equal(effectiveSpec(serviceOf({ status: { override }, generation: 2n })).version, "1.0");
  const config = { generation: 1n, config: {}, reason: "" };
  assert.deepEqual(effectiveSpec(serviceOf({ status: { override: config } })).config, {});
});

Deno.test("an isolated service is held back, and not to run", () => {
  const free = serviceOf();
  const held = { ...free, status: withCondition(free.status, ISOLATED, 5) };
  assert.deepEqual([isIsolated(free), isToRun(free)], [false, true]);
  assert.deepEqual([isIsolated(held), isToRun(held), effectiveSpec(held).state], [true, false, "Pending"]);
});

Deno.test("withCondition() moves the time only when the status changes", () => {
  const { status } = serviceOf();
  const first = withCondition(status, ISOLATED, 5);
  assert.equal(withCondition(first, ISOLATED, 9), first);
  const reworded = withCondition(first, { ...ISOLATED, message: "again" }, 9);
  assert.deepEqual(findCondition(reworded, "Isolated"), {
    ...ISOLATED,
    message: "again",
    lastTransitionTimeMs: 5,
  });
  const released = withCondition(first, { ...ISOLATED, status: "False" }, 9);
  assert.equal(findCondition(released, "Isolated")?.lastTransitionTimeMs, 9);
  assert.equal(released.conditions.length, 1);
});

Deno.test("criticalityRank() rises from QM to D", () => {
  assert.deepEqual(CRITICALITIES.map(criticalityRank), [0, 1, 2, 3, 4]);
});

Deno.test("a resource id is parsed into its parts and back", () => {
  const id = parseResourceId("vehicle/front.lidar-1");
  assert.deepEqual(splitResourceId(id), { namespace: "vehicle", name: "front.lidar-1" });
  assert.equal(resourceId("vehicle", "front.lidar-1"), id);
});

Deno.test("a text that is no resource id is refused with the field", () => {
  for (const text of ["lidar", "vehicle/", "/lidar", "a/b/c", "vehicle/-x", "vehicle/x_", "Vehicle/x"]) {
    assert.throws(
      () => parseResourceId(text, "spec.dependencies[0]"),
      /^StateManagerError: spec\.dependencies\[0\]/,
      text,
    );
  }
});
