// Original file: proto/piccolo/nodeagent/v1/node_agent.proto

import type { LogLine as _piccolo_common_v1_LogLine, LogLine__Output as _piccolo_common_v1_LogLine__Output } from '../../../piccolo/common/v1/LogLine.ts';

/**
 * At most 1,000 lines and about 256 KiB; those of one replica are in order.
 */
export interface ReadLogsResponse {
  'lines'?: (_piccolo_common_v1_LogLine)[];
}

/**
 * At most 1,000 lines and about 256 KiB; those of one replica are in order.
 */
export interface ReadLogsResponse__Output {
  'lines': (_piccolo_common_v1_LogLine__Output)[];
}
