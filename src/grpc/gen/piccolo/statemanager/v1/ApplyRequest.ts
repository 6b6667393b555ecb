// Original file: proto/piccolo/statemanager/v1/state_manager.proto

import type { StateUpdateRequest as _piccolo_statemanager_v1_StateUpdateRequest, StateUpdateRequest__Output as _piccolo_statemanager_v1_StateUpdateRequest__Output } from '../../../piccolo/statemanager/v1/StateUpdateRequest.ts';

export interface ApplyRequest {
  /**
   * 1 to 1,000, each of another service. They are checked as if all of them were in force: their order does not matter.
   */
  'changes'?: (_piccolo_statemanager_v1_StateUpdateRequest)[];
  /**
   * Only check: the answer is the one that would be given, and nothing is stored.
   */
  'dryRun'?: (boolean);
}

export interface ApplyRequest__Output {
  /**
   * 1 to 1,000, each of another service. They are checked as if all of them were in force: their order does not matter.
   */
  'changes': (_piccolo_statemanager_v1_StateUpdateRequest__Output)[];
  /**
   * Only check: the answer is the one that would be given, and nothing is stored.
   */
  'dryRun': (boolean);
}
