// Original file: proto/pullpiri/monitoringserver.proto

import type { ContainerInfo as _monitoringserver_ContainerInfo, ContainerInfo__Output as _monitoringserver_ContainerInfo__Output } from '../monitoringserver/ContainerInfo.ts';

/**
 * All containers of one node, stopped ones too.
 */
export interface ContainerList {
  /**
   * The node's hostname.
   */
  'nodeName'?: (string);
  'containers'?: (_monitoringserver_ContainerInfo)[];
}

/**
 * All containers of one node, stopped ones too.
 */
export interface ContainerList__Output {
  /**
   * The node's hostname.
   */
  'nodeName': (string);
  'containers': (_monitoringserver_ContainerInfo__Output)[];
}
