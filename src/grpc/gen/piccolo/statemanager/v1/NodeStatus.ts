// Original file: proto/piccolo/statemanager/v1/state_manager.proto

import type { Long } from '@grpc/proto-loader';

export interface NodeStatus {
  'node'?: (string);
  'address'?: (string);
  'connected'?: (boolean);
  /**
   * Milliseconds since the node was last heard of.
   */
  'silentMs'?: (number | string | Long);
  'services'?: (number);
}

export interface NodeStatus__Output {
  'node': (string);
  'address': (string);
  'connected': (boolean);
  /**
   * Milliseconds since the node was last heard of.
   */
  'silentMs': (string);
  'services': (number);
}
