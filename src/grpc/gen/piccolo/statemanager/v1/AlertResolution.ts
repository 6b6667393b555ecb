// Original file: proto/piccolo/statemanager/v1/alerts.proto

import type { Long } from '@grpc/proto-loader';

/**
 * When and why what an alert says is over.
 */
export interface AlertResolution {
  /**
   * Wall time, milliseconds since 1970.
   */
  'timestampMs'?: (number | string | Long);
  /**
   * A part of a sentence for people.
   */
  'text'?: (string);
}

/**
 * When and why what an alert says is over.
 */
export interface AlertResolution__Output {
  /**
   * Wall time, milliseconds since 1970.
   */
  'timestampMs': (string);
  /**
   * A part of a sentence for people.
   */
  'text': (string);
}
