// Original file: proto/piccolo/statemanager/v1/explain.proto

import type { ServiceStateType as _piccolo_common_v1_ServiceStateType, ServiceStateType__Output as _piccolo_common_v1_ServiceStateType__Output } from '../../../piccolo/common/v1/ServiceStateType.ts';
import type { PhaseStay as _piccolo_statemanager_v1_PhaseStay, PhaseStay__Output as _piccolo_statemanager_v1_PhaseStay__Output } from '../../../piccolo/statemanager/v1/PhaseStay.ts';
import type { PossibleTransition as _piccolo_statemanager_v1_PossibleTransition, PossibleTransition__Output as _piccolo_statemanager_v1_PossibleTransition__Output } from '../../../piccolo/statemanager/v1/PossibleTransition.ts';
import type { PlanStepKind as _piccolo_statemanager_v1_PlanStepKind, PlanStepKind__Output as _piccolo_statemanager_v1_PlanStepKind__Output } from '../../../piccolo/statemanager/v1/PlanStepKind.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * In which phase a service is, how it came there, and what may follow.
 */
export interface PhaseReport {
  'state'?: (_piccolo_common_v1_ServiceStateType);
  /**
   * Wall time at which it entered the phase, milliseconds since 1970.
   */
  'sinceMs'?: (number | string | Long);
  /**
   * Phases before it, oldest first, as far as the answering instance has seen them since it leads. At most 16.
   */
  'earlier'?: (_piccolo_statemanager_v1_PhaseStay)[];
  /**
   * At most 16.
   */
  'next'?: (_piccolo_statemanager_v1_PossibleTransition)[];
  /**
   * Actions that may be started in the phase. At most 16.
   */
  'allowedActions'?: (_piccolo_statemanager_v1_PlanStepKind)[];
}

/**
 * In which phase a service is, how it came there, and what may follow.
 */
export interface PhaseReport__Output {
  'state': (_piccolo_common_v1_ServiceStateType__Output);
  /**
   * Wall time at which it entered the phase, milliseconds since 1970.
   */
  'sinceMs': (string);
  /**
   * Phases before it, oldest first, as far as the answering instance has seen them since it leads. At most 16.
   */
  'earlier': (_piccolo_statemanager_v1_PhaseStay__Output)[];
  /**
   * At most 16.
   */
  'next': (_piccolo_statemanager_v1_PossibleTransition__Output)[];
  /**
   * Actions that may be started in the phase. At most 16.
   */
  'allowedActions': (_piccolo_statemanager_v1_PlanStepKind__Output)[];
}
