// Original file: proto/piccolo/actioncontroller/v1/action_controller.proto

import type { ActionContext as _piccolo_actioncontroller_v1_ActionContext, ActionContext__Output as _piccolo_actioncontroller_v1_ActionContext__Output } from '../../../piccolo/actioncontroller/v1/ActionContext.ts';
import type { LifecycleAction as _piccolo_actioncontroller_v1_LifecycleAction, LifecycleAction__Output as _piccolo_actioncontroller_v1_LifecycleAction__Output } from '../../../piccolo/actioncontroller/v1/LifecycleAction.ts';
import type { DesiredWorkload as _piccolo_actioncontroller_v1_DesiredWorkload, DesiredWorkload__Output as _piccolo_actioncontroller_v1_DesiredWorkload__Output } from '../../../piccolo/actioncontroller/v1/DesiredWorkload.ts';

export interface LifecycleActionRequest {
  'context'?: (_piccolo_actioncontroller_v1_ActionContext | null);
  /**
   * The container or service, `namespace/name`.
   */
  'containerId'?: (string);
  'action'?: (_piccolo_actioncontroller_v1_LifecycleAction);
  'desired'?: (_piccolo_actioncontroller_v1_DesiredWorkload | null);
}

export interface LifecycleActionRequest__Output {
  'context': (_piccolo_actioncontroller_v1_ActionContext__Output | null);
  /**
   * The container or service, `namespace/name`.
   */
  'containerId': (string);
  'action': (_piccolo_actioncontroller_v1_LifecycleAction__Output);
  'desired': (_piccolo_actioncontroller_v1_DesiredWorkload__Output | null);
}
