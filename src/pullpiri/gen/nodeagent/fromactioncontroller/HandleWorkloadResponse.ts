// Original file: proto/pullpiri/nodeagent_fromactioncontroller.proto


/**
 * How it ended.
 */
export interface HandleWorkloadResponse {
  'status'?: (boolean);
  'desc'?: (string);
}

/**
 * How it ended.
 */
export interface HandleWorkloadResponse__Output {
  'status': (boolean);
  'desc': (string);
}
