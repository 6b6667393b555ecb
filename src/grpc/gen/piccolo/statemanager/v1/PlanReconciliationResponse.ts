// Original file: proto/piccolo/statemanager/v1/preview.proto

import type { ResourceId as _piccolo_common_v1_ResourceId, ResourceId__Output as _piccolo_common_v1_ResourceId__Output } from '../../../piccolo/common/v1/ResourceId.ts';
import type { PreviewDecision as _piccolo_statemanager_v1_PreviewDecision, PreviewDecision__Output as _piccolo_statemanager_v1_PreviewDecision__Output } from '../../../piccolo/statemanager/v1/PreviewDecision.ts';
import type { PreviewPlan as _piccolo_statemanager_v1_PreviewPlan, PreviewPlan__Output as _piccolo_statemanager_v1_PreviewPlan__Output } from '../../../piccolo/statemanager/v1/PreviewPlan.ts';
import type { Alternative as _piccolo_statemanager_v1_Alternative, Alternative__Output as _piccolo_statemanager_v1_Alternative__Output } from '../../../piccolo/statemanager/v1/Alternative.ts';
import type { PreviewWarning as _piccolo_statemanager_v1_PreviewWarning, PreviewWarning__Output as _piccolo_statemanager_v1_PreviewWarning__Output } from '../../../piccolo/statemanager/v1/PreviewWarning.ts';
import type { Long } from '@grpc/proto-loader';

export interface PlanReconciliationResponse {
  'resourceId'?: (_piccolo_common_v1_ResourceId | null);
  /**
   * Revision that this answer is true for.
   */
  'revision'?: (number | string | Long);
  /**
   * The look in words; empty = there is none.
   */
  'seen'?: (string);
  /**
   * In order; the last one says what comes of it. At most 16.
   */
  'decisions'?: (_piccolo_statemanager_v1_PreviewDecision)[];
  /**
   * The plan that would be made, or the one that is at work; not set = no action.
   */
  'plan'?: (_piccolo_statemanager_v1_PreviewPlan | null);
  /**
   * At most 16.
   */
  'alternatives'?: (_piccolo_statemanager_v1_Alternative)[];
  /**
   * At most 16.
   */
  'warnings'?: (_piccolo_statemanager_v1_PreviewWarning)[];
}

export interface PlanReconciliationResponse__Output {
  'resourceId': (_piccolo_common_v1_ResourceId__Output | null);
  /**
   * Revision that this answer is true for.
   */
  'revision': (string);
  /**
   * The look in words; empty = there is none.
   */
  'seen': (string);
  /**
   * In order; the last one says what comes of it. At most 16.
   */
  'decisions': (_piccolo_statemanager_v1_PreviewDecision__Output)[];
  /**
   * The plan that would be made, or the one that is at work; not set = no action.
   */
  'plan': (_piccolo_statemanager_v1_PreviewPlan__Output | null);
  /**
   * At most 16.
   */
  'alternatives': (_piccolo_statemanager_v1_Alternative__Output)[];
  /**
   * At most 16.
   */
  'warnings': (_piccolo_statemanager_v1_PreviewWarning__Output)[];
}
