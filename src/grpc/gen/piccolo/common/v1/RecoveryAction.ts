// Original file: proto/piccolo/common/v1/resource.proto

/**
 * The ways to make a service well again, gentlest first.
 */
export const RecoveryAction = {
  RECOVERY_ACTION_UNSPECIFIED: 'RECOVERY_ACTION_UNSPECIFIED',
  /**
   * End and start the replicas that are dead or do not answer; all of them where none stands out.
   */
  RECOVERY_ACTION_RESTART: 'RECOVERY_ACTION_RESTART',
  RECOVERY_ACTION_RECREATE: 'RECOVERY_ACTION_RECREATE',
  RECOVERY_ACTION_RELOCATE: 'RECOVERY_ACTION_RELOCATE',
  RECOVERY_ACTION_ROLLBACK_VERSION: 'RECOVERY_ACTION_ROLLBACK_VERSION',
  RECOVERY_ACTION_RESET_CONFIG: 'RECOVERY_ACTION_RESET_CONFIG',
  RECOVERY_ACTION_NOTIFY: 'RECOVERY_ACTION_NOTIFY',
  RECOVERY_ACTION_ISOLATE: 'RECOVERY_ACTION_ISOLATE',
} as const;

/**
 * The ways to make a service well again, gentlest first.
 */
export type RecoveryAction =
  | 'RECOVERY_ACTION_UNSPECIFIED'
  | 0
  /**
   * End and start the replicas that are dead or do not answer; all of them where none stands out.
   */
  | 'RECOVERY_ACTION_RESTART'
  | 1
  | 'RECOVERY_ACTION_RECREATE'
  | 2
  | 'RECOVERY_ACTION_RELOCATE'
  | 3
  | 'RECOVERY_ACTION_ROLLBACK_VERSION'
  | 4
  | 'RECOVERY_ACTION_RESET_CONFIG'
  | 5
  | 'RECOVERY_ACTION_NOTIFY'
  | 6
  | 'RECOVERY_ACTION_ISOLATE'
  | 7

/**
 * The ways to make a service well again, gentlest first.
 */
export type RecoveryAction__Output = typeof RecoveryAction[keyof typeof RecoveryAction]
