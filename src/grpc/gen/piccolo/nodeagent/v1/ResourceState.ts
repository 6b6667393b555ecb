// Original file: proto/piccolo/nodeagent/v1/node_agent.proto

import type { ServiceSpec as _piccolo_common_v1_ServiceSpec, ServiceSpec__Output as _piccolo_common_v1_ServiceSpec__Output } from '../../../piccolo/common/v1/ServiceSpec.ts';
import type { ServiceStatus as _piccolo_common_v1_ServiceStatus, ServiceStatus__Output as _piccolo_common_v1_ServiceStatus__Output } from '../../../piccolo/common/v1/ServiceStatus.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * What is wanted of a service on this node.
 */
export interface ResourceState {
  'spec'?: (_piccolo_common_v1_ServiceSpec | null);
  'status'?: (_piccolo_common_v1_ServiceStatus | null);
  /**
   * Generation of the spec.
   */
  'generation'?: (number | string | Long);
  /**
   * Counts what is wanted of this node: grows with each change of spec, rollback or assignment. A lower one is stale, within one
   * subscription: a new SubscribeStateDiffs of this or a higher term begins anew, because a State Manager that lost its journal counts
   * from an earlier number. What was told before stays in force until then.
   */
  'revision'?: (number | string | Long);
  /**
   * The service is not wanted on this node (any more).
   */
  'removed'?: (boolean);
}

/**
 * What is wanted of a service on this node.
 */
export interface ResourceState__Output {
  'spec': (_piccolo_common_v1_ServiceSpec__Output | null);
  'status': (_piccolo_common_v1_ServiceStatus__Output | null);
  /**
   * Generation of the spec.
   */
  'generation': (string);
  /**
   * Counts what is wanted of this node: grows with each change of spec, rollback or assignment. A lower one is stale, within one
   * subscription: a new SubscribeStateDiffs of this or a higher term begins anew, because a State Manager that lost its journal counts
   * from an earlier number. What was told before stays in force until then.
   */
  'revision': (string);
  /**
   * The service is not wanted on this node (any more).
   */
  'removed': (boolean);
}
