// Original file: proto/piccolo/common/v1/diff.proto


/**
 * What the node has of the service now.
 */
export interface ActualState {
  'replicas'?: (number);
  'availableReplicas'?: (number);
  /**
   * Empty = not known.
   */
  'version'?: (string);
}

/**
 * What the node has of the service now.
 */
export interface ActualState__Output {
  'replicas': (number);
  'availableReplicas': (number);
  /**
   * Empty = not known.
   */
  'version': (string);
}
