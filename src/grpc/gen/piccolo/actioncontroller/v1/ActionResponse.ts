// Original file: proto/piccolo/actioncontroller/v1/action_controller.proto

import type { ActionOutcome as _piccolo_actioncontroller_v1_ActionOutcome, ActionOutcome__Output as _piccolo_actioncontroller_v1_ActionOutcome__Output } from '../../../piccolo/actioncontroller/v1/ActionOutcome.ts';

export interface ActionResponse {
  'actionId'?: (string);
  'outcome'?: (_piccolo_actioncontroller_v1_ActionOutcome);
  /**
   * A sentence for people; at most 1,024 bytes.
   */
  'message'?: (string);
  /**
   * The outcome was known already: nothing was done now.
   */
  'wasRepeated'?: (boolean);
}

export interface ActionResponse__Output {
  'actionId': (string);
  'outcome': (_piccolo_actioncontroller_v1_ActionOutcome__Output);
  /**
   * A sentence for people; at most 1,024 bytes.
   */
  'message': (string);
  /**
   * The outcome was known already: nothing was done now.
   */
  'wasRepeated': (boolean);
}
