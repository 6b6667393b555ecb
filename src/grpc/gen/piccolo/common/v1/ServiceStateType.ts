// Original file: proto/piccolo/common/v1/resource.proto

/**
 * The six phases of a service.
 */
export const ServiceStateType = {
  /**
   * Never sent; answered with INVALID_ARGUMENT.
   */
  SERVICE_STATE_TYPE_UNSPECIFIED: 'SERVICE_STATE_TYPE_UNSPECIFIED',
  /**
   * Known, not started: waiting for its turn, a dependency or a node.
   */
  SERVICE_STATE_TYPE_PENDING: 'SERVICE_STATE_TYPE_PENDING',
  /**
   * Being brought up, changed or recovered.
   */
  SERVICE_STATE_TYPE_INITIALIZING: 'SERVICE_STATE_TYPE_INITIALIZING',
  /**
   * Up, and seen to match its spec.
   */
  SERVICE_STATE_TYPE_RUNNING: 'SERVICE_STATE_TYPE_RUNNING',
  /**
   * Up in part, or not answering.
   */
  SERVICE_STATE_TYPE_DEGRADED: 'SERVICE_STATE_TYPE_DEGRADED',
  /**
   * Being stopped; the resource ends when nothing of it is left.
   */
  SERVICE_STATE_TYPE_TERMINATING: 'SERVICE_STATE_TYPE_TERMINATING',
  /**
   * Down.
   */
  SERVICE_STATE_TYPE_FAILED: 'SERVICE_STATE_TYPE_FAILED',
} as const;

/**
 * The six phases of a service.
 */
export type ServiceStateType =
  /**
   * Never sent; answered with INVALID_ARGUMENT.
   */
  | 'SERVICE_STATE_TYPE_UNSPECIFIED'
  | 0
  /**
   * Known, not started: waiting for its turn, a dependency or a node.
   */
  | 'SERVICE_STATE_TYPE_PENDING'
  | 1
  /**
   * Being brought up, changed or recovered.
   */
  | 'SERVICE_STATE_TYPE_INITIALIZING'
  | 2
  /**
   * Up, and seen to match its spec.
   */
  | 'SERVICE_STATE_TYPE_RUNNING'
  | 3
  /**
   * Up in part, or not answering.
   */
  | 'SERVICE_STATE_TYPE_DEGRADED'
  | 4
  /**
   * Being stopped; the resource ends when nothing of it is left.
   */
  | 'SERVICE_STATE_TYPE_TERMINATING'
  | 5
  /**
   * Down.
   */
  | 'SERVICE_STATE_TYPE_FAILED'
  | 6

/**
 * The six phases of a service.
 */
export type ServiceStateType__Output = typeof ServiceStateType[keyof typeof ServiceStateType]
