// Original file: proto/piccolo/nodeagent/v1/node_agent.proto

import type { ResourceId as _piccolo_common_v1_ResourceId, ResourceId__Output as _piccolo_common_v1_ResourceId__Output } from '../../../piccolo/common/v1/ResourceId.ts';
import type { Long } from '@grpc/proto-loader';

export interface ReadLogsRequest {
  'resourceId'?: (_piccolo_common_v1_ResourceId | null);
  /**
   * Not set = every replica that the node has.
   */
  'replica'?: (number);
  /**
   * The newest so many lines of each replica, 1 to 10,000; 0 = 100.
   */
  'tailLines'?: (number);
  /**
   * Only lines that are no older, milliseconds; 0 = of any age. FAILED_PRECONDITION where it is not known when they were written.
   */
  'maxAgeMs'?: (number | string | Long);
  /**
   * Go on with what is written from now on, until the caller ends the call.
   */
  'follow'?: (boolean);
  '_replica'?: "replica";
}

export interface ReadLogsRequest__Output {
  'resourceId': (_piccolo_common_v1_ResourceId__Output | null);
  /**
   * Not set = every replica that the node has.
   */
  'replica'?: (number);
  /**
   * The newest so many lines of each replica, 1 to 10,000; 0 = 100.
   */
  'tailLines': (number);
  /**
   * Only lines that are no older, milliseconds; 0 = of any age. FAILED_PRECONDITION where it is not known when they were written.
   */
  'maxAgeMs': (string);
  /**
   * Go on with what is written from now on, until the caller ends the call.
   */
  'follow': (boolean);
  '_replica'?: "replica";
}
