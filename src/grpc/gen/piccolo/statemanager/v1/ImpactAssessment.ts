// Original file: proto/piccolo/statemanager/v1/preview.proto

import type { ResourceId as _piccolo_common_v1_ResourceId, ResourceId__Output as _piccolo_common_v1_ResourceId__Output } from '../../../piccolo/common/v1/ResourceId.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * What the plan does to others while it runs.
 */
export interface ImpactAssessment {
  'affectedReplicas'?: (number);
  /**
   * Services that depend on this one, directly or not.
   */
  'dependents'?: (_piccolo_common_v1_ResourceId)[];
  'expectedUnavailabilityMs'?: (number | string | Long);
  'disruptive'?: (boolean);
  /**
   * All figures were measured on this service; else some are documented defaults.
   */
  'measured'?: (boolean);
}

/**
 * What the plan does to others while it runs.
 */
export interface ImpactAssessment__Output {
  'affectedReplicas': (number);
  /**
   * Services that depend on this one, directly or not.
   */
  'dependents': (_piccolo_common_v1_ResourceId__Output)[];
  'expectedUnavailabilityMs': (string);
  'disruptive': (boolean);
  /**
   * All figures were measured on this service; else some are documented defaults.
   */
  'measured': (boolean);
}
