/** Bad input to the State Manager's own API, and from it: every field out of range, unknown or missing. */
import { STATE_MANAGER } from "../../../src/grpc/wire/methods.ts";
import * as query from "../../../src/grpc/wire/query.ts";
import {
  messageFromWire,
  messageToWire,
  subscriptionFromWire,
  subscriptionToWire,
} from "../../../src/grpc/wire/subscription.ts";
import { ALL_SERVICES } from "../../../src/manager/serve/api.ts";
import { eventOf, idOf, serviceOf } from "../../support/domain.ts";
import {
  defineBadInputTests,
  entries,
  eventRows,
  filterRows,
  idRows,
  many,
  request,
  response,
  serviceRows,
  specRows,
  timeRows,
  uint64Rows,
} from "./bad_input.ts";

const service = serviceOf({ id: "a/b" });
defineBadInputTests([
  {
    name: "StateUpdateRequest",
    valid: request(
      STATE_MANAGER.UpdateState,
      query.specChangeToWire({
        resourceId: idOf("a/b"),
        spec: service.spec,
        labels: { a: "b" },
        expectedGeneration: 0n,
        reason: "",
      }),
    ),
    read: query.specChangeFromWire,
    rows: [
      ...idRows("resourceId", "resource_id"),
      ["change", undefined, "change"],
      ["change", "delete", "labels"],
      ["spec", null, "spec"],
      ...specRows("spec", "spec"),
      ...uint64Rows("expectedGeneration", "expected_generation"),
      ["labels", entries(65), "labels"],
      ["labels", { a: "x".repeat(254) }, 'labels["a"]'],
      ["reason", "x".repeat(254), "reason"],
    ],
  },
  {
    name: "ApplyRequest",
    valid: request(
      STATE_MANAGER.Apply,
      query.applyToWire({
        changes: [{
          resourceId: idOf("a/b"),
          spec: service.spec,
          labels: {},
          expectedGeneration: 0n,
          reason: "",
        }],
        isDryRun: false,
      }),
    ),
    read: query.applyFromWire,
    rows: [
      ["changes", [], "changes"],
      ["changes", many(1_001, {}), "changes"],
      ...idRows("changes.0.resourceId", "changes[0].resource_id"),
      ["changes.0.change", undefined, "changes[0].change"],
      ["changes.0.spec", null, "changes[0].spec"],
      ...uint64Rows("changes.0.expectedGeneration", "changes[0].expected_generation"),
      ["changes.0.labels", entries(65), "changes[0].labels"],
      ["changes.0.reason", "x".repeat(254), "changes[0].reason"],
    ],
  },
  {
    name: "ApplyResponse",
    valid: response(STATE_MANAGER.Apply, query.appliedToWire([{ service, isChanged: true }])),
    read: query.appliedFromWire,
    rows: [
      ["applied", many(1_001, {}), "applied"],
      ...idRows("applied.0.resourceId", "applied[0].resource_id"),
      ...uint64Rows("applied.0.generation", "applied[0].generation"),
    ],
  },
  {
    name: "StateUpdateResponse",
    valid: response(STATE_MANAGER.UpdateState, query.outcomeToWire({ service, isChanged: true })),
    read: query.outcomeFromWire,
    rows: serviceRows("service", "service"),
  },
  {
    name: "StateQueryRequest",
    valid: request(STATE_MANAGER.QueryState, query.queryToWire({ filter: ALL_SERVICES, page: { limit: 1 } })),
    read: query.queryFromWire,
    rows: [
      ...filterRows("filter", "filter"),
      ["pageSize", 1_001, "page_size"],
      ["pageToken", "x", "page_token"],
      ["pageToken", "a/B", "page_token.name"],
      ["pageToken", "x".repeat(128), "page_token"],
    ],
  },
  {
    name: "StateQueryResponse",
    valid: response(
      STATE_MANAGER.QueryState,
      query.pageToWire({ services: [service], revision: 1n, isStale: false }),
    ),
    read: query.pageFromWire,
    rows: [
      ["services.0", { metadata: null }, "services[0].metadata"],
      ["nextPageToken", "x", "next_page_token"],
      ...uint64Rows("revision", "revision"),
    ],
  },
  {
    name: "GetHistoryRequest",
    valid: request(
      STATE_MANAGER.GetHistory,
      query.historyQueryToWire({ resourceId: idOf("a/b"), afterRevision: 0n, limit: 1, which: "newest" }),
    ),
    read: query.historyQueryFromWire,
    rows: [
      ...idRows("resourceId", "resource_id").slice(1),
      ...uint64Rows("afterRevision", "after_revision"),
      ["limit", 1_001, "limit"],
      ["eventTypes", ["EVENT_TYPE_START", 10], "event_types[1]"],
      ["eventTypes", many(65, "EVENT_TYPE_START"), "event_types"],
    ],
  },
  {
    name: "GetHistoryResponse",
    valid: response(
      STATE_MANAGER.GetHistory,
      query.eventPageToWire({ events: [eventOf()], evictedRevision: 0n }),
    ),
    read: query.eventPageFromWire,
    rows: [...eventRows("events.0", "events[0]"), ...uint64Rows("evictedRevision", "evicted_revision")],
  },
  {
    name: "GetStatusResponse",
    valid: response(
      STATE_MANAGER.GetStatus,
      query.managerStatusToWire({
        version: "1",
        role: "leader",
        isStale: false,
        leader: "",
        uptimeMs: 1,
        term: 1n,
        revision: 1n,
        isReady: true,
        services: 0,
        queueLength: 0,
        reconcilesActive: 0,
        nodes: [{ node: "node-a", address: "", isConnected: true, silentMs: 0, services: 0 }],
        isControllerReachable: true,
        fences: [],
        counters: {},
      }),
    ),
    read: query.managerStatusFromWire,
    rows: [
      ["version", "v".repeat(129), "version"],
      ["uptimeMs", "9007199254740992", "uptime_ms"],
      ...uint64Rows("term", "term"),
      ...uint64Rows("revision", "revision"),
      ["nodes.0.node", "", "nodes[0].node"],
      ["nodes.0.address", "x".repeat(1_025), "nodes[0].address"],
      ["nodes.0.silentMs", "-1", "nodes[0].silent_ms"],
      ["counters", { a: Infinity }, 'counters["a"]'],
    ],
  },
  {
    name: "StateSubscriptionRequest",
    valid: request(
      STATE_MANAGER.SubscribeToStateChanges,
      subscriptionToWire({
        filter: ALL_SERVICES,
        start: { kind: "after", afterRevision: 1n },
        heartbeatIntervalMs: 100,
      }),
    ),
    read: subscriptionFromWire,
    rows: [
      ...filterRows("filter", "filter"),
      ["start", undefined, "start"],
      ...uint64Rows("afterRevision", "after_revision"),
      ["heartbeatIntervalMs", 99, "heartbeat_interval_ms"],
      ["heartbeatIntervalMs", 60_001, "heartbeat_interval_ms"],
      ["maxChangesPerMessage", 1_001, "max_changes_per_message"],
    ],
  },
  {
    name: "StateChangeEvent with a change",
    valid: response(
      STATE_MANAGER.SubscribeToStateChanges,
      messageToWire({ kind: "change", event: eventOf(), service, revision: 1n }),
    ),
    read: messageFromWire,
    rows: [
      ["payload", undefined, "payload"],
      ["payload", "snapshot", "snapshot"],
      ["payload", "gap", "gap"],
      ["payload", "heartbeat", "heartbeat"],
      ["payload", "snapshotComplete", "snapshot_complete"],
      ...uint64Rows("revision", "revision"),
      ["change", null, "change"],
      ...eventRows("change.event", "change.event"),
      ...serviceRows("change.service", "change.service").slice(1),
    ],
  },
  {
    name: "StateChangeEvent with a gap",
    valid: response(
      STATE_MANAGER.SubscribeToStateChanges,
      messageToWire({ kind: "gap", fromRevision: 1n, toRevision: 2n, reason: "", revision: 0n }),
    ),
    read: messageFromWire,
    rows: [
      ...uint64Rows("gap.fromRevision", "gap.from_revision"),
      ...uint64Rows("gap.toRevision", "gap.to_revision"),
      ["gap.reason", "x".repeat(16_385), "gap.reason"],
    ],
  },
  {
    name: "StateChangeEvent with a heartbeat",
    valid: response(
      STATE_MANAGER.SubscribeToStateChanges,
      messageToWire({ kind: "heartbeat", timestampMs: 1, isStale: false, revision: 0n }),
    ),
    read: messageFromWire,
    rows: timeRows("heartbeat.timestampMs", "heartbeat.timestamp_ms"),
  },
]);
