// Original file: proto/pullpiri/schedinfo.proto

/**
 * The kind of a fault.
 */
export const FaultType = {
  UNKNOWN: 'UNKNOWN',
  /**
   * A deadline was missed.
   */
  DMISS: 'DMISS',
} as const;

/**
 * The kind of a fault.
 */
export type FaultType =
  | 'UNKNOWN'
  | 0
  /**
   * A deadline was missed.
   */
  | 'DMISS'
  | 1

/**
 * The kind of a fault.
 */
export type FaultType__Output = typeof FaultType[keyof typeof FaultType]
