// Original file: proto/pullpiri/nodeagent_fromapiserver.proto

import type { Long } from '@grpc/proto-loader';

/**
 * Whether the agent lives.
 */
export interface HeartbeatRequest {
  'nodeId'?: (string);
  /**
   * Seconds since 1970.
   */
  'timestamp'?: (number | string | Long);
}

/**
 * Whether the agent lives.
 */
export interface HeartbeatRequest__Output {
  'nodeId': (string);
  /**
   * Seconds since 1970.
   */
  'timestamp': (string);
}
