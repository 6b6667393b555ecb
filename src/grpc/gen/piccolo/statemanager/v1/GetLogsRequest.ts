// Original file: proto/piccolo/statemanager/v1/logs.proto

import type { ResourceId as _piccolo_common_v1_ResourceId, ResourceId__Output as _piccolo_common_v1_ResourceId__Output } from '../../../piccolo/common/v1/ResourceId.ts';
import type { Long } from '@grpc/proto-loader';

export interface GetLogsRequest {
  'resourceId'?: (_piccolo_common_v1_ResourceId | null);
  /**
   * Node to ask; empty = the one that the service is assigned to.
   */
  'node'?: (string);
  /**
   * Not set = every replica that the node has.
   */
  'replica'?: (number);
  /**
   * The newest so many lines of each replica, 1 to 10,000; 0 = 100.
   */
  'tailLines'?: (number);
  /**
   * Only lines that are no older, milliseconds; 0 = of any age. FAILED_PRECONDITION where the node does not know when they were written.
   */
  'maxAgeMs'?: (number | string | Long);
  /**
   * Go on with what is written from now on, until the caller ends the call.
   */
  'follow'?: (boolean);
  '_replica'?: "replica";
}

export interface GetLogsRequest__Output {
  'resourceId': (_piccolo_common_v1_ResourceId__Output | null);
  /**
   * Node to ask; empty = the one that the service is assigned to.
   */
  'node': (string);
  /**
   * Not set = every replica that the node has.
   */
  'replica'?: (number);
  /**
   * The newest so many lines of each replica, 1 to 10,000; 0 = 100.
   */
  'tailLines': (number);
  /**
   * Only lines that are no older, milliseconds; 0 = of any age. FAILED_PRECONDITION where the node does not know when they were written.
   */
  'maxAgeMs': (string);
  /**
   * Go on with what is written from now on, until the caller ends the call.
   */
  'follow': (boolean);
  '_replica'?: "replica";
}
