// Original file: proto/pullpiri/policymanager.proto

import type { FaultType as _policymanager_FaultType, FaultType__Output as _policymanager_FaultType__Output } from '../policymanager/FaultType.ts';

/**
 * A fault of a workload on a node.
 */
export interface ReportFaultRequest {
  'workloadId'?: (string);
  'nodeId'?: (string);
  'taskName'?: (string);
  'faultType'?: (_policymanager_FaultType);
}

/**
 * A fault of a workload on a node.
 */
export interface ReportFaultRequest__Output {
  'workloadId': (string);
  'nodeId': (string);
  'taskName': (string);
  'faultType': (_policymanager_FaultType__Output);
}
