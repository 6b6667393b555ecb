// Original file: proto/piccolo/statemanager/v1/explain.proto

import type { ServiceStateType as _piccolo_common_v1_ServiceStateType, ServiceStateType__Output as _piccolo_common_v1_ServiceStateType__Output } from '../../../piccolo/common/v1/ServiceStateType.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * A phase that is over.
 */
export interface PhaseStay {
  'state'?: (_piccolo_common_v1_ServiceStateType);
  /**
   * Milliseconds.
   */
  'lastedMs'?: (number | string | Long);
}

/**
 * A phase that is over.
 */
export interface PhaseStay__Output {
  'state': (_piccolo_common_v1_ServiceStateType__Output);
  /**
   * Milliseconds.
   */
  'lastedMs': (string);
}
