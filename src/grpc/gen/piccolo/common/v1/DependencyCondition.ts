// Original file: proto/piccolo/common/v1/resource.proto

/**
 * When a dependency counts as fulfilled.
 */
export const DependencyCondition = {
  /**
   * Taken as RUNNING.
   */
  DEPENDENCY_CONDITION_UNSPECIFIED: 'DEPENDENCY_CONDITION_UNSPECIFIED',
  /**
   * The other service is in phase Running.
   */
  DEPENDENCY_CONDITION_RUNNING: 'DEPENDENCY_CONDITION_RUNNING',
  /**
   * The other service has been started: any phase from Initializing on, except Failed and Terminating.
   */
  DEPENDENCY_CONDITION_STARTED: 'DEPENDENCY_CONDITION_STARTED',
  /**
   * The other service has ended: it no longer exists, or is Terminating with no replica left.
   */
  DEPENDENCY_CONDITION_COMPLETED: 'DEPENDENCY_CONDITION_COMPLETED',
} as const;

/**
 * When a dependency counts as fulfilled.
 */
export type DependencyCondition =
  /**
   * Taken as RUNNING.
   */
  | 'DEPENDENCY_CONDITION_UNSPECIFIED'
  | 0
  /**
   * The other service is in phase Running.
   */
  | 'DEPENDENCY_CONDITION_RUNNING'
  | 1
  /**
   * The other service has been started: any phase from Initializing on, except Failed and Terminating.
   */
  | 'DEPENDENCY_CONDITION_STARTED'
  | 2
  /**
   * The other service has ended: it no longer exists, or is Terminating with no replica left.
   */
  | 'DEPENDENCY_CONDITION_COMPLETED'
  | 3

/**
 * When a dependency counts as fulfilled.
 */
export type DependencyCondition__Output = typeof DependencyCondition[keyof typeof DependencyCondition]
