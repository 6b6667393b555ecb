/** The messages between the manager and a NodeAgent: `piccolo.nodeagent.v1`. */
import { invalid } from "../../kit/errors.ts";
import type { ResourceState } from "../../ports/node_agent.ts";
import type { StateDiff } from "../../state/diff.ts";
import { DEFAULT_SPEC } from "../../state/model.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import type { ResourceFilter as WireResourceFilter } from "../gen/piccolo/nodeagent/v1/ResourceFilter.ts";
import type { ResourceState__Output } from "../gen/piccolo/nodeagent/v1/ResourceState.ts";
import type { StateDiffSubscription } from "../gen/piccolo/nodeagent/v1/StateDiffSubscription.ts";
import type { StateDiffSubscription__Output } from "../gen/piccolo/nodeagent/v1/StateDiffSubscription.ts";
import type { SubscribeStateDiffsResponse } from "../gen/piccolo/nodeagent/v1/SubscribeStateDiffsResponse.ts";
import type { SubscribeStateDiffsResponse__Output } from "../gen/piccolo/nodeagent/v1/SubscribeStateDiffsResponse.ts";
import type { UpdateResourceStateRequest } from "../gen/piccolo/nodeagent/v1/UpdateResourceStateRequest.ts";
import type { UpdateResourceStateRequest__Output } from "../gen/piccolo/nodeagent/v1/UpdateResourceStateRequest.ts";
import { at, bigInteger, integer, MAX_TERM, missingOneof, required } from "../../records/checks.ts";
import { diffFromWire, diffToWire } from "./diff.ts";
import * as limits from "./limits.ts";
import { nodeFromWire, resourceIdFromWire, resourceIdToWire, whichFromWire } from "./names.ts";
import { statusFromWire, statusToWire } from "./service.ts";
import { specFromWire, specToWire } from "./spec.ts";

/** Which services to report; empty = all. */
export interface ResourceFilter {
  readonly namespaces: readonly string[];
  readonly resourceIds: readonly ResourceId[];
}

/** The subscription that a NodeAgent receives. */
export interface DiffSubscription {
  readonly filter: ResourceFilter;
  readonly heartbeatIntervalMs: number;
  readonly term: bigint;
}

/** One message of a node's stream. */
export type NodeMessage =
  | { readonly kind: "diff"; readonly diff: StateDiff }
  /** A service that was not in the snapshot is not on the node. */
  | { readonly kind: "snapshot-end"; readonly node: string; readonly count: number }
  | { readonly kind: "heartbeat"; readonly node: string };

/** The desired state of one service that is sent to a node. */
export interface ResourceUpdate {
  readonly resourceId: ResourceId;
  readonly state: ResourceState;
  readonly term: bigint;
}

export function resourceFilterToWire(filter: ResourceFilter): WireResourceFilter {
  return { namespaces: [...filter.namespaces], resourceIds: filter.resourceIds.map(resourceIdToWire) };
}

export function diffSubscriptionToWire(subscription: DiffSubscription): StateDiffSubscription {
  return {
    resourceFilter: resourceFilterToWire(subscription.filter),
    heartbeatIntervalMs: subscription.heartbeatIntervalMs,
    term: subscription.term.toString(),
  };
}

export function diffSubscriptionFromWire(wire: StateDiffSubscription__Output): DiffSubscription {
  return {
    filter: whichFromWire(wire.resourceFilter, "resource_filter"),
    heartbeatIntervalMs: integer(wire.heartbeatIntervalMs, "heartbeat_interval_ms", {
      ...limits.HEARTBEAT_MS,
      isZeroAllowed: false,
    }),
    term: bigInteger(wire.term, "term", { max: MAX_TERM }),
  };
}

export function nodeMessageToWire(message: NodeMessage): SubscribeStateDiffsResponse {
  switch (message.kind) {
    case "diff":
      return { diff: diffToWire(message.diff) };
    case "snapshot-end":
      return { snapshotEnd: { node: message.node, count: message.count } };
    case "heartbeat":
      return { heartbeat: { node: message.node } };
  }
}

export function nodeMessageFromWire(wire: SubscribeStateDiffsResponse__Output): NodeMessage {
  switch (wire.payload) {
    case "diff":
      return { kind: "diff", diff: diffFromWire(wire.diff, "diff") };
    case "snapshotEnd": {
      const end = required(wire.snapshotEnd, "snapshot_end");
      const node = nodeFromWire(end.node, "snapshot_end.node");
      return { kind: "snapshot-end", node, count: integer(end.count, "snapshot_end.count", limits.COUNT) };
    }
    case "heartbeat": {
      const heartbeat = required(wire.heartbeat, "heartbeat");
      return { kind: "heartbeat", node: nodeFromWire(heartbeat.node, "heartbeat.node") };
    }
    default:
      throw missingOneof("", "payload", ["diff", "snapshot_end", "heartbeat"]);
  }
}

export function resourceUpdateToWire(update: ResourceUpdate): UpdateResourceStateRequest {
  const { resourceId, state, term } = update;
  return {
    resourceId: resourceIdToWire(resourceId),
    updatedState: {
      spec: specToWire(state.spec),
      status: statusToWire(state.status, state.spec.version),
      generation: state.generation.toString(),
      revision: state.revision.toString(),
      removed: state.isRemoved,
    },
    term: term.toString(),
  };
}

/** The update for a removed service needs no spec. */
export function resourceUpdateFromWire(wire: UpdateResourceStateRequest__Output): ResourceUpdate {
  return {
    resourceId: resourceIdFromWire(wire.resourceId, "resource_id"),
    state: resourceStateFromWire(wire.updatedState, "updated_state"),
    term: bigInteger(wire.term, "term", { max: MAX_TERM }),
  };
}

function resourceStateFromWire(wire: ResourceState__Output | null, path: string): ResourceState {
  const state = required(wire, path);
  const generation = bigInteger(state.generation, at(path, "generation"));
  const revision = bigInteger(state.revision, at(path, "revision"));
  if (state.spec === null && !state.removed) {
    throw invalid(at(path, "spec"), "is missing", "a value, unless removed is true");
  }
  const spec = state.spec === null ? DEFAULT_SPEC : specFromWire(state.spec, at(path, "spec"));
  const beside = { generation, version: spec.version };
  const status = statusFromWire(state.status, at(path, "status"), beside);
  return { spec, status, generation, revision, isRemoved: state.removed };
}
