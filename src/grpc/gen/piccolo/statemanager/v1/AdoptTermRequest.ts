// Original file: proto/piccolo/statemanager/v1/state_manager.proto

import type { Long } from '@grpc/proto-loader';

export interface AdoptTermRequest {
  /**
   * From now on the leader has this term: above its present one, and above what peers have seen.
   */
  'term'?: (number | string | Long);
  /**
   * Also while another State Manager leads some of the peers.
   */
  'force'?: (boolean);
  /**
   * Why, for the log; at most 253 characters.
   */
  'reason'?: (string);
}

export interface AdoptTermRequest__Output {
  /**
   * From now on the leader has this term: above its present one, and above what peers have seen.
   */
  'term': (string);
  /**
   * Also while another State Manager leads some of the peers.
   */
  'force': (boolean);
  /**
   * Why, for the log; at most 253 characters.
   */
  'reason': (string);
}
