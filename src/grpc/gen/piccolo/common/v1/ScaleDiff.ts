// Original file: proto/piccolo/common/v1/diff.proto


/**
 * Number of replicas.
 */
export interface ScaleDiff {
  'desiredReplicas'?: (number);
  'actualReplicas'?: (number);
}

/**
 * Number of replicas.
 */
export interface ScaleDiff__Output {
  'desiredReplicas': (number);
  'actualReplicas': (number);
}
