// Original file: proto/piccolo/common/v1/log.proto

import type { Long } from '@grpc/proto-loader';

/**
 * A line that a replica of a service wrote to its output.
 */
export interface LogLine {
  /**
   * 0 and up.
   */
  'replica'?: (number);
  /**
   * Wall time of the node, milliseconds since 1970; 0 = not known, as with a plain process.
   */
  'timestampMs'?: (number | string | Long);
  /**
   * Without its end. Of at most 16,384 bytes as they were written: a longer line comes as several. What is not UTF-8 is U+FFFD.
   */
  'text'?: (string);
}

/**
 * A line that a replica of a service wrote to its output.
 */
export interface LogLine__Output {
  /**
   * 0 and up.
   */
  'replica': (number);
  /**
   * Wall time of the node, milliseconds since 1970; 0 = not known, as with a plain process.
   */
  'timestampMs': (string);
  /**
   * Without its end. Of at most 16,384 bytes as they were written: a longer line comes as several. What is not UTF-8 is U+FFFD.
   */
  'text': (string);
}
