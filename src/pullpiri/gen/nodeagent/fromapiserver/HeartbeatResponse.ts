// Original file: proto/pullpiri/nodeagent_fromapiserver.proto


/**
 * It does.
 */
export interface HeartbeatResponse {
  'ack'?: (boolean);
}

/**
 * It does.
 */
export interface HeartbeatResponse__Output {
  'ack': (boolean);
}
