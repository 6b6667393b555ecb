// Original file: proto/piccolo/common/v1/diff.proto


/**
 * Only the keys that differ.
 */
export interface ConfigDiff {
  /**
   * Wanted values; at most 256 entries.
   */
  'desired'?: ({[key: string]: string});
  /**
   * Values in force; a key that is missing here is not set.
   */
  'actual'?: ({[key: string]: string});
}

/**
 * Only the keys that differ.
 */
export interface ConfigDiff__Output {
  /**
   * Wanted values; at most 256 entries.
   */
  'desired': ({[key: string]: string});
  /**
   * Values in force; a key that is missing here is not set.
   */
  'actual': ({[key: string]: string});
}
