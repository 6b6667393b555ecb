// Original file: proto/piccolo/statemanager/v1/state_manager.proto

export const ManagerRole = {
  MANAGER_ROLE_UNSPECIFIED: 'MANAGER_ROLE_UNSPECIFIED',
  /**
   * Acts.
   */
  MANAGER_ROLE_LEADER: 'MANAGER_ROLE_LEADER',
  /**
   * Follows the instance that acts, and answers questions.
   */
  MANAGER_ROLE_STANDBY: 'MANAGER_ROLE_STANDBY',
} as const;

export type ManagerRole =
  | 'MANAGER_ROLE_UNSPECIFIED'
  | 0
  /**
   * Acts.
   */
  | 'MANAGER_ROLE_LEADER'
  | 1
  /**
   * Follows the instance that acts, and answers questions.
   */
  | 'MANAGER_ROLE_STANDBY'
  | 2

export type ManagerRole__Output = typeof ManagerRole[keyof typeof ManagerRole]
