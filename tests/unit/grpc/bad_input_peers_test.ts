/** Bad input from NodeAgents, the ActionController and to the MonitoringServer: every field out of range, unknown or missing. */
import {
  answerFromWire,
  executionFromWire,
  executionToWire,
  lifecycleFromWire,
  lifecycleToWire,
  recoveryFromWire,
  recoveryToWire,
} from "../../../src/grpc/wire/action.ts";
import { alertFromWire, alertToWire, metricsFromWire, metricsToWire } from "../../../src/grpc/wire/alert.ts";
import { ACTION_CONTROLLER, MONITORING_SERVER, NODE_AGENT } from "../../../src/grpc/wire/methods.ts";
import {
  diffSubscriptionFromWire,
  diffSubscriptionToWire,
  nodeMessageFromWire,
  nodeMessageToWire,
  resourceUpdateFromWire,
  resourceUpdateToWire,
} from "../../../src/grpc/wire/node_agent.ts";
import type { PlannedAction } from "../../../src/state/plan.ts";
import { diffOf, idOf, serviceOf } from "../../support/domain.ts";
import {
  defineBadInputTests,
  entries,
  idRows,
  many,
  request,
  response,
  type Row,
  specRows,
  statusRows,
  timeRows,
  uint64Rows,
} from "./bad_input.ts";

const action: PlannedAction = {
  id: "run/1/0",
  resourceId: idOf("a/b"),
  step: { kind: "Relocate", fromNode: "node-b", toNode: "node-a" },
  node: "node-a",
  desired: { replicas: 1, version: "1", config: {} },
  generation: 1n,
  deadlineMs: 1_000,
  isDisruptive: false,
  estimate: { durationMs: 0, isMeasured: false, affectedReplicas: 0, unavailableMs: 0 },
  causation: ["diff-1"],
};
const actionOptions = { containerId: action.resourceId, term: 1n };
const contextRows: Row[] = [
  ["context", null, "context"],
  ["context.actionId", "", "context.action_id"],
  ["context.actionId", "a b", "context.action_id"],
  ["context.actionId", "a".repeat(129), "context.action_id"],
  ...idRows("context.resourceId", "context.resource_id"),
  ["context.node", "", "context.node"],
  ...uint64Rows("context.generation", "context.generation"),
  ...uint64Rows("context.term", "context.term"),
  ["context.deadlineMs", 0, "context.deadline_ms"],
  ["context.causation", many(17, "x"), "context.causation"],
  ["desired.replicas", 1_001, "desired.replicas"],
  ["desired.version", "v".repeat(129), "desired.version"],
  ["desired.config", entries(257), "desired.config"],
];
const containerRows: Row[] = [
  ["containerId", "", "container_id"],
  ["containerId", "name", "container_id"],
  ["containerId", "a/B", "container_id.name"],
  ["containerId", "a".repeat(200), "container_id"],
];
const service = serviceOf({ id: "a/b" });
const fullDiff = diffOf({
  scaleDiff: { desiredReplicas: 1, actualReplicas: 0 },
  versionDiff: { desiredVersion: "2", actualVersion: "1" },
  configDiff: { desired: {}, actual: {} },
  statusDiff: { desiredState: "Running", actualState: "Failed", reason: "Crashed", message: "" },
});

defineBadInputTests([
  {
    name: "a diff of a node",
    valid: response(NODE_AGENT.SubscribeStateDiffs, nodeMessageToWire({ kind: "diff", diff: fullDiff })),
    read: nodeMessageFromWire,
    rows: [
      ["payload", undefined, "payload"],
      ["payload", "snapshotEnd", "snapshot_end"],
      ["diff", null, "diff"],
      ...idRows("diff.resourceId", "diff.resource_id"),
      ["diff.scaleDiff.desiredReplicas", 1_001, "diff.scale_diff.desired_replicas"],
      ["diff.scaleDiff.actualReplicas", 1_000_001, "diff.scale_diff.actual_replicas"],
      ["diff.versionDiff.desiredVersion", "v".repeat(129), "diff.version_diff.desired_version"],
      ["diff.versionDiff.actualVersion", "\n", "diff.version_diff.actual_version"],
      ["diff.configDiff.desired", entries(257), "diff.config_diff.desired"],
      ["diff.configDiff.actual", { a: "x".repeat(4_097) }, 'diff.config_diff.actual["a"]'],
      ["diff.statusDiff.desiredState", "SERVICE_STATE_TYPE_UNSPECIFIED", "diff.status_diff.desired_state"],
      ["diff.statusDiff.actualState", 7, "diff.status_diff.actual_state"],
      ["diff.statusDiff.reason", 8, "diff.status_diff.reason"],
      ["diff.statusDiff.message", "x".repeat(1_025), "diff.status_diff.message"],
      ["diff.node", "", "diff.node"],
      ...uint64Rows("diff.sequence", "diff.sequence"),
      ...uint64Rows("diff.observedGeneration", "diff.observed_generation"),
      ...timeRows("diff.observedAtMs", "diff.observed_at_ms"),
      ["diff.actual", null, "diff.actual"],
      ["diff.actual.replicas", 1_000_001, "diff.actual.replicas"],
      ["diff.actual.availableReplicas", 1_000_001, "diff.actual.available_replicas"],
      ["diff.actual.version", "v".repeat(129), "diff.actual.version"],
    ],
  },
  {
    name: "the end of a node's snapshot",
    valid: response(
      NODE_AGENT.SubscribeStateDiffs,
      nodeMessageToWire({ kind: "snapshot-end", node: "node-a", count: 1 }),
    ),
    read: nodeMessageFromWire,
    rows: [["snapshotEnd.node", "", "snapshot_end.node"]],
  },
  {
    name: "a node's heartbeat",
    valid: response(NODE_AGENT.SubscribeStateDiffs, nodeMessageToWire({ kind: "heartbeat", node: "node-a" })),
    read: nodeMessageFromWire,
    rows: [["heartbeat.node", "x".repeat(64), "heartbeat.node"]],
  },
  {
    name: "StateDiffSubscription",
    valid: request(
      NODE_AGENT.SubscribeStateDiffs,
      diffSubscriptionToWire({
        filter: { namespaces: [], resourceIds: [] },
        heartbeatIntervalMs: 100,
        term: 1n,
      }),
    ),
    read: diffSubscriptionFromWire,
    rows: [
      ["resourceFilter.namespaces", many(17, "a"), "resource_filter.namespaces"],
      ["resourceFilter.resourceIds", [null], "resource_filter.resource_ids[0]"],
      ["heartbeatIntervalMs", 0, "heartbeat_interval_ms"],
      ...uint64Rows("term", "term"),
    ],
  },
  {
    name: "UpdateResourceStateRequest",
    valid: request(
      NODE_AGENT.UpdateResourceState,
      resourceUpdateToWire({
        resourceId: idOf("a/b"),
        state: { spec: service.spec, status: service.status, generation: 1n, revision: 1n, isRemoved: false },
        term: 1n,
      }),
    ),
    read: resourceUpdateFromWire,
    rows: [
      ...idRows("resourceId", "resource_id"),
      ["updatedState", null, "updated_state"],
      ["updatedState.spec", null, "updated_state.spec"],
      ...specRows("updatedState.spec", "updated_state.spec"),
      ...statusRows("updatedState.status", "updated_state.status"),
      ...uint64Rows("updatedState.generation", "updated_state.generation"),
      ...uint64Rows("updatedState.revision", "updated_state.revision"),
      ...uint64Rows("term", "term"),
    ],
  },
  {
    name: "ActionExecutionRequest",
    valid: request(ACTION_CONTROLLER.ExecuteAction, executionToWire(action, "Relocate", 1n)),
    read: executionFromWire,
    rows: [
      ...contextRows,
      ["kind", "ACTION_KIND_UNSPECIFIED", "kind"],
      ["kind", 6, "kind"],
      ["fromNode", "B", "from_node"],
    ],
  },
  {
    name: "RecoveryRequest",
    valid: request(ACTION_CONTROLLER.RequestRecovery, recoveryToWire(action, "Isolate", actionOptions)),
    read: recoveryFromWire,
    rows: [...contextRows, ...containerRows, ["action", 8, "action"], ["fromNode", "B", "from_node"]],
  },
  {
    name: "LifecycleActionRequest",
    valid: request(ACTION_CONTROLLER.RequestLifecycleAction, lifecycleToWire(action, "Stop", actionOptions)),
    read: lifecycleFromWire,
    rows: [...contextRows, ...containerRows, ["action", "LIFECYCLE_ACTION_UNSPECIFIED", "action"]],
  },
  {
    name: "ActionResponse",
    valid: response(ACTION_CONTROLLER.ExecuteAction, { actionId: "a", outcome: "ACTION_OUTCOME_DONE" }),
    read: answerFromWire,
    rows: [["actionId", "", "action_id"], ["outcome", 4, "outcome"]],
  },
  {
    name: "StateAlert",
    valid: request(MONITORING_SERVER.SendAlert, {
      alert: alertToWire({
        id: "1",
        resourceId: idOf("a/b"),
        severity: "Info",
        reason: "",
        message: "",
        timestampMs: 0,
        revision: 0n,
      }),
    }),
    read: (wire: { readonly alert: never }) => alertFromWire(wire.alert, "alert"),
    rows: [
      ["alert", null, "alert"],
      ["alert.alertId", "", "alert.alert_id"],
      ...idRows("alert.resourceId", "alert.resource_id").slice(1),
      ["alert.severity", "ALERT_SEVERITY_UNSPECIFIED", "alert.severity"],
      ["alert.reason", "x".repeat(254), "alert.reason"],
      ...timeRows("alert.timestampMs", "alert.timestamp_ms"),
      ["alert.issueType", 13, "alert.issue_type"],
      ...uint64Rows("alert.revision", "alert.revision"),
    ],
  },
  {
    name: "StateMetrics",
    valid: request(MONITORING_SERVER.SendMetrics, {
      metrics: metricsToWire({ timestampMs: 0, metrics: [{ name: "a", labels: {}, value: 1 }] }),
    }),
    read: (wire: { readonly metrics: never }) => metricsFromWire(wire.metrics, "metrics"),
    rows: [
      ["metrics", null, "metrics"],
      ...timeRows("metrics.timestampMs", "metrics.timestamp_ms"),
      ["metrics.metrics", many(4_097, { name: "a", labels: {}, value: 1 }), "metrics.metrics"],
      ["metrics.metrics.0.name", "", "metrics.metrics[0].name"],
      ["metrics.metrics.0.labels", entries(65), "metrics.metrics[0].labels"],
      ["metrics.metrics.0.value", NaN, "metrics.metrics[0].value"],
    ],
  },
]);
