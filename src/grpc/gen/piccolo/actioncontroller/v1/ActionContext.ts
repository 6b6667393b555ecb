// Original file: proto/piccolo/actioncontroller/v1/action_controller.proto

import type { ResourceId as _piccolo_common_v1_ResourceId, ResourceId__Output as _piccolo_common_v1_ResourceId__Output } from '../../../piccolo/common/v1/ResourceId.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * What every action says of itself.
 */
export interface ActionContext {
  /**
   * Idempotency key, 1 to 128 characters of [A-Za-z0-9._:/-].
   */
  'actionId'?: (string);
  'resourceId'?: (_piccolo_common_v1_ResourceId | null);
  /**
   * Node to act on.
   */
  'node'?: (string);
  /**
   * Generation of the spec that the action was computed from.
   */
  'generation'?: (number | string | Long);
  /**
   * Leader epoch: a lower one than was seen before is refused with FAILED_PRECONDITION, and why (docs/protocol.md, "A term that is stale").
   */
  'term'?: (number | string | Long);
  /**
   * Time the controller has for it, in milliseconds from receipt.
   */
  'deadlineMs'?: (number);
  /**
   * Ids of what caused it, oldest first: diff, plan, earlier actions. At most 16.
   */
  'causation'?: (string)[];
}

/**
 * What every action says of itself.
 */
export interface ActionContext__Output {
  /**
   * Idempotency key, 1 to 128 characters of [A-Za-z0-9._:/-].
   */
  'actionId': (string);
  'resourceId': (_piccolo_common_v1_ResourceId__Output | null);
  /**
   * Node to act on.
   */
  'node': (string);
  /**
   * Generation of the spec that the action was computed from.
   */
  'generation': (string);
  /**
   * Leader epoch: a lower one than was seen before is refused with FAILED_PRECONDITION, and why (docs/protocol.md, "A term that is stale").
   */
  'term': (string);
  /**
   * Time the controller has for it, in milliseconds from receipt.
   */
  'deadlineMs': (number);
  /**
   * Ids of what caused it, oldest first: diff, plan, earlier actions. At most 16.
   */
  'causation': (string)[];
}
