// Original file: proto/piccolo/nodeagent/v1/node_agent.proto

import type { ResourceId as _piccolo_common_v1_ResourceId, ResourceId__Output as _piccolo_common_v1_ResourceId__Output } from '../../../piccolo/common/v1/ResourceId.ts';

export interface StateDiffRequest {
  'resourceId'?: (_piccolo_common_v1_ResourceId | null);
}

export interface StateDiffRequest__Output {
  'resourceId': (_piccolo_common_v1_ResourceId__Output | null);
}
