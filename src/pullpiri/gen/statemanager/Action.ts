// Original file: proto/pullpiri/statemanager.proto


/**
 * A command as text.
 */
export interface Action {
  'action'?: (string);
}

/**
 * A command as text.
 */
export interface Action__Output {
  'action': (string);
}
