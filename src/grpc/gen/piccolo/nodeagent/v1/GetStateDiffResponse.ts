// Original file: proto/piccolo/nodeagent/v1/node_agent.proto

import type { StateDiff as _piccolo_common_v1_StateDiff, StateDiff__Output as _piccolo_common_v1_StateDiff__Output } from '../../../piccolo/common/v1/StateDiff.ts';

export interface GetStateDiffResponse {
  'diff'?: (_piccolo_common_v1_StateDiff | null);
}

export interface GetStateDiffResponse__Output {
  'diff': (_piccolo_common_v1_StateDiff__Output | null);
}
