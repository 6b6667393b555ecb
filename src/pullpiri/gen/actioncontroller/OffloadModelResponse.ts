// Original file: proto/pullpiri/actioncontroller.proto


/**
 * How it ended.
 */
export interface OffloadModelResponse {
  'success'?: (boolean);
  'message'?: (string);
  'transitionId'?: (string);
}

/**
 * How it ended.
 */
export interface OffloadModelResponse__Output {
  'success': (boolean);
  'message': (string);
  'transitionId': (string);
}
