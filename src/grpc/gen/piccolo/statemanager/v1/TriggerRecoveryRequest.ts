// Original file: proto/piccolo/statemanager/v1/state_manager.proto

import type { ResourceId as _piccolo_common_v1_ResourceId, ResourceId__Output as _piccolo_common_v1_ResourceId__Output } from '../../../piccolo/common/v1/ResourceId.ts';
import type { RecoverService as _piccolo_statemanager_v1_RecoverService, RecoverService__Output as _piccolo_statemanager_v1_RecoverService__Output } from '../../../piccolo/statemanager/v1/RecoverService.ts';
import type { IsolateService as _piccolo_statemanager_v1_IsolateService, IsolateService__Output as _piccolo_statemanager_v1_IsolateService__Output } from '../../../piccolo/statemanager/v1/IsolateService.ts';
import type { ReleaseService as _piccolo_statemanager_v1_ReleaseService, ReleaseService__Output as _piccolo_statemanager_v1_ReleaseService__Output } from '../../../piccolo/statemanager/v1/ReleaseService.ts';

export interface TriggerRecoveryRequest {
  'resourceId'?: (_piccolo_common_v1_ResourceId | null);
  'recover'?: (_piccolo_statemanager_v1_RecoverService | null);
  'isolate'?: (_piccolo_statemanager_v1_IsolateService | null);
  'release'?: (_piccolo_statemanager_v1_ReleaseService | null);
  /**
   * Why, for the history; at most 253 characters. Isolation needs one: whoever finds the service stopped has to know.
   */
  'reason'?: (string);
  'request'?: "recover"|"isolate"|"release";
}

export interface TriggerRecoveryRequest__Output {
  'resourceId': (_piccolo_common_v1_ResourceId__Output | null);
  'recover'?: (_piccolo_statemanager_v1_RecoverService__Output | null);
  'isolate'?: (_piccolo_statemanager_v1_IsolateService__Output | null);
  'release'?: (_piccolo_statemanager_v1_ReleaseService__Output | null);
  /**
   * Why, for the history; at most 253 characters. Isolation needs one: whoever finds the service stopped has to know.
   */
  'reason': (string);
  'request'?: "recover"|"isolate"|"release";
}
