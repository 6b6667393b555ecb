// Original file: proto/piccolo/common/v1/resource.proto

import type { ConditionType as _piccolo_common_v1_ConditionType, ConditionType__Output as _piccolo_common_v1_ConditionType__Output } from '../../../piccolo/common/v1/ConditionType.ts';
import type { ConditionStatus as _piccolo_common_v1_ConditionStatus, ConditionStatus__Output as _piccolo_common_v1_ConditionStatus__Output } from '../../../piccolo/common/v1/ConditionStatus.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * One aspect of a service, with the reason for it.
 */
export interface ServiceCondition {
  'type'?: (_piccolo_common_v1_ConditionType);
  'status'?: (_piccolo_common_v1_ConditionStatus);
  /**
   * One word for programs, for example WaitingForDependency.
   */
  'reason'?: (string);
  /**
   * A sentence for people.
   */
  'message'?: (string);
  /**
   * Wall time of the last change of status, milliseconds since 1970.
   */
  'lastTransitionTimeMs'?: (number | string | Long);
}

/**
 * One aspect of a service, with the reason for it.
 */
export interface ServiceCondition__Output {
  'type': (_piccolo_common_v1_ConditionType__Output);
  'status': (_piccolo_common_v1_ConditionStatus__Output);
  /**
   * One word for programs, for example WaitingForDependency.
   */
  'reason': (string);
  /**
   * A sentence for people.
   */
  'message': (string);
  /**
   * Wall time of the last change of status, milliseconds since 1970.
   */
  'lastTransitionTimeMs': (string);
}
