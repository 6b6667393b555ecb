// Original file: proto/piccolo/common/v1/diff.proto

import type { ServiceStateType as _piccolo_common_v1_ServiceStateType, ServiceStateType__Output as _piccolo_common_v1_ServiceStateType__Output } from '../../../piccolo/common/v1/ServiceStateType.ts';
import type { StatusReason as _piccolo_common_v1_StatusReason, StatusReason__Output as _piccolo_common_v1_StatusReason__Output } from '../../../piccolo/common/v1/StatusReason.ts';

export interface StatusDiff {
  'desiredState'?: (_piccolo_common_v1_ServiceStateType);
  'actualState'?: (_piccolo_common_v1_ServiceStateType);
  'reason'?: (_piccolo_common_v1_StatusReason);
  /**
   * A sentence for people; at most 1,024 bytes.
   */
  'message'?: (string);
  /**
   * Exit code of the process; with has_exit_code only. 128 + n = ended by signal n.
   */
  'exitCode'?: (number);
  'hasExitCode'?: (boolean);
}

export interface StatusDiff__Output {
  'desiredState': (_piccolo_common_v1_ServiceStateType__Output);
  'actualState': (_piccolo_common_v1_ServiceStateType__Output);
  'reason': (_piccolo_common_v1_StatusReason__Output);
  /**
   * A sentence for people; at most 1,024 bytes.
   */
  'message': (string);
  /**
   * Exit code of the process; with has_exit_code only. 128 + n = ended by signal n.
   */
  'exitCode': (number);
  'hasExitCode': (boolean);
}
