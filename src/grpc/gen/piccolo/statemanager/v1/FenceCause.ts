// Original file: proto/piccolo/statemanager/v1/state_manager.proto

export const FenceCause = {
  FENCE_CAUSE_UNSPECIFIED: 'FENCE_CAUSE_UNSPECIFIED',
  /**
   * Another State Manager leads the peer with the higher term now.
   */
  FENCE_CAUSE_ANOTHER_LEADER: 'FENCE_CAUSE_ANOTHER_LEADER',
  /**
   * Nobody has led the peer since: the state was lost, or another prefix in etcd is used than before.
   */
  FENCE_CAUSE_LOST_STATE: 'FENCE_CAUSE_LOST_STATE',
  /**
   * The peer does not tell enough to know.
   */
  FENCE_CAUSE_UNKNOWN: 'FENCE_CAUSE_UNKNOWN',
} as const;

export type FenceCause =
  | 'FENCE_CAUSE_UNSPECIFIED'
  | 0
  /**
   * Another State Manager leads the peer with the higher term now.
   */
  | 'FENCE_CAUSE_ANOTHER_LEADER'
  | 1
  /**
   * Nobody has led the peer since: the state was lost, or another prefix in etcd is used than before.
   */
  | 'FENCE_CAUSE_LOST_STATE'
  | 2
  /**
   * The peer does not tell enough to know.
   */
  | 'FENCE_CAUSE_UNKNOWN'
  | 3

export type FenceCause__Output = typeof FenceCause[keyof typeof FenceCause]
