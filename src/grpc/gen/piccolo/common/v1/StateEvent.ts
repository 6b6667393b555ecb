// Original file: proto/piccolo/common/v1/event.proto

import type { ResourceId as _piccolo_common_v1_ResourceId, ResourceId__Output as _piccolo_common_v1_ResourceId__Output } from '../../../piccolo/common/v1/ResourceId.ts';
import type { EventType as _piccolo_common_v1_EventType, EventType__Output as _piccolo_common_v1_EventType__Output } from '../../../piccolo/common/v1/EventType.ts';
import type { FieldChange as _piccolo_common_v1_FieldChange, FieldChange__Output as _piccolo_common_v1_FieldChange__Output } from '../../../piccolo/common/v1/FieldChange.ts';
import type { EventSource as _piccolo_common_v1_EventSource, EventSource__Output as _piccolo_common_v1_EventSource__Output } from '../../../piccolo/common/v1/EventSource.ts';
import type { Long } from '@grpc/proto-loader';

export interface StateEvent {
  'resourceId'?: (_piccolo_common_v1_ResourceId | null);
  'eventType'?: (_piccolo_common_v1_EventType);
  /**
   * Wall time, milliseconds since 1970; order is given by `revision`, never by this.
   */
  'timestampMs'?: (number | string | Long);
  'changes'?: (_piccolo_common_v1_FieldChange)[];
  'source'?: (_piccolo_common_v1_EventSource);
  /**
   * Short facts by name: reason, planId, actionId, issue, node and others. At most 32 entries.
   */
  'metadata'?: ({[key: string]: string});
  /**
   * Place in the one strictly increasing order of all that the manager records.
   */
  'revision'?: (number | string | Long);
  /**
   * Whether the wall clock was synchronised when this was recorded.
   */
  'clockSynchronised'?: (boolean);
}

export interface StateEvent__Output {
  'resourceId': (_piccolo_common_v1_ResourceId__Output | null);
  'eventType': (_piccolo_common_v1_EventType__Output);
  /**
   * Wall time, milliseconds since 1970; order is given by `revision`, never by this.
   */
  'timestampMs': (string);
  'changes': (_piccolo_common_v1_FieldChange__Output)[];
  'source': (_piccolo_common_v1_EventSource__Output);
  /**
   * Short facts by name: reason, planId, actionId, issue, node and others. At most 32 entries.
   */
  'metadata': ({[key: string]: string});
  /**
   * Place in the one strictly increasing order of all that the manager records.
   */
  'revision': (string);
  /**
   * Whether the wall clock was synchronised when this was recorded.
   */
  'clockSynchronised': (boolean);
}
