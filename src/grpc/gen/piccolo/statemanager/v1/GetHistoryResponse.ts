// Original file: proto/piccolo/statemanager/v1/state_manager.proto

import type { StateEvent as _piccolo_common_v1_StateEvent, StateEvent__Output as _piccolo_common_v1_StateEvent__Output } from '../../../piccolo/common/v1/StateEvent.ts';
import type { Long } from '@grpc/proto-loader';

export interface GetHistoryResponse {
  /**
   * In order of revision.
   */
  'events'?: (_piccolo_common_v1_StateEvent)[];
  /**
   * Older events of this service were overwritten up to this revision; 0 = none were.
   */
  'evictedRevision'?: (number | string | Long);
}

export interface GetHistoryResponse__Output {
  /**
   * In order of revision.
   */
  'events': (_piccolo_common_v1_StateEvent__Output)[];
  /**
   * Older events of this service were overwritten up to this revision; 0 = none were.
   */
  'evictedRevision': (string);
}
