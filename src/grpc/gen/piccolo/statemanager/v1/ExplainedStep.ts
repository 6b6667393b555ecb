// Original file: proto/piccolo/statemanager/v1/explain.proto

import type { StepKind as _piccolo_statemanager_v1_StepKind, StepKind__Output as _piccolo_statemanager_v1_StepKind__Output } from '../../../piccolo/statemanager/v1/StepKind.ts';
import type { Alternative as _piccolo_statemanager_v1_Alternative, Alternative__Output as _piccolo_statemanager_v1_Alternative__Output } from '../../../piccolo/statemanager/v1/Alternative.ts';
import type { Long } from '@grpc/proto-loader';

export interface ExplainedStep {
  'revision'?: (number | string | Long);
  /**
   * Wall time, milliseconds since 1970; order is given by `revision`.
   */
  'timestampMs'?: (number | string | Long);
  /**
   * Whether the wall clock was synchronised then.
   */
  'clockSynchronised'?: (boolean);
  'kind'?: (_piccolo_statemanager_v1_StepKind);
  /**
   * Sentences for people; at most 2,048 bytes.
   */
  'text'?: (string);
  /**
   * Empty = none.
   */
  'planId'?: (string);
  /**
   * Empty = none.
   */
  'actionId'?: (string);
  /**
   * Ids of what caused it, oldest first. At most 16.
   */
  'causes'?: (string)[];
  /**
   * What else could have been done, and why it was not. At most 16.
   */
  'alternatives'?: (_piccolo_statemanager_v1_Alternative)[];
}

export interface ExplainedStep__Output {
  'revision': (string);
  /**
   * Wall time, milliseconds since 1970; order is given by `revision`.
   */
  'timestampMs': (string);
  /**
   * Whether the wall clock was synchronised then.
   */
  'clockSynchronised': (boolean);
  'kind': (_piccolo_statemanager_v1_StepKind__Output);
  /**
   * Sentences for people; at most 2,048 bytes.
   */
  'text': (string);
  /**
   * Empty = none.
   */
  'planId': (string);
  /**
   * Empty = none.
   */
  'actionId': (string);
  /**
   * Ids of what caused it, oldest first. At most 16.
   */
  'causes': (string)[];
  /**
   * What else could have been done, and why it was not. At most 16.
   */
  'alternatives': (_piccolo_statemanager_v1_Alternative__Output)[];
}
