// Original file: proto/piccolo/statemanager/v1/state_manager.proto

import type { ResourceId as _piccolo_common_v1_ResourceId, ResourceId__Output as _piccolo_common_v1_ResourceId__Output } from '../../../piccolo/common/v1/ResourceId.ts';
import type { ServiceStateType as _piccolo_common_v1_ServiceStateType, ServiceStateType__Output as _piccolo_common_v1_ServiceStateType__Output } from '../../../piccolo/common/v1/ServiceStateType.ts';

/**
 * Which services; fields of one filter are joined by AND, values of one field by OR. Empty = all.
 */
export interface ServiceFilter {
  /**
   * At most 16.
   */
  'namespaces'?: (string)[];
  /**
   * At most 1,024.
   */
  'resourceIds'?: (_piccolo_common_v1_ResourceId)[];
  'states'?: (_piccolo_common_v1_ServiceStateType)[];
  /**
   * At most 16.
   */
  'nodes'?: (string)[];
}

/**
 * Which services; fields of one filter are joined by AND, values of one field by OR. Empty = all.
 */
export interface ServiceFilter__Output {
  /**
   * At most 16.
   */
  'namespaces': (string)[];
  /**
   * At most 1,024.
   */
  'resourceIds': (_piccolo_common_v1_ResourceId__Output)[];
  'states': (_piccolo_common_v1_ServiceStateType__Output)[];
  /**
   * At most 16.
   */
  'nodes': (string)[];
}
