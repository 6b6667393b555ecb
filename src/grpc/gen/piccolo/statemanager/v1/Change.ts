// Original file: proto/piccolo/statemanager/v1/state_manager.proto

import type { StateEvent as _piccolo_common_v1_StateEvent, StateEvent__Output as _piccolo_common_v1_StateEvent__Output } from '../../../piccolo/common/v1/StateEvent.ts';
import type { ServiceState as _piccolo_common_v1_ServiceState, ServiceState__Output as _piccolo_common_v1_ServiceState__Output } from '../../../piccolo/common/v1/ServiceState.ts';

export interface Change {
  'event'?: (_piccolo_common_v1_StateEvent | null);
  /**
   * The service after the newest change the manager knows; not set when it was removed.
   */
  'service'?: (_piccolo_common_v1_ServiceState | null);
}

export interface Change__Output {
  'event': (_piccolo_common_v1_StateEvent__Output | null);
  /**
   * The service after the newest change the manager knows; not set when it was removed.
   */
  'service': (_piccolo_common_v1_ServiceState__Output | null);
}
