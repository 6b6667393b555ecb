// Original file: proto/piccolo/actioncontroller/v1/action_controller.proto

import type { ActionContext as _piccolo_actioncontroller_v1_ActionContext, ActionContext__Output as _piccolo_actioncontroller_v1_ActionContext__Output } from '../../../piccolo/actioncontroller/v1/ActionContext.ts';
import type { ActionKind as _piccolo_actioncontroller_v1_ActionKind, ActionKind__Output as _piccolo_actioncontroller_v1_ActionKind__Output } from '../../../piccolo/actioncontroller/v1/ActionKind.ts';
import type { DesiredWorkload as _piccolo_actioncontroller_v1_DesiredWorkload, DesiredWorkload__Output as _piccolo_actioncontroller_v1_DesiredWorkload__Output } from '../../../piccolo/actioncontroller/v1/DesiredWorkload.ts';

export interface ActionExecutionRequest {
  'context'?: (_piccolo_actioncontroller_v1_ActionContext | null);
  'kind'?: (_piccolo_actioncontroller_v1_ActionKind);
  'desired'?: (_piccolo_actioncontroller_v1_DesiredWorkload | null);
  /**
   * RELOCATE only: the node it leaves.
   */
  'fromNode'?: (string);
}

export interface ActionExecutionRequest__Output {
  'context': (_piccolo_actioncontroller_v1_ActionContext__Output | null);
  'kind': (_piccolo_actioncontroller_v1_ActionKind__Output);
  'desired': (_piccolo_actioncontroller_v1_DesiredWorkload__Output | null);
  /**
   * RELOCATE only: the node it leaves.
   */
  'fromNode': (string);
}
