// Original file: proto/piccolo/common/v1/resource.proto

import type { Fallback as _piccolo_common_v1_Fallback, Fallback__Output as _piccolo_common_v1_Fallback__Output } from '../../../piccolo/common/v1/Fallback.ts';

export interface RecoveryDeadline {
  /**
   * Milliseconds from the first failure until it is well again, 1,000 to 86,400,000; 0 = from the configuration.
   */
  'afterMs'?: (number);
  'fallback'?: (_piccolo_common_v1_Fallback);
}

export interface RecoveryDeadline__Output {
  /**
   * Milliseconds from the first failure until it is well again, 1,000 to 86,400,000; 0 = from the configuration.
   */
  'afterMs': (number);
  'fallback': (_piccolo_common_v1_Fallback__Output);
}
