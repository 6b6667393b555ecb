// Original file: proto/piccolo/nodeagent/v1/node_agent.proto

import type { StateDiff as _piccolo_common_v1_StateDiff, StateDiff__Output as _piccolo_common_v1_StateDiff__Output } from '../../../piccolo/common/v1/StateDiff.ts';
import type { SnapshotEnd as _piccolo_nodeagent_v1_SnapshotEnd, SnapshotEnd__Output as _piccolo_nodeagent_v1_SnapshotEnd__Output } from '../../../piccolo/nodeagent/v1/SnapshotEnd.ts';
import type { Heartbeat as _piccolo_nodeagent_v1_Heartbeat, Heartbeat__Output as _piccolo_nodeagent_v1_Heartbeat__Output } from '../../../piccolo/nodeagent/v1/Heartbeat.ts';

export interface SubscribeStateDiffsResponse {
  'diff'?: (_piccolo_common_v1_StateDiff | null);
  /**
   * The snapshot is complete: a service that was not in it is not on this node.
   */
  'snapshotEnd'?: (_piccolo_nodeagent_v1_SnapshotEnd | null);
  'heartbeat'?: (_piccolo_nodeagent_v1_Heartbeat | null);
  'payload'?: "diff"|"snapshotEnd"|"heartbeat";
}

export interface SubscribeStateDiffsResponse__Output {
  'diff'?: (_piccolo_common_v1_StateDiff__Output | null);
  /**
   * The snapshot is complete: a service that was not in it is not on this node.
   */
  'snapshotEnd'?: (_piccolo_nodeagent_v1_SnapshotEnd__Output | null);
  'heartbeat'?: (_piccolo_nodeagent_v1_Heartbeat__Output | null);
  'payload'?: "diff"|"snapshotEnd"|"heartbeat";
}
