// Original file: proto/pullpiri/policymanager.proto

/**
 * The kind of a fault.
 */
export const FaultType = {
  FAULT_TYPE_UNKNOWN: 'FAULT_TYPE_UNKNOWN',
  FAULT_TYPE_DEADLINE_MISS: 'FAULT_TYPE_DEADLINE_MISS',
} as const;

/**
 * The kind of a fault.
 */
export type FaultType =
  | 'FAULT_TYPE_UNKNOWN'
  | 0
  | 'FAULT_TYPE_DEADLINE_MISS'
  | 1

/**
 * The kind of a fault.
 */
export type FaultType__Output = typeof FaultType[keyof typeof FaultType]
