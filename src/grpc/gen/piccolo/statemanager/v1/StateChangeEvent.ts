// Original file: proto/piccolo/statemanager/v1/state_manager.proto

import type { ServiceState as _piccolo_common_v1_ServiceState, ServiceState__Output as _piccolo_common_v1_ServiceState__Output } from '../../../piccolo/common/v1/ServiceState.ts';
import type { SnapshotComplete as _piccolo_statemanager_v1_SnapshotComplete, SnapshotComplete__Output as _piccolo_statemanager_v1_SnapshotComplete__Output } from '../../../piccolo/statemanager/v1/SnapshotComplete.ts';
import type { Change as _piccolo_statemanager_v1_Change, Change__Output as _piccolo_statemanager_v1_Change__Output } from '../../../piccolo/statemanager/v1/Change.ts';
import type { Gap as _piccolo_statemanager_v1_Gap, Gap__Output as _piccolo_statemanager_v1_Gap__Output } from '../../../piccolo/statemanager/v1/Gap.ts';
import type { SubscriptionHeartbeat as _piccolo_statemanager_v1_SubscriptionHeartbeat, SubscriptionHeartbeat__Output as _piccolo_statemanager_v1_SubscriptionHeartbeat__Output } from '../../../piccolo/statemanager/v1/SubscriptionHeartbeat.ts';
import type { ChangeBatch as _piccolo_statemanager_v1_ChangeBatch, ChangeBatch__Output as _piccolo_statemanager_v1_ChangeBatch__Output } from '../../../piccolo/statemanager/v1/ChangeBatch.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * One message of the subscription.
 */
export interface StateChangeEvent {
  /**
   * A service as it is; only in the snapshot.
   */
  'snapshot'?: (_piccolo_common_v1_ServiceState | null);
  /**
   * The snapshot is complete.
   */
  'snapshotComplete'?: (_piccolo_statemanager_v1_SnapshotComplete | null);
  'change'?: (_piccolo_statemanager_v1_Change | null);
  /**
   * Changes were lost for this subscriber; a snapshot follows.
   */
  'gap'?: (_piccolo_statemanager_v1_Gap | null);
  /**
   * Nothing happened for a while.
   */
  'heartbeat'?: (_piccolo_statemanager_v1_SubscriptionHeartbeat | null);
  /**
   * Revision up to which the subscriber now knows everything that matches: the cursor to resume from. 0 inside a snapshot.
   */
  'revision'?: (number | string | Long);
  /**
   * Term that the revision belongs to; the other half of the cursor. 0 = there is one instance, or it is not known.
   */
  'term'?: (number | string | Long);
  /**
   * Several changes in order, of one term; only where the request asks for more than one in a message.
   */
  'changes'?: (_piccolo_statemanager_v1_ChangeBatch | null);
  'payload'?: "snapshot"|"snapshotComplete"|"change"|"gap"|"heartbeat"|"changes";
}

/**
 * One message of the subscription.
 */
export interface StateChangeEvent__Output {
  /**
   * A service as it is; only in the snapshot.
   */
  'snapshot'?: (_piccolo_common_v1_ServiceState__Output | null);
  /**
   * The snapshot is complete.
   */
  'snapshotComplete'?: (_piccolo_statemanager_v1_SnapshotComplete__Output | null);
  'change'?: (_piccolo_statemanager_v1_Change__Output | null);
  /**
   * Changes were lost for this subscriber; a snapshot follows.
   */
  'gap'?: (_piccolo_statemanager_v1_Gap__Output | null);
  /**
   * Nothing happened for a while.
   */
  'heartbeat'?: (_piccolo_statemanager_v1_SubscriptionHeartbeat__Output | null);
  /**
   * Revision up to which the subscriber now knows everything that matches: the cursor to resume from. 0 inside a snapshot.
   */
  'revision': (string);
  /**
   * Term that the revision belongs to; the other half of the cursor. 0 = there is one instance, or it is not known.
   */
  'term': (string);
  /**
   * Several changes in order, of one term; only where the request asks for more than one in a message.
   */
  'changes'?: (_piccolo_statemanager_v1_ChangeBatch__Output | null);
  'payload'?: "snapshot"|"snapshotComplete"|"change"|"gap"|"heartbeat"|"changes";
}
