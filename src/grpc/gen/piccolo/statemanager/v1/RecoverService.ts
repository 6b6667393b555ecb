// Original file: proto/piccolo/statemanager/v1/state_manager.proto

import type { RecoveryAction as _piccolo_common_v1_RecoveryAction, RecoveryAction__Output as _piccolo_common_v1_RecoveryAction__Output } from '../../../piccolo/common/v1/RecoveryAction.ts';

/**
 * Goes the same way as recovery by itself: counted, stored, verified. FAILED_PRECONDITION where it cannot be done now.
 */
export interface RecoverService {
  'action'?: (_piccolo_common_v1_RecoveryAction);
}

/**
 * Goes the same way as recovery by itself: counted, stored, verified. FAILED_PRECONDITION where it cannot be done now.
 */
export interface RecoverService__Output {
  'action': (_piccolo_common_v1_RecoveryAction__Output);
}
