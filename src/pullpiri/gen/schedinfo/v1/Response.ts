// Original file: proto/pullpiri/schedinfo.proto


/**
 * The answer.
 */
export interface Response {
  /**
   * 0 = taken.
   */
  'status'?: (number);
}

/**
 * The answer.
 */
export interface Response__Output {
  /**
   * 0 = taken.
   */
  'status': (number);
}
