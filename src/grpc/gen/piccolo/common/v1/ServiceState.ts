// Original file: proto/piccolo/common/v1/resource.proto

import type { ResourceMetadata as _piccolo_common_v1_ResourceMetadata, ResourceMetadata__Output as _piccolo_common_v1_ResourceMetadata__Output } from '../../../piccolo/common/v1/ResourceMetadata.ts';
import type { ServiceSpec as _piccolo_common_v1_ServiceSpec, ServiceSpec__Output as _piccolo_common_v1_ServiceSpec__Output } from '../../../piccolo/common/v1/ServiceSpec.ts';
import type { ServiceStatus as _piccolo_common_v1_ServiceStatus, ServiceStatus__Output as _piccolo_common_v1_ServiceStatus__Output } from '../../../piccolo/common/v1/ServiceStatus.ts';

/**
 * The whole resource.
 */
export interface ServiceState {
  'metadata'?: (_piccolo_common_v1_ResourceMetadata | null);
  'spec'?: (_piccolo_common_v1_ServiceSpec | null);
  'status'?: (_piccolo_common_v1_ServiceStatus | null);
}

/**
 * The whole resource.
 */
export interface ServiceState__Output {
  'metadata': (_piccolo_common_v1_ResourceMetadata__Output | null);
  'spec': (_piccolo_common_v1_ServiceSpec__Output | null);
  'status': (_piccolo_common_v1_ServiceStatus__Output | null);
}
