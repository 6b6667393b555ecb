// Original file: proto/piccolo/actioncontroller/v1/action_controller.proto

export const ActionOutcome = {
  ACTION_OUTCOME_UNSPECIFIED: 'ACTION_OUTCOME_UNSPECIFIED',
  /**
   * Carried out (now, or earlier under the same id). Not yet: seen to work.
   */
  ACTION_OUTCOME_DONE: 'ACTION_OUTCOME_DONE',
  /**
   * Tried and failed; the message says why. Trying again may help.
   */
  ACTION_OUTCOME_FAILED: 'ACTION_OUTCOME_FAILED',
  /**
   * Never tried: the request makes no sense to the controller. Trying again will not help.
   */
  ACTION_OUTCOME_REJECTED: 'ACTION_OUTCOME_REJECTED',
} as const;

export type ActionOutcome =
  | 'ACTION_OUTCOME_UNSPECIFIED'
  | 0
  /**
   * Carried out (now, or earlier under the same id). Not yet: seen to work.
   */
  | 'ACTION_OUTCOME_DONE'
  | 1
  /**
   * Tried and failed; the message says why. Trying again may help.
   */
  | 'ACTION_OUTCOME_FAILED'
  | 2
  /**
   * Never tried: the request makes no sense to the controller. Trying again will not help.
   */
  | 'ACTION_OUTCOME_REJECTED'
  | 3

export type ActionOutcome__Output = typeof ActionOutcome[keyof typeof ActionOutcome]
