// Original file: proto/piccolo/common/v1/resource.proto

/**
 * How much harm a failure of the service may do: orders work and chooses the reaction budget.
 */
export const Criticality = {
  /**
   * Taken as QM.
   */
  CRITICALITY_UNSPECIFIED: 'CRITICALITY_UNSPECIFIED',
  CRITICALITY_QM: 'CRITICALITY_QM',
  CRITICALITY_A: 'CRITICALITY_A',
  CRITICALITY_B: 'CRITICALITY_B',
  CRITICALITY_C: 'CRITICALITY_C',
  CRITICALITY_D: 'CRITICALITY_D',
} as const;

/**
 * How much harm a failure of the service may do: orders work and chooses the reaction budget.
 */
export type Criticality =
  /**
   * Taken as QM.
   */
  | 'CRITICALITY_UNSPECIFIED'
  | 0
  | 'CRITICALITY_QM'
  | 1
  | 'CRITICALITY_A'
  | 2
  | 'CRITICALITY_B'
  | 3
  | 'CRITICALITY_C'
  | 4
  | 'CRITICALITY_D'
  | 5

/**
 * How much harm a failure of the service may do: orders work and chooses the reaction budget.
 */
export type Criticality__Output = typeof Criticality[keyof typeof Criticality]
