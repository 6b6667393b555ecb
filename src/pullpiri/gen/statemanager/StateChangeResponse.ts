// Original file: proto/pullpiri/statemanager.proto

import type { ErrorCode as _statemanager_ErrorCode, ErrorCode__Output as _statemanager_ErrorCode__Output } from '../statemanager/ErrorCode.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * The answer to a state change.
 */
export interface StateChangeResponse {
  'message'?: (string);
  'transitionId'?: (string);
  /**
   * Nanoseconds since 1970.
   */
  'timestampNs'?: (number | string | Long);
  'errorCode'?: (_statemanager_ErrorCode);
  'errorDetails'?: (string);
}

/**
 * The answer to a state change.
 */
export interface StateChangeResponse__Output {
  'message': (string);
  'transitionId': (string);
  /**
   * Nanoseconds since 1970.
   */
  'timestampNs': (string);
  'errorCode': (_statemanager_ErrorCode__Output);
  'errorDetails': (string);
}
