// Original file: proto/piccolo/statemanager/v1/state_manager.proto

import type { ResourceId as _piccolo_common_v1_ResourceId, ResourceId__Output as _piccolo_common_v1_ResourceId__Output } from '../../../piccolo/common/v1/ResourceId.ts';
import type { ServiceSpec as _piccolo_common_v1_ServiceSpec, ServiceSpec__Output as _piccolo_common_v1_ServiceSpec__Output } from '../../../piccolo/common/v1/ServiceSpec.ts';
import type { DeleteService as _piccolo_statemanager_v1_DeleteService, DeleteService__Output as _piccolo_statemanager_v1_DeleteService__Output } from '../../../piccolo/statemanager/v1/DeleteService.ts';
import type { Long } from '@grpc/proto-loader';

export interface StateUpdateRequest {
  'resourceId'?: (_piccolo_common_v1_ResourceId | null);
  /**
   * The whole wanted state.
   */
  'spec'?: (_piccolo_common_v1_ServiceSpec | null);
  /**
   * Stop it, then forget it.
   */
  'delete'?: (_piccolo_statemanager_v1_DeleteService | null);
  /**
   * Generation this change was made from; a different current one is answered ABORTED. 0 = whatever it is.
   */
  'expectedGeneration'?: (number | string | Long);
  /**
   * Replaces the labels; only with `spec`.
   */
  'labels'?: ({[key: string]: string});
  /**
   * Who or what asks, for the history; at most 253 characters.
   */
  'reason'?: (string);
  'change'?: "spec"|"delete";
}

export interface StateUpdateRequest__Output {
  'resourceId': (_piccolo_common_v1_ResourceId__Output | null);
  /**
   * The whole wanted state.
   */
  'spec'?: (_piccolo_common_v1_ServiceSpec__Output | null);
  /**
   * Stop it, then forget it.
   */
  'delete'?: (_piccolo_statemanager_v1_DeleteService__Output | null);
  /**
   * Generation this change was made from; a different current one is answered ABORTED. 0 = whatever it is.
   */
  'expectedGeneration': (string);
  /**
   * Replaces the labels; only with `spec`.
   */
  'labels': ({[key: string]: string});
  /**
   * Who or what asks, for the history; at most 253 characters.
   */
  'reason': (string);
  'change'?: "spec"|"delete";
}
