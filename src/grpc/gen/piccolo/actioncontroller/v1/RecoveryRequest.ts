// Original file: proto/piccolo/actioncontroller/v1/action_controller.proto

import type { ActionContext as _piccolo_actioncontroller_v1_ActionContext, ActionContext__Output as _piccolo_actioncontroller_v1_ActionContext__Output } from '../../../piccolo/actioncontroller/v1/ActionContext.ts';
import type { RecoveryAction as _piccolo_common_v1_RecoveryAction, RecoveryAction__Output as _piccolo_common_v1_RecoveryAction__Output } from '../../../piccolo/common/v1/RecoveryAction.ts';
import type { DesiredWorkload as _piccolo_actioncontroller_v1_DesiredWorkload, DesiredWorkload__Output as _piccolo_actioncontroller_v1_DesiredWorkload__Output } from '../../../piccolo/actioncontroller/v1/DesiredWorkload.ts';

export interface RecoveryRequest {
  'context'?: (_piccolo_actioncontroller_v1_ActionContext | null);
  /**
   * The container or service to recover, `namespace/name`.
   */
  'containerId'?: (string);
  'action'?: (_piccolo_common_v1_RecoveryAction);
  /**
   * What it should look like afterwards (the last known good version or config for a rollback or reset).
   */
  'desired'?: (_piccolo_actioncontroller_v1_DesiredWorkload | null);
  /**
   * RELOCATE only: the node it leaves.
   */
  'fromNode'?: (string);
}

export interface RecoveryRequest__Output {
  'context': (_piccolo_actioncontroller_v1_ActionContext__Output | null);
  /**
   * The container or service to recover, `namespace/name`.
   */
  'containerId': (string);
  'action': (_piccolo_common_v1_RecoveryAction__Output);
  /**
   * What it should look like afterwards (the last known good version or config for a rollback or reset).
   */
  'desired': (_piccolo_actioncontroller_v1_DesiredWorkload__Output | null);
  /**
   * RELOCATE only: the node it leaves.
   */
  'fromNode': (string);
}
