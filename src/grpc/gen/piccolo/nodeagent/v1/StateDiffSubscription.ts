// Original file: proto/piccolo/nodeagent/v1/node_agent.proto

import type { ResourceFilter as _piccolo_nodeagent_v1_ResourceFilter, ResourceFilter__Output as _piccolo_nodeagent_v1_ResourceFilter__Output } from '../../../piccolo/nodeagent/v1/ResourceFilter.ts';
import type { Long } from '@grpc/proto-loader';

export interface StateDiffSubscription {
  'resourceFilter'?: (_piccolo_nodeagent_v1_ResourceFilter | null);
  /**
   * The node sends a heartbeat when it has sent nothing for this long; milliseconds, 100 to 60,000.
   */
  'heartbeatIntervalMs'?: (number);
  /**
   * Leader epoch of the State Manager that subscribes.
   */
  'term'?: (number | string | Long);
}

export interface StateDiffSubscription__Output {
  'resourceFilter': (_piccolo_nodeagent_v1_ResourceFilter__Output | null);
  /**
   * The node sends a heartbeat when it has sent nothing for this long; milliseconds, 100 to 60,000.
   */
  'heartbeatIntervalMs': (number);
  /**
   * Leader epoch of the State Manager that subscribes.
   */
  'term': (string);
}
