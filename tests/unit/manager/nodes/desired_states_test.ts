import { deepEqual, equal } from "node:assert/strict";
import { desiredStates } from "../../../../src/manager/nodes/desired_states.ts";
import type { ServiceState } from "../../../../src/state/model.ts";
import type { ServiceRecord } from "../../../../src/state/record.ts";
import { diffOf, idOf, serviceOf } from "../../../support/domain.ts";

function ledgerOf(...services: readonly ServiceState[]) {
  const records = new Map(services.map((service) => [service.metadata.id, recordOf(service)]));
  return {
    revision: 42n,
    records: () => records.values(),
    service: (id: ServiceState["metadata"]["id"]) => records.get(id)?.service,
  };
}

function recordOf(service: ServiceState): ServiceRecord {
  return { service, term: 1n };
}

Deno.test("a node is to have what is assigned to it, in the spec that is in force", () => {
  const lidar = serviceOf({ id: "vehicle/lidar", generation: 3n });
  const radar = serviceOf({ id: "vehicle/radar", status: { node: "node-b" } });
  const desired = desiredStates(ledgerOf(lidar, radar));
  deepEqual([...desired.servicesOn("node-a")], ["vehicle/lidar"]);
  deepEqual([...desired.servicesOn("node-b")], ["vehicle/radar"]);
  deepEqual([...desired.servicesOn("")], []);
  const state = desired.of("node-a", idOf("vehicle/lidar"));
  equal(state.isRemoved, false);
  equal(state.generation, 3n);
  equal(state.revision, lidar.metadata.revision);
  deepEqual(state.spec, lidar.spec);
});

Deno.test("a service that is elsewhere, or no more, is removed as of now: newer than all that the node was sent of it", () => {
  const lidar = serviceOf({ id: "vehicle/lidar", generation: 3n });
  const desired = desiredStates(ledgerOf(lidar));
  const elsewhere = desired.of("node-b", idOf("vehicle/lidar"));
  deepEqual([elsewhere.isRemoved, elsewhere.revision, elsewhere.generation], [true, 42n, 3n]);
  const gone = desired.of("node-a", idOf("vehicle/gone"));
  deepEqual([gone.isRemoved, gone.revision, gone.generation], [true, 42n, 0n]);
});

Deno.test("only the node of a service can be behind its generation", () => {
  const desired = desiredStates(ledgerOf(serviceOf({ generation: 3n })));
  equal(desired.isBehind(diffOf({ observedGeneration: 2n })), true);
  equal(desired.isBehind(diffOf({ observedGeneration: 3n })), false);
  equal(desired.isBehind(diffOf({ observedGeneration: 2n, node: "node-b" })), false);
  equal(desired.isBehind(diffOf({ observedGeneration: 0n, resourceId: idOf("vehicle/gone") })), false);
});

Deno.test("a node is behind within a generation where what it compares with is not what is desired now", () => {
  const nothing = { actual: { replicas: 0, availableReplicas: 0, version: "" } };
  const missing = { existenceDiff: { desiredExists: true, actualExists: false } };
  const unwanted = { existenceDiff: { desiredExists: false, actualExists: true } };
  const version = (desiredVersion: string) => ({ versionDiff: { desiredVersion, actualVersion: "0.8" } });
  const desired = desiredStates(ledgerOf(serviceOf()));
  equal(desired.isBehind(diffOf(nothing)), true, "in sync, and nothing runs");
  equal(desired.isBehind(diffOf({ ...nothing, ...missing })), false);
  equal(desired.isBehind(diffOf(unwanted)), true);
  equal(desired.isBehind(diffOf(version("1.0"))), false);
  equal(desired.isBehind(diffOf(version("0.9"))), true);
  const none = desiredStates(ledgerOf(serviceOf({ spec: { replicas: 0 } })));
  equal(none.isBehind(diffOf(nothing)), false, "none is to run");
  const override = { generation: 1n, version: "0.9", reason: "" };
  const heldBack = desiredStates(ledgerOf(serviceOf({ status: { override } })));
  equal(heldBack.isBehind(diffOf(version("0.9"))), false);
});
