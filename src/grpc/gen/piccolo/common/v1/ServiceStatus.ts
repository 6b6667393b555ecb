// Original file: proto/piccolo/common/v1/resource.proto

import type { ServiceCondition as _piccolo_common_v1_ServiceCondition, ServiceCondition__Output as _piccolo_common_v1_ServiceCondition__Output } from '../../../piccolo/common/v1/ServiceCondition.ts';
import type { ServiceStateType as _piccolo_common_v1_ServiceStateType, ServiceStateType__Output as _piccolo_common_v1_ServiceStateType__Output } from '../../../piccolo/common/v1/ServiceStateType.ts';
import type { ServiceFault as _piccolo_common_v1_ServiceFault, ServiceFault__Output as _piccolo_common_v1_ServiceFault__Output } from '../../../piccolo/common/v1/ServiceFault.ts';
import type { Isolation as _piccolo_common_v1_Isolation, Isolation__Output as _piccolo_common_v1_Isolation__Output } from '../../../piccolo/common/v1/Isolation.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * What is seen of a service.
 */
export interface ServiceStatus {
  /**
   * Newest generation of the spec that this status speaks of.
   */
  'observedGeneration'?: (number | string | Long);
  'replicas'?: (number);
  'availableReplicas'?: (number);
  'conditions'?: (_piccolo_common_v1_ServiceCondition)[];
  'state'?: (_piccolo_common_v1_ServiceStateType);
  /**
   * Wall time, milliseconds since 1970; 0 = never.
   */
  'lastReconcileTimeMs'?: (number | string | Long);
  /**
   * Node that the service is assigned to; empty = none yet.
   */
  'node'?: (string);
  /**
   * Version that is in force: the spec's, or the last known good one after a rollback.
   */
  'effectiveVersion'?: (string);
  /**
   * Set while a rollback or reset holds back part of the spec: why.
   */
  'overrideReason'?: (string);
  /**
   * Recovery actions executed since the service was created.
   */
  'restarts'?: (number);
  /**
   * Reason of the last change, a sentence for people.
   */
  'lastReason'?: (string);
  /**
   * Wall time of the last change of phase, milliseconds since 1970.
   */
  'stateSinceMs'?: (number | string | Long);
  /**
   * What has gone wrong before, at most one per issue type.
   */
  'faults'?: (_piccolo_common_v1_ServiceFault)[];
  /**
   * How much it flaps, as of its newest flap.
   */
  'flapScore'?: (number | string);
  /**
   * Set while it is held back.
   */
  'isolation'?: (_piccolo_common_v1_Isolation | null);
}

/**
 * What is seen of a service.
 */
export interface ServiceStatus__Output {
  /**
   * Newest generation of the spec that this status speaks of.
   */
  'observedGeneration': (string);
  'replicas': (number);
  'availableReplicas': (number);
  'conditions': (_piccolo_common_v1_ServiceCondition__Output)[];
  'state': (_piccolo_common_v1_ServiceStateType__Output);
  /**
   * Wall time, milliseconds since 1970; 0 = never.
   */
  'lastReconcileTimeMs': (string);
  /**
   * Node that the service is assigned to; empty = none yet.
   */
  'node': (string);
  /**
   * Version that is in force: the spec's, or the last known good one after a rollback.
   */
  'effectiveVersion': (string);
  /**
   * Set while a rollback or reset holds back part of the spec: why.
   */
  'overrideReason': (string);
  /**
   * Recovery actions executed since the service was created.
   */
  'restarts': (number);
  /**
   * Reason of the last change, a sentence for people.
   */
  'lastReason': (string);
  /**
   * Wall time of the last change of phase, milliseconds since 1970.
   */
  'stateSinceMs': (string);
  /**
   * What has gone wrong before, at most one per issue type.
   */
  'faults': (_piccolo_common_v1_ServiceFault__Output)[];
  /**
   * How much it flaps, as of its newest flap.
   */
  'flapScore': (number);
  /**
   * Set while it is held back.
   */
  'isolation': (_piccolo_common_v1_Isolation__Output | null);
}
