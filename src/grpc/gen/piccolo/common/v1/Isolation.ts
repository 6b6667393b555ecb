// Original file: proto/piccolo/common/v1/resource.proto

import type { Long } from '@grpc/proto-loader';

export interface Isolation {
  /**
   * An operator asked for it; else recovery did it.
   */
  'byOperator'?: (boolean);
  'reason'?: (string);
  /**
   * Wall time, milliseconds since 1970.
   */
  'sinceMs'?: (number | string | Long);
  /**
   * Ends by itself after so many milliseconds; 0 = until it is released.
   */
  'ttlMs'?: (number | string | Long);
}

export interface Isolation__Output {
  /**
   * An operator asked for it; else recovery did it.
   */
  'byOperator': (boolean);
  'reason': (string);
  /**
   * Wall time, milliseconds since 1970.
   */
  'sinceMs': (string);
  /**
   * Ends by itself after so many milliseconds; 0 = until it is released.
   */
  'ttlMs': (string);
}
