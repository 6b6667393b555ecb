// Original file: proto/piccolo/statemanager/v1/state_manager.proto

import type { ServiceState as _piccolo_common_v1_ServiceState, ServiceState__Output as _piccolo_common_v1_ServiceState__Output } from '../../../piccolo/common/v1/ServiceState.ts';

export interface StateUpdateResponse {
  'service'?: (_piccolo_common_v1_ServiceState | null);
  /**
   * False = it was so already; nothing was written.
   */
  'changed'?: (boolean);
}

export interface StateUpdateResponse__Output {
  'service': (_piccolo_common_v1_ServiceState__Output | null);
  /**
   * False = it was so already; nothing was written.
   */
  'changed': (boolean);
}
