// Original file: proto/piccolo/nodeagent/v1/node_agent.proto

import type { ResourceId as _piccolo_common_v1_ResourceId, ResourceId__Output as _piccolo_common_v1_ResourceId__Output } from '../../../piccolo/common/v1/ResourceId.ts';
import type { ResourceState as _piccolo_nodeagent_v1_ResourceState, ResourceState__Output as _piccolo_nodeagent_v1_ResourceState__Output } from '../../../piccolo/nodeagent/v1/ResourceState.ts';
import type { Long } from '@grpc/proto-loader';

export interface UpdateResourceStateRequest {
  'resourceId'?: (_piccolo_common_v1_ResourceId | null);
  'updatedState'?: (_piccolo_nodeagent_v1_ResourceState | null);
  /**
   * Leader epoch; a lower one than was seen before is refused with FAILED_PRECONDITION, and why (docs/protocol.md, "A term that is stale").
   */
  'term'?: (number | string | Long);
}

export interface UpdateResourceStateRequest__Output {
  'resourceId': (_piccolo_common_v1_ResourceId__Output | null);
  'updatedState': (_piccolo_nodeagent_v1_ResourceState__Output | null);
  /**
   * Leader epoch; a lower one than was seen before is refused with FAILED_PRECONDITION, and why (docs/protocol.md, "A term that is stale").
   */
  'term': (string);
}
