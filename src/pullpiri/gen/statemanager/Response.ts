// Original file: proto/pullpiri/statemanager.proto


/**
 * The answer to a command.
 */
export interface Response {
  'resp'?: (string);
}

/**
 * The answer to a command.
 */
export interface Response__Output {
  'resp': (string);
}
