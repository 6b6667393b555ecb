// Original file: proto/piccolo/statemanager/v1/preview.proto

import type { StateDiff as _piccolo_common_v1_StateDiff, StateDiff__Output as _piccolo_common_v1_StateDiff__Output } from '../../../piccolo/common/v1/StateDiff.ts';
import type { ResourceId as _piccolo_common_v1_ResourceId, ResourceId__Output as _piccolo_common_v1_ResourceId__Output } from '../../../piccolo/common/v1/ResourceId.ts';

export interface PlanReconciliationRequest {
  /**
   * A look, as a NodeAgent would report it: it is taken for the newest one.
   */
  'diff'?: (_piccolo_common_v1_StateDiff | null);
  /**
   * The newest look that the manager has of this service.
   */
  'resourceId'?: (_piccolo_common_v1_ResourceId | null);
  'subject'?: "diff"|"resourceId";
}

export interface PlanReconciliationRequest__Output {
  /**
   * A look, as a NodeAgent would report it: it is taken for the newest one.
   */
  'diff'?: (_piccolo_common_v1_StateDiff__Output | null);
  /**
   * The newest look that the manager has of this service.
   */
  'resourceId'?: (_piccolo_common_v1_ResourceId__Output | null);
  'subject'?: "diff"|"resourceId";
}
