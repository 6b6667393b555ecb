// Original file: proto/piccolo/actioncontroller/v1/action_controller.proto

export const LifecycleAction = {
  LIFECYCLE_ACTION_UNSPECIFIED: 'LIFECYCLE_ACTION_UNSPECIFIED',
  /**
   * Make the missing replicas.
   */
  LIFECYCLE_ACTION_START: 'LIFECYCLE_ACTION_START',
  /**
   * End all replicas: SIGTERM, then SIGKILL after the grace time.
   */
  LIFECYCLE_ACTION_STOP: 'LIFECYCLE_ACTION_STOP',
  /**
   * End and start every replica, nothing else changed.
   */
  LIFECYCLE_ACTION_RESTART: 'LIFECYCLE_ACTION_RESTART',
} as const;

export type LifecycleAction =
  | 'LIFECYCLE_ACTION_UNSPECIFIED'
  | 0
  /**
   * Make the missing replicas.
   */
  | 'LIFECYCLE_ACTION_START'
  | 1
  /**
   * End all replicas: SIGTERM, then SIGKILL after the grace time.
   */
  | 'LIFECYCLE_ACTION_STOP'
  | 2
  /**
   * End and start every replica, nothing else changed.
   */
  | 'LIFECYCLE_ACTION_RESTART'
  | 3

export type LifecycleAction__Output = typeof LifecycleAction[keyof typeof LifecycleAction]
