// Original file: proto/piccolo/statemanager/v1/state_manager.proto

import type { Long } from '@grpc/proto-loader';

export interface SubscriptionHeartbeat {
  /**
   * Wall time, milliseconds since 1970.
   */
  'timestampMs'?: (number | string | Long);
  /**
   * Sent by a standby that does not hear of the leader: changes may be missing, and come later.
   */
  'stale'?: (boolean);
  /**
   * What the subscriber knows is at most so many milliseconds old. 0 while `stale` is set: not known.
   */
  'stalenessMs'?: (number | string | Long);
}

export interface SubscriptionHeartbeat__Output {
  /**
   * Wall time, milliseconds since 1970.
   */
  'timestampMs': (string);
  /**
   * Sent by a standby that does not hear of the leader: changes may be missing, and come later.
   */
  'stale': (boolean);
  /**
   * What the subscriber knows is at most so many milliseconds old. 0 while `stale` is set: not known.
   */
  'stalenessMs': (string);
}
