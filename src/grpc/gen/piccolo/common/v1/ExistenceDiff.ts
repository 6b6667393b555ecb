// Original file: proto/piccolo/common/v1/diff.proto


/**
 * It exists and should not, or should and does not.
 */
export interface ExistenceDiff {
  'desiredExists'?: (boolean);
  'actualExists'?: (boolean);
}

/**
 * It exists and should not, or should and does not.
 */
export interface ExistenceDiff__Output {
  'desiredExists': (boolean);
  'actualExists': (boolean);
}
