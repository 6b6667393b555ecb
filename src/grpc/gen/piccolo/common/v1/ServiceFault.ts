// Original file: proto/piccolo/common/v1/resource.proto

import type { IssueType as _piccolo_common_v1_IssueType, IssueType__Output as _piccolo_common_v1_IssueType__Output } from '../../../piccolo/common/v1/IssueType.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * Like a diagnostic trouble code: pending, confirmed when it comes again, forgotten after a number of healthy cycles.
 */
export interface ServiceFault {
  'issueType'?: (_piccolo_common_v1_IssueType);
  'occurrences'?: (number);
  'confirmed'?: (boolean);
  'healthyCycles'?: (number);
  /**
   * Wall times, milliseconds since 1970.
   */
  'firstSeenAtMs'?: (number | string | Long);
  'lastSeenAtMs'?: (number | string | Long);
  'evidence'?: (string);
}

/**
 * Like a diagnostic trouble code: pending, confirmed when it comes again, forgotten after a number of healthy cycles.
 */
export interface ServiceFault__Output {
  'issueType': (_piccolo_common_v1_IssueType__Output);
  'occurrences': (number);
  'confirmed': (boolean);
  'healthyCycles': (number);
  /**
   * Wall times, milliseconds since 1970.
   */
  'firstSeenAtMs': (string);
  'lastSeenAtMs': (string);
  'evidence': (string);
}
