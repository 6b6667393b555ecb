// Original file: proto/piccolo/common/v1/diff.proto


export interface VersionDiff {
  'desiredVersion'?: (string);
  /**
   * Empty = not known.
   */
  'actualVersion'?: (string);
}

export interface VersionDiff__Output {
  'desiredVersion': (string);
  /**
   * Empty = not known.
   */
  'actualVersion': (string);
}
