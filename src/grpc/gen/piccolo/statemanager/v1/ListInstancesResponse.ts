// Original file: proto/piccolo/statemanager/v1/state_manager.proto

import type { InstanceInfo as _piccolo_statemanager_v1_InstanceInfo, InstanceInfo__Output as _piccolo_statemanager_v1_InstanceInfo__Output } from '../../../piccolo/statemanager/v1/InstanceInfo.ts';
import type { Long } from '@grpc/proto-loader';

export interface ListInstancesResponse {
  /**
   * Name of the instance that answers (`instance`).
   */
  'self'?: (string);
  /**
   * Name of the one that leads, as far as is known; empty = not known.
   */
  'leader'?: (string);
  /**
   * For how long this instance knows of that leadership, milliseconds; at the leader itself: for how long it leads.
   */
  'leaderMs'?: (number | string | Long);
  /**
   * By name; the one that answers is among them.
   */
  'instances'?: (_piccolo_statemanager_v1_InstanceInfo)[];
  /**
   * How long ago the list was read from etcd, milliseconds. 0 with one instance.
   */
  'ageMs'?: (number | string | Long);
}

export interface ListInstancesResponse__Output {
  /**
   * Name of the instance that answers (`instance`).
   */
  'self': (string);
  /**
   * Name of the one that leads, as far as is known; empty = not known.
   */
  'leader': (string);
  /**
   * For how long this instance knows of that leadership, milliseconds; at the leader itself: for how long it leads.
   */
  'leaderMs': (string);
  /**
   * By name; the one that answers is among them.
   */
  'instances': (_piccolo_statemanager_v1_InstanceInfo__Output)[];
  /**
   * How long ago the list was read from etcd, milliseconds. 0 with one instance.
   */
  'ageMs': (string);
}
