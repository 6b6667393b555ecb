// Original file: proto/piccolo/common/v1/resource.proto

export const ConditionType = {
  CONDITION_TYPE_UNSPECIFIED: 'CONDITION_TYPE_UNSPECIFIED',
  /**
   * Enough replicas answer.
   */
  CONDITION_TYPE_AVAILABLE: 'CONDITION_TYPE_AVAILABLE',
  /**
   * A plan is at work on it.
   */
  CONDITION_TYPE_PROGRESSING: 'CONDITION_TYPE_PROGRESSING',
  /**
   * Its node reports. Unknown = what status says is not confirmed.
   */
  CONDITION_TYPE_REACHABLE: 'CONDITION_TYPE_REACHABLE',
  /**
   * It does not flap.
   */
  CONDITION_TYPE_STABLE: 'CONDITION_TYPE_STABLE',
  /**
   * It is held back: no action is taken until it is released or its spec changes.
   */
  CONDITION_TYPE_ISOLATED: 'CONDITION_TYPE_ISOLATED',
  /**
   * The newest spec that another component wrote can be read and is in force; the message says why not.
   */
  CONDITION_TYPE_ACCEPTED: 'CONDITION_TYPE_ACCEPTED',
} as const;

export type ConditionType =
  | 'CONDITION_TYPE_UNSPECIFIED'
  | 0
  /**
   * Enough replicas answer.
   */
  | 'CONDITION_TYPE_AVAILABLE'
  | 1
  /**
   * A plan is at work on it.
   */
  | 'CONDITION_TYPE_PROGRESSING'
  | 2
  /**
   * Its node reports. Unknown = what status says is not confirmed.
   */
  | 'CONDITION_TYPE_REACHABLE'
  | 3
  /**
   * It does not flap.
   */
  | 'CONDITION_TYPE_STABLE'
  | 4
  /**
   * It is held back: no action is taken until it is released or its spec changes.
   */
  | 'CONDITION_TYPE_ISOLATED'
  | 5
  /**
   * The newest spec that another component wrote can be read and is in force; the message says why not.
   */
  | 'CONDITION_TYPE_ACCEPTED'
  | 6

export type ConditionType__Output = typeof ConditionType[keyof typeof ConditionType]
