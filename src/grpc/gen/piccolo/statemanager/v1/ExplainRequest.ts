// Original file: proto/piccolo/statemanager/v1/explain.proto

import type { ResourceId as _piccolo_common_v1_ResourceId, ResourceId__Output as _piccolo_common_v1_ResourceId__Output } from '../../../piccolo/common/v1/ResourceId.ts';
import type { Long } from '@grpc/proto-loader';

export interface ExplainRequest {
  /**
   * Its newest episodes.
   */
  'resourceId'?: (_piccolo_common_v1_ResourceId | null);
  /**
   * The episode of the event with this revision.
   */
  'revision'?: (number | string | Long);
  /**
   * The episode of the plan or action with this id.
   */
  'planOrActionId'?: (string);
  /**
   * Episodes, 1 to 100; 0 = 10. Only with `resource_id`.
   */
  'last'?: (number);
  'subject'?: "resourceId"|"revision"|"planOrActionId";
}

export interface ExplainRequest__Output {
  /**
   * Its newest episodes.
   */
  'resourceId'?: (_piccolo_common_v1_ResourceId__Output | null);
  /**
   * The episode of the event with this revision.
   */
  'revision'?: (string);
  /**
   * The episode of the plan or action with this id.
   */
  'planOrActionId'?: (string);
  /**
   * Episodes, 1 to 100; 0 = 10. Only with `resource_id`.
   */
  'last': (number);
  'subject'?: "resourceId"|"revision"|"planOrActionId";
}
