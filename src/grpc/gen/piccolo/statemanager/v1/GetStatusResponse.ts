// Original file: proto/piccolo/statemanager/v1/state_manager.proto

import type { NodeStatus as _piccolo_statemanager_v1_NodeStatus, NodeStatus__Output as _piccolo_statemanager_v1_NodeStatus__Output } from '../../../piccolo/statemanager/v1/NodeStatus.ts';
import type { ManagerRole as _piccolo_statemanager_v1_ManagerRole, ManagerRole__Output as _piccolo_statemanager_v1_ManagerRole__Output } from '../../../piccolo/statemanager/v1/ManagerRole.ts';
import type { PeerFence as _piccolo_statemanager_v1_PeerFence, PeerFence__Output as _piccolo_statemanager_v1_PeerFence__Output } from '../../../piccolo/statemanager/v1/PeerFence.ts';
import type { Long } from '@grpc/proto-loader';

export interface GetStatusResponse {
  'version'?: (string);
  /**
   * Milliseconds since start.
   */
  'uptimeMs'?: (number | string | Long);
  'term'?: (number | string | Long);
  'revision'?: (number | string | Long);
  'ready'?: (boolean);
  'services'?: (number);
  /**
   * Reconciles waiting and at work.
   */
  'queueLength'?: (number);
  'reconcilesActive'?: (number);
  'nodes'?: (_piccolo_statemanager_v1_NodeStatus)[];
  /**
   * The ActionController answers.
   */
  'controllerReachable'?: (boolean);
  /**
   * Counters by Prometheus name.
   */
  'counters'?: ({[key: string]: number | string});
  'role'?: (_piccolo_statemanager_v1_ManagerRole);
  /**
   * A standby that does not hear of the leader.
   */
  'stale'?: (boolean);
  /**
   * Instance that leads, as far as is known; empty = not known, or there is only one.
   */
  'leader'?: (string);
  /**
   * Peers that refuse the term of this instance; empty where it does not lead.
   */
  'fences'?: (_piccolo_statemanager_v1_PeerFence)[];
  /**
   * What this instance tells is at most so many milliseconds old. 0 while `stale` is set: not known.
   */
  'stalenessMs'?: (number | string | Long);
}

export interface GetStatusResponse__Output {
  'version': (string);
  /**
   * Milliseconds since start.
   */
  'uptimeMs': (string);
  'term': (string);
  'revision': (string);
  'ready': (boolean);
  'services': (number);
  /**
   * Reconciles waiting and at work.
   */
  'queueLength': (number);
  'reconcilesActive': (number);
  'nodes': (_piccolo_statemanager_v1_NodeStatus__Output)[];
  /**
   * The ActionController answers.
   */
  'controllerReachable': (boolean);
  /**
   * Counters by Prometheus name.
   */
  'counters': ({[key: string]: number});
  'role': (_piccolo_statemanager_v1_ManagerRole__Output);
  /**
   * A standby that does not hear of the leader.
   */
  'stale': (boolean);
  /**
   * Instance that leads, as far as is known; empty = not known, or there is only one.
   */
  'leader': (string);
  /**
   * Peers that refuse the term of this instance; empty where it does not lead.
   */
  'fences': (_piccolo_statemanager_v1_PeerFence__Output)[];
  /**
   * What this instance tells is at most so many milliseconds old. 0 while `stale` is set: not known.
   */
  'stalenessMs': (string);
}
