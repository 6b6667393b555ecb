// Original file: proto/piccolo/nodeagent/v1/node_agent.proto

import type { ResourceId as _piccolo_common_v1_ResourceId, ResourceId__Output as _piccolo_common_v1_ResourceId__Output } from '../../../piccolo/common/v1/ResourceId.ts';

/**
 * Which services to report; empty = all.
 */
export interface ResourceFilter {
  /**
   * At most 16.
   */
  'namespaces'?: (string)[];
  /**
   * At most 1,024.
   */
  'resourceIds'?: (_piccolo_common_v1_ResourceId)[];
}

/**
 * Which services to report; empty = all.
 */
export interface ResourceFilter__Output {
  /**
   * At most 16.
   */
  'namespaces': (string)[];
  /**
   * At most 1,024.
   */
  'resourceIds': (_piccolo_common_v1_ResourceId__Output)[];
}
