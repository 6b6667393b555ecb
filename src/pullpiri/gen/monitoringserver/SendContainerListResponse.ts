// Original file: proto/pullpiri/monitoringserver.proto


/**
 * The answer to a list.
 */
export interface SendContainerListResponse {
  'resp'?: (string);
}

/**
 * The answer to a list.
 */
export interface SendContainerListResponse__Output {
  'resp': (string);
}
