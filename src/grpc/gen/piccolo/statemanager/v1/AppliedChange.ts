// Original file: proto/piccolo/statemanager/v1/state_manager.proto

import type { ResourceId as _piccolo_common_v1_ResourceId, ResourceId__Output as _piccolo_common_v1_ResourceId__Output } from '../../../piccolo/common/v1/ResourceId.ts';
import type { Long } from '@grpc/proto-loader';

export interface AppliedChange {
  'resourceId'?: (_piccolo_common_v1_ResourceId | null);
  /**
   * Of the spec that is in force now.
   */
  'generation'?: (number | string | Long);
  /**
   * False = it was so already; nothing was written.
   */
  'changed'?: (boolean);
}

export interface AppliedChange__Output {
  'resourceId': (_piccolo_common_v1_ResourceId__Output | null);
  /**
   * Of the spec that is in force now.
   */
  'generation': (string);
  /**
   * False = it was so already; nothing was written.
   */
  'changed': (boolean);
}
