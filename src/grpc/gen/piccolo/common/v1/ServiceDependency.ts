// Original file: proto/piccolo/common/v1/resource.proto

import type { ResourceId as _piccolo_common_v1_ResourceId, ResourceId__Output as _piccolo_common_v1_ResourceId__Output } from '../../../piccolo/common/v1/ResourceId.ts';
import type { DependencyCondition as _piccolo_common_v1_DependencyCondition, DependencyCondition__Output as _piccolo_common_v1_DependencyCondition__Output } from '../../../piccolo/common/v1/DependencyCondition.ts';

/**
 * Another service that this one needs before it is started.
 */
export interface ServiceDependency {
  'resourceId'?: (_piccolo_common_v1_ResourceId | null);
  'condition'?: (_piccolo_common_v1_DependencyCondition);
}

/**
 * Another service that this one needs before it is started.
 */
export interface ServiceDependency__Output {
  'resourceId': (_piccolo_common_v1_ResourceId__Output | null);
  'condition': (_piccolo_common_v1_DependencyCondition__Output);
}
