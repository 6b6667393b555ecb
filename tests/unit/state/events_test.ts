import assert from "node:assert/strict";
import { filterEvents, processEvent, RECORD_EVENTS } from "../../../src/state/events.ts";
import { eventOf, idOf, serviceOf } from "../../support/domain.ts";

Deno.test("processEvent() applies a transition: phase, time, reason and the list of changes", () => {
  const service = serviceOf({ status: { state: "Initializing", lastReason: "Start" } });
  const event = eventOf({ eventType: "Ready", timestampMs: 42, metadata: { reason: "All replicas answer" } });
  const result = processEvent(service, event);
  assert.equal(result.kind, "applied");
  if (result.kind !== "applied") return;
  assert.deepEqual(result.changes, [
    { field: "status.state", oldValue: "Initializing", newValue: "Running" },
    { field: "status.lastReason", oldValue: "Start", newValue: "All replicas answer" },
  ]);
  assert.deepEqual(result.service, {
    ...service,
    metadata: { ...service.metadata, updatedAtMs: 42 },
    status: { ...service.status, state: "Running", stateSinceMs: 42, lastReason: "All replicas answer" },
  });
  assert.equal(service.status.state, "Initializing", "the argument is left as it was");
});

Deno.test("processEvent() names the event where no reason is given, and lists only what changed", () => {
  const service = serviceOf({ status: { state: "Running", lastReason: "Degrade" } });
  const result = processEvent(service, eventOf({ eventType: "Degrade" }));
  assert.equal(result.kind, "applied");
  if (result.kind === "applied") {
    assert.equal(result.service.status.lastReason, "Degrade");
    assert.deepEqual(result.changes.map(({ field }) => field), ["status.state"]);
  }
});

Deno.test("processEvent() takes the revision of an event that has one", () => {
  const replayed = processEvent(serviceOf(), eventOf({ revision: 9n }));
  const fresh = processEvent(serviceOf(), eventOf({ revision: 0n }));
  assert.equal(replayed.kind === "applied" && replayed.service.metadata.revision, 9n);
  assert.equal(fresh.kind === "applied" && fresh.service.metadata.revision, 0n);
});

Deno.test("processEvent() leaves the service as it is where the event leads to the same phase", () => {
  const service = serviceOf({ status: { state: "Running" } });
  assert.deepEqual(processEvent(service, eventOf({ eventType: "Ready" })), { kind: "unchanged", service });
});

Deno.test("processEvent() ends the resource with Terminated, and only from Terminating", () => {
  const event = eventOf({ eventType: "Terminated" });
  const ending = processEvent(serviceOf({ status: { state: "Terminating" } }), event);
  assert.deepEqual(ending, { kind: "removed", from: "Terminating" });
  const running = processEvent(serviceOf({ status: { state: "Running" } }), event);
  assert.equal(running.kind === "rejected" && running.reason, "NotTerminating");
});

Deno.test("processEvent() keeps records without changing anything", () => {
  const service = serviceOf();
  for (const eventType of RECORD_EVENTS) {
    assert.deepEqual(processEvent(service, eventOf({ eventType })), { kind: "recorded", service });
  }
});

Deno.test("processEvent() refuses an event of another resource", () => {
  const result = processEvent(serviceOf(), eventOf({ resourceId: idOf("vehicle/radar") }));
  assert.deepEqual(result, {
    kind: "rejected",
    reason: "OtherResource",
    message: "The event is of vehicle/radar, not of vehicle/lidar",
  });
});

const EVENTS = [
  eventOf({ resourceId: idOf("a/x"), eventType: "Start", source: "Operator", revision: 1n, timestampMs: 10 }),
  eventOf({ resourceId: idOf("a/y"), eventType: "Fail", source: "NodeAgent", revision: 2n, timestampMs: 30 }),
  eventOf({ resourceId: idOf("b/x"), eventType: "Fail", source: "Recovery", revision: 3n, timestampMs: 20 }),
  eventOf({ resourceId: idOf("a/x"), eventType: "PlanCreated", revision: 0n, timestampMs: 40 }),
];

function found(criteria: Parameters<typeof filterEvents>[1]): number[] {
  return filterEvents(EVENTS, criteria).map((event) => EVENTS.indexOf(event));
}

Deno.test("filterEvents() lets all pass without criteria, and nothing with an empty list", () => {
  assert.deepEqual(found({}), [0, 1, 2, 3]);
  assert.deepEqual(found({ resourceIds: [] }), []);
});

Deno.test("filterEvents() filters by each criterion and keeps the order", () => {
  assert.deepEqual(found({ resourceIds: [idOf("a/x")] }), [0, 3]);
  assert.deepEqual(found({ namespaces: ["a"] }), [0, 1, 3]);
  assert.deepEqual(found({ eventTypes: ["Fail"] }), [1, 2]);
  assert.deepEqual(found({ afterRevision: 1n }), [1, 2]);
  assert.deepEqual(found({ upToRevision: 2n }), [0, 1, 3]);
  assert.deepEqual(found({ afterRevision: 1n, upToRevision: 2n }), [1]);
});

Deno.test("filterEvents() joins criteria by AND, and keeps the newest, or the oldest, where there are more than the limit", () => {
  assert.deepEqual(found({ namespaces: ["a"], eventTypes: ["Start", "Fail"] }), [0, 1]);
  assert.deepEqual(found({ limit: 2 }), [2, 3]);
  assert.deepEqual(found({ limit: 2, which: "oldest" }), [0, 1]);
  assert.deepEqual(found({ limit: 0 }), []);
  assert.deepEqual(found({ limit: 9 }), [0, 1, 2, 3]);
  assert.deepEqual(found({ namespaces: ["a"], limit: 1 }), [3]);
});
