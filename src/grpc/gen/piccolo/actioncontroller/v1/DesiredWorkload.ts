// Original file: proto/piccolo/actioncontroller/v1/action_controller.proto

import type { ResourceRequirements as _piccolo_common_v1_ResourceRequirements, ResourceRequirements__Output as _piccolo_common_v1_ResourceRequirements__Output } from '../../../piccolo/common/v1/ResourceRequirements.ts';

/**
 * What the service should look like after the action.
 */
export interface DesiredWorkload {
  'replicas'?: (number);
  'version'?: (string);
  'config'?: ({[key: string]: string});
  'resources'?: (_piccolo_common_v1_ResourceRequirements | null);
}

/**
 * What the service should look like after the action.
 */
export interface DesiredWorkload__Output {
  'replicas': (number);
  'version': (string);
  'config': ({[key: string]: string});
  'resources': (_piccolo_common_v1_ResourceRequirements__Output | null);
}
