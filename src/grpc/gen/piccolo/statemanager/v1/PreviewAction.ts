// Original file: proto/piccolo/statemanager/v1/preview.proto

import type { PlanStepKind as _piccolo_statemanager_v1_PlanStepKind, PlanStepKind__Output as _piccolo_statemanager_v1_PlanStepKind__Output } from '../../../piccolo/statemanager/v1/PlanStepKind.ts';
import type { Long } from '@grpc/proto-loader';

export interface PreviewAction {
  'kind'?: (_piccolo_statemanager_v1_PlanStepKind);
  /**
   * A few words for people, as in `version 1.0 to 1.1`; may be empty.
   */
  'what'?: (string);
  'node'?: (string);
  /**
   * Replicas that answer now stop answering for a while.
   */
  'disruptive'?: (boolean);
  /**
   * Milliseconds.
   */
  'durationMs'?: (number | string | Long);
  /**
   * The duration was measured on this service; else it is a documented default.
   */
  'measured'?: (boolean);
  'affectedReplicas'?: (number);
  /**
   * Milliseconds in which the service as a whole may not answer; an upper bound.
   */
  'unavailableMs'?: (number | string | Long);
}

export interface PreviewAction__Output {
  'kind': (_piccolo_statemanager_v1_PlanStepKind__Output);
  /**
   * A few words for people, as in `version 1.0 to 1.1`; may be empty.
   */
  'what': (string);
  'node': (string);
  /**
   * Replicas that answer now stop answering for a while.
   */
  'disruptive': (boolean);
  /**
   * Milliseconds.
   */
  'durationMs': (string);
  /**
   * The duration was measured on this service; else it is a documented default.
   */
  'measured': (boolean);
  'affectedReplicas': (number);
  /**
   * Milliseconds in which the service as a whole may not answer; an upper bound.
   */
  'unavailableMs': (string);
}
