// Original file: proto/piccolo/statemanager/v1/state_manager.proto

import type { AppliedChange as _piccolo_statemanager_v1_AppliedChange, AppliedChange__Output as _piccolo_statemanager_v1_AppliedChange__Output } from '../../../piccolo/statemanager/v1/AppliedChange.ts';

export interface ApplyResponse {
  /**
   * One for each change, in their order.
   */
  'applied'?: (_piccolo_statemanager_v1_AppliedChange)[];
}

export interface ApplyResponse__Output {
  /**
   * One for each change, in their order.
   */
  'applied': (_piccolo_statemanager_v1_AppliedChange__Output)[];
}
