// Original file: proto/piccolo/statemanager/v1/state_manager.proto

import type { ResourceId as _piccolo_common_v1_ResourceId, ResourceId__Output as _piccolo_common_v1_ResourceId__Output } from '../../../piccolo/common/v1/ResourceId.ts';
import type { EventType as _piccolo_common_v1_EventType, EventType__Output as _piccolo_common_v1_EventType__Output } from '../../../piccolo/common/v1/EventType.ts';
import type { Long } from '@grpc/proto-loader';

export interface GetHistoryRequest {
  /**
   * Not set = all services.
   */
  'resourceId'?: (_piccolo_common_v1_ResourceId | null);
  /**
   * Only events after this revision; 0 = from the oldest kept.
   */
  'afterRevision'?: (number | string | Long);
  /**
   * 1 to 1,000; 0 = 100. The newest ones when `after_revision` is 0.
   */
  'limit'?: (number);
  /**
   * Empty = all.
   */
  'eventTypes'?: (_piccolo_common_v1_EventType)[];
}

export interface GetHistoryRequest__Output {
  /**
   * Not set = all services.
   */
  'resourceId': (_piccolo_common_v1_ResourceId__Output | null);
  /**
   * Only events after this revision; 0 = from the oldest kept.
   */
  'afterRevision': (string);
  /**
   * 1 to 1,000; 0 = 100. The newest ones when `after_revision` is 0.
   */
  'limit': (number);
  /**
   * Empty = all.
   */
  'eventTypes': (_piccolo_common_v1_EventType__Output)[];
}
