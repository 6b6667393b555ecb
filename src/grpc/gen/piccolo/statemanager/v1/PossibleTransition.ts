// Original file: proto/piccolo/statemanager/v1/explain.proto

import type { EventType as _piccolo_common_v1_EventType, EventType__Output as _piccolo_common_v1_EventType__Output } from '../../../piccolo/common/v1/EventType.ts';
import type { ServiceStateType as _piccolo_common_v1_ServiceStateType, ServiceStateType__Output as _piccolo_common_v1_ServiceStateType__Output } from '../../../piccolo/common/v1/ServiceStateType.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * A transition of the state machine that the present phase allows.
 */
export interface PossibleTransition {
  'event'?: (_piccolo_common_v1_EventType);
  /**
   * Unspecified = the service ends.
   */
  'to'?: (_piccolo_common_v1_ServiceStateType);
  /**
   * How often the service took it, of the newest 8; 0 = never since this instance leads.
   */
  'measured'?: (number);
  /**
   * How long it stayed in the present phase before it did: the median, milliseconds; 0 = never measured.
   */
  'usualMs'?: (number | string | Long);
}

/**
 * A transition of the state machine that the present phase allows.
 */
export interface PossibleTransition__Output {
  'event': (_piccolo_common_v1_EventType__Output);
  /**
   * Unspecified = the service ends.
   */
  'to': (_piccolo_common_v1_ServiceStateType__Output);
  /**
   * How often the service took it, of the newest 8; 0 = never since this instance leads.
   */
  'measured': (number);
  /**
   * How long it stayed in the present phase before it did: the median, milliseconds; 0 = never measured.
   */
  'usualMs': (string);
}
