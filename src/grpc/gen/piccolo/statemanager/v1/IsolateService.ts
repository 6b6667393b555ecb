// Original file: proto/piccolo/statemanager/v1/state_manager.proto

import type { Long } from '@grpc/proto-loader';

/**
 * Stops it and leaves it alone.
 */
export interface IsolateService {
  /**
   * Ends by itself after so many milliseconds, 1 to 2,592,000,000 (30 days); 0 = until it is released.
   */
  'ttlMs'?: (number | string | Long);
}

/**
 * Stops it and leaves it alone.
 */
export interface IsolateService__Output {
  /**
   * Ends by itself after so many milliseconds, 1 to 2,592,000,000 (30 days); 0 = until it is released.
   */
  'ttlMs': (string);
}
