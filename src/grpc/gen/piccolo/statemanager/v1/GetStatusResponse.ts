// Original file: proto/piccolo/statemanager/v1/state_manager.proto

import type { NodeStatus as _piccolo_statemanager_v1_NodeStatus, NodeStatus__Output as _piccolo_statemanager_v1_NodeStatus__Output } from '../../../piccolo/statemanager/v1/NodeStatus.ts';
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
}
