// Original file: proto/piccolo/common/v1/event.proto

import type { Value as _google_protobuf_Value, Value__Output as _google_protobuf_Value__Output } from '../../../google/protobuf/Value.ts';

export interface FieldChange {
  /**
   * Path inside the resource, for example `status.state`.
   */
  'field'?: (string);
  /**
   * Not set = there was none.
   */
  'oldValue'?: (_google_protobuf_Value | null);
  'newValue'?: (_google_protobuf_Value | null);
}

export interface FieldChange__Output {
  /**
   * Path inside the resource, for example `status.state`.
   */
  'field': (string);
  /**
   * Not set = there was none.
   */
  'oldValue': (_google_protobuf_Value__Output | null);
  'newValue': (_google_protobuf_Value__Output | null);
}
