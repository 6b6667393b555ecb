// Original file: proto/piccolo/common/v1/diff.proto

/**
 * What the node saw go wrong.
 */
export const StatusReason = {
  STATUS_REASON_UNSPECIFIED: 'STATUS_REASON_UNSPECIFIED',
  /**
   * A process ended by itself or by a signal.
   */
  STATUS_REASON_CRASHED: 'STATUS_REASON_CRASHED',
  /**
   * A process ended before it was ever healthy.
   */
  STATUS_REASON_START_FAILED: 'STATUS_REASON_START_FAILED',
  /**
   * Alive without a heartbeat.
   */
  STATUS_REASON_UNRESPONSIVE: 'STATUS_REASON_UNRESPONSIVE',
  /**
   * It refused its configuration.
   */
  STATUS_REASON_CONFIG_REJECTED: 'STATUS_REASON_CONFIG_REJECTED',
  /**
   * It ran out of memory or of another resource.
   */
  STATUS_REASON_RESOURCE_EXHAUSTED: 'STATUS_REASON_RESOURCE_EXHAUSTED',
  /**
   * Not yet healthy, nothing wrong so far.
   */
  STATUS_REASON_STARTING: 'STATUS_REASON_STARTING',
  /**
   * On its way down.
   */
  STATUS_REASON_STOPPING: 'STATUS_REASON_STOPPING',
  /**
   * The node does not know how to run it: it has no usable workload definition. Nothing is tried until that changes.
   */
  STATUS_REASON_NO_DEFINITION: 'STATUS_REASON_NO_DEFINITION',
} as const;

/**
 * What the node saw go wrong.
 */
export type StatusReason =
  | 'STATUS_REASON_UNSPECIFIED'
  | 0
  /**
   * A process ended by itself or by a signal.
   */
  | 'STATUS_REASON_CRASHED'
  | 1
  /**
   * A process ended before it was ever healthy.
   */
  | 'STATUS_REASON_START_FAILED'
  | 2
  /**
   * Alive without a heartbeat.
   */
  | 'STATUS_REASON_UNRESPONSIVE'
  | 3
  /**
   * It refused its configuration.
   */
  | 'STATUS_REASON_CONFIG_REJECTED'
  | 4
  /**
   * It ran out of memory or of another resource.
   */
  | 'STATUS_REASON_RESOURCE_EXHAUSTED'
  | 5
  /**
   * Not yet healthy, nothing wrong so far.
   */
  | 'STATUS_REASON_STARTING'
  | 6
  /**
   * On its way down.
   */
  | 'STATUS_REASON_STOPPING'
  | 7
  /**
   * The node does not know how to run it: it has no usable workload definition. Nothing is tried until that changes.
   */
  | 'STATUS_REASON_NO_DEFINITION'
  | 8

/**
 * What the node saw go wrong.
 */
export type StatusReason__Output = typeof StatusReason[keyof typeof StatusReason]
