// Original file: proto/piccolo/statemanager/v1/state_manager.proto

import type { Long } from '@grpc/proto-loader';

export interface AdoptTermResponse {
  /**
   * The term in force.
   */
  'term'?: (number | string | Long);
}

export interface AdoptTermResponse__Output {
  /**
   * The term in force.
   */
  'term': (string);
}
