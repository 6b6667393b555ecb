// Original file: proto/piccolo/statemanager/v1/state_manager.proto

import type { ServiceState as _piccolo_common_v1_ServiceState, ServiceState__Output as _piccolo_common_v1_ServiceState__Output } from '../../../piccolo/common/v1/ServiceState.ts';
import type { Long } from '@grpc/proto-loader';

export interface StateQueryResponse {
  /**
   * In order of `namespace/name`.
   */
  'services'?: (_piccolo_common_v1_ServiceState)[];
  /**
   * Empty = this was the last page.
   */
  'nextPageToken'?: (string);
  /**
   * Revision that this answer is true for.
   */
  'revision'?: (number | string | Long);
  /**
   * Answered by a standby that does not hear of the leader: it may be older than the bound, `ha.lease_ttl`.
   */
  'stale'?: (boolean);
  /**
   * The answer is at most so many milliseconds old. Without meaning while `stale` is set and this is 0: not known.
   */
  'stalenessMs'?: (number | string | Long);
}

export interface StateQueryResponse__Output {
  /**
   * In order of `namespace/name`.
   */
  'services': (_piccolo_common_v1_ServiceState__Output)[];
  /**
   * Empty = this was the last page.
   */
  'nextPageToken': (string);
  /**
   * Revision that this answer is true for.
   */
  'revision': (string);
  /**
   * Answered by a standby that does not hear of the leader: it may be older than the bound, `ha.lease_ttl`.
   */
  'stale': (boolean);
  /**
   * The answer is at most so many milliseconds old. Without meaning while `stale` is set and this is 0: not known.
   */
  'stalenessMs': (string);
}
