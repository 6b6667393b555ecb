/** The NodeAgent of one node, and its reports. */
import type { StateDiff } from "../state/diff.ts";
import type { TermRefusal } from "../state/fence.ts";
import type { ServiceSpec, ServiceStatus } from "../state/model.ts";
import type { ResourceId } from "../state/resource_id.ts";

/** The desired state of a service as it is sent to a node (specification 4.3 `ResourceState`). */
export interface ResourceState {
  /** The spec in force, after recovery's restrictions (isolation, damping) were applied. */
  readonly spec: ServiceSpec;
  readonly status: ServiceStatus;
  readonly generation: bigint;
  /** Increases with each change of the desired state; a lower one is stale. */
  readonly revision: bigint;
  readonly isRemoved: boolean;
}

/** Receives a node's reports, in order. Called from the adapter; must not throw. */
export interface NodeListener {
  /** A new stream is open; a snapshot follows. */
  onConnected(node: string): void;
  onDiff(node: string, diff: StateDiff): void;
  onSnapshotEnd(node: string): void;
  /** A message of the node arrived, of any kind. */
  onHeard(node: string): void;
  onDisconnected(node: string, reason: string): void;
  /** The node has seen a higher term, and refused a stream or a desired state. It answers, and is not connected by that. */
  onFenced(node: string, refusal: TermRefusal): void;
}

/** One NodeAgent. */
export interface NodeAgentPort {
  readonly node: string;
  readonly address: string;
  /** Requests one observation. Rejects when the node does not answer. */
  getStateDiff(resourceId: ResourceId, signal: AbortSignal): Promise<StateDiff>;
  /** Follows the node until `signal` aborts, reconnecting by itself. Resolves then. */
  follow(listener: NodeListener, signal: AbortSignal): Promise<void>;
  /** Resolves to false when the node had a newer revision; rejects when it does not answer. */
  updateResourceState(resourceId: ResourceId, state: ResourceState, signal: AbortSignal): Promise<boolean>;
}
