// Original file: proto/piccolo/common/v1/resource.proto

import type { ResourceId as _piccolo_common_v1_ResourceId, ResourceId__Output as _piccolo_common_v1_ResourceId__Output } from '../../../piccolo/common/v1/ResourceId.ts';
import type { Long } from '@grpc/proto-loader';

export interface ResourceMetadata {
  'id'?: (_piccolo_common_v1_ResourceId | null);
  /**
   * Version of the spec: starts at 1, grows by 1 with each change of the spec.
   */
  'generation'?: (number | string | Long);
  /**
   * Revision of the last change of anything in this resource.
   */
  'revision'?: (number | string | Long);
  /**
   * Wall time, milliseconds since 1970.
   */
  'createdAtMs'?: (number | string | Long);
  /**
   * Wall time, milliseconds since 1970.
   */
  'updatedAtMs'?: (number | string | Long);
  /**
   * At most 64 entries; keys and values at most 253 characters.
   */
  'labels'?: ({[key: string]: string});
}

export interface ResourceMetadata__Output {
  'id': (_piccolo_common_v1_ResourceId__Output | null);
  /**
   * Version of the spec: starts at 1, grows by 1 with each change of the spec.
   */
  'generation': (string);
  /**
   * Revision of the last change of anything in this resource.
   */
  'revision': (string);
  /**
   * Wall time, milliseconds since 1970.
   */
  'createdAtMs': (string);
  /**
   * Wall time, milliseconds since 1970.
   */
  'updatedAtMs': (string);
  /**
   * At most 64 entries; keys and values at most 253 characters.
   */
  'labels': ({[key: string]: string});
}
