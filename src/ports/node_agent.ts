/** The NodeAgent of one node, and what it reports. */
import type { StateDiff } from "../state/diff.ts";
import type { ServiceSpec, ServiceStatus } from "../state/model.ts";
import type { ResourceId } from "../state/resource_id.ts";

/** What a node is told to have of a service (seed 4.3 `ResourceState`). */
export interface ResourceState {
  /** The spec in force, with what recovery holds back already applied. */
  readonly spec: ServiceSpec;
  readonly status: ServiceStatus;
  readonly generation: bigint;
  /** Grows with each change of what is wanted; a lower one is stale. */
  readonly revision: bigint;
  readonly isRemoved: boolean;
}

/** What a node tells, in order. Called from the adapter; must not throw. */
export interface NodeListener {
  /** A new stream is open; a snapshot follows. */
  onConnected(node: string): void;
  onDiff(node: string, diff: StateDiff): void;
  onSnapshotEnd(node: string): void;
  /** Anything was heard of the node. */
  onHeard(node: string): void;
  onDisconnected(node: string, reason: string): void;
}

/** One NodeAgent. */
export interface NodeAgentPort {
  readonly node: string;
  readonly address: string;
  /** One look, now. Rejects when the node does not answer. */
  getStateDiff(resourceId: ResourceId, signal: AbortSignal): Promise<StateDiff>;
  /** Follows the node until `signal` aborts, reconnecting by itself. Resolves then. */
  follow(listener: NodeListener, signal: AbortSignal): Promise<void>;
  /** Resolves to false when the node had a newer revision; rejects when it does not answer. */
  updateResourceState(resourceId: ResourceId, state: ResourceState, signal: AbortSignal): Promise<boolean>;
}
