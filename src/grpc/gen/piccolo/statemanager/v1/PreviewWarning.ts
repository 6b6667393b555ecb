// Original file: proto/piccolo/statemanager/v1/preview.proto


/**
 * Something that changes what the answer is worth.
 */
export interface PreviewWarning {
  /**
   * One word, as in `ServiceUnknown`, `Isolated`, `ControllerAway`.
   */
  'code'?: (string);
  /**
   * A sentence for people.
   */
  'message'?: (string);
}

/**
 * Something that changes what the answer is worth.
 */
export interface PreviewWarning__Output {
  /**
   * One word, as in `ServiceUnknown`, `Isolated`, `ControllerAway`.
   */
  'code': (string);
  /**
   * A sentence for people.
   */
  'message': (string);
}
