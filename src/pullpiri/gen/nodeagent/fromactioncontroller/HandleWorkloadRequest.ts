// Original file: proto/pullpiri/nodeagent_fromactioncontroller.proto

import type { WorkloadCommand as _nodeagent_fromactioncontroller_WorkloadCommand, WorkloadCommand__Output as _nodeagent_fromactioncontroller_WorkloadCommand__Output } from '../../nodeagent/fromactioncontroller/WorkloadCommand.ts';

/**
 * A command for a pod.
 */
export interface HandleWorkloadRequest {
  'workloadCommand'?: (_nodeagent_fromactioncontroller_WorkloadCommand);
  /**
   * The pod as YAML.
   */
  'pod'?: (string);
}

/**
 * A command for a pod.
 */
export interface HandleWorkloadRequest__Output {
  'workloadCommand': (_nodeagent_fromactioncontroller_WorkloadCommand__Output);
  /**
   * The pod as YAML.
   */
  'pod': (string);
}
