// Original file: proto/pullpiri/schedinfo.proto

import type { FaultType as _schedinfo_v1_FaultType, FaultType__Output as _schedinfo_v1_FaultType__Output } from '../../schedinfo/v1/FaultType.ts';

/**
 * A fault of a workload on a node.
 */
export interface FaultInfo {
  'workloadId'?: (string);
  'nodeId'?: (string);
  'taskName'?: (string);
  'type'?: (_schedinfo_v1_FaultType);
  /**
   * Since 0.7.2.
   */
  'cumulativeDmiss'?: (number);
}

/**
 * A fault of a workload on a node.
 */
export interface FaultInfo__Output {
  'workloadId': (string);
  'nodeId': (string);
  'taskName': (string);
  'type': (_schedinfo_v1_FaultType__Output);
  /**
   * Since 0.7.2.
   */
  'cumulativeDmiss': (number);
}
