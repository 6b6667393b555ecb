// Original file: proto/piccolo/statemanager/v1/logs.proto

import type { LogLine as _piccolo_common_v1_LogLine, LogLine__Output as _piccolo_common_v1_LogLine__Output } from '../../../piccolo/common/v1/LogLine.ts';

/**
 * At most 1,000 lines and about 256 KiB; those of one replica are in order.
 */
export interface GetLogsResponse {
  /**
   * Node that gave them.
   */
  'node'?: (string);
  'lines'?: (_piccolo_common_v1_LogLine)[];
}

/**
 * At most 1,000 lines and about 256 KiB; those of one replica are in order.
 */
export interface GetLogsResponse__Output {
  /**
   * Node that gave them.
   */
  'node': (string);
  'lines': (_piccolo_common_v1_LogLine__Output)[];
}
