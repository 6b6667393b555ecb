// Original file: proto/piccolo/statemanager/v1/state_manager.proto

import type { Change as _piccolo_statemanager_v1_Change, Change__Output as _piccolo_statemanager_v1_Change__Output } from '../../../piccolo/statemanager/v1/Change.ts';

/**
 * The revision of each is that of its event; the message has that of the last one.
 */
export interface ChangeBatch {
  /**
   * 2 to `max_changes_per_message`, and about 256 KiB.
   */
  'changes'?: (_piccolo_statemanager_v1_Change)[];
}

/**
 * The revision of each is that of its event; the message has that of the last one.
 */
export interface ChangeBatch__Output {
  /**
   * 2 to `max_changes_per_message`, and about 256 KiB.
   */
  'changes': (_piccolo_statemanager_v1_Change__Output)[];
}
