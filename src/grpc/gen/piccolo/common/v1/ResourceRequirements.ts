// Original file: proto/piccolo/common/v1/resource.proto

import type { Long } from '@grpc/proto-loader';

/**
 * What the service may use; informative for the ActionController.
 */
export interface ResourceRequirements {
  /**
   * Thousandths of a processor, 0 to 1,024,000; 0 = no wish.
   */
  'cpuMillis'?: (number);
  /**
   * Bytes, 0 to 2^53; 0 = no wish.
   */
  'memoryBytes'?: (number | string | Long);
}

/**
 * What the service may use; informative for the ActionController.
 */
export interface ResourceRequirements__Output {
  /**
   * Thousandths of a processor, 0 to 1,024,000; 0 = no wish.
   */
  'cpuMillis': (number);
  /**
   * Bytes, 0 to 2^53; 0 = no wish.
   */
  'memoryBytes': (string);
}
