// Original file: proto/pullpiri/statemanager.proto


/**
 * Whether it will.
 */
export interface OffloadingResponse {
  'accepted'?: (boolean);
  'message'?: (string);
  'transitionId'?: (string);
}

/**
 * Whether it will.
 */
export interface OffloadingResponse__Output {
  'accepted': (boolean);
  'message': (string);
  'transitionId': (string);
}
