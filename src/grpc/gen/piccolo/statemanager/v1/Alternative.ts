// Original file: proto/piccolo/statemanager/v1/preview.proto


/**
 * Something else that could be done, and why it is not.
 */
export interface Alternative {
  /**
   * An action, mostly.
   */
  'name'?: (string);
  /**
   * A few words for people.
   */
  'whyNot'?: (string);
}

/**
 * Something else that could be done, and why it is not.
 */
export interface Alternative__Output {
  /**
   * An action, mostly.
   */
  'name': (string);
  /**
   * A few words for people.
   */
  'whyNot': (string);
}
