// Original file: proto/piccolo/statemanager/v1/state_manager.proto

import type { ServiceState as _piccolo_common_v1_ServiceState, ServiceState__Output as _piccolo_common_v1_ServiceState__Output } from '../../../piccolo/common/v1/ServiceState.ts';

export interface TriggerRecoveryResponse {
  /**
   * The service as it is now.
   */
  'service'?: (_piccolo_common_v1_ServiceState | null);
}

export interface TriggerRecoveryResponse__Output {
  /**
   * The service as it is now.
   */
  'service': (_piccolo_common_v1_ServiceState__Output | null);
}
