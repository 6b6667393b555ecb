// Original file: proto/piccolo/common/v1/resource.proto

import type { ResourceRequirements as _piccolo_common_v1_ResourceRequirements, ResourceRequirements__Output as _piccolo_common_v1_ResourceRequirements__Output } from '../../../piccolo/common/v1/ResourceRequirements.ts';
import type { ServiceDependency as _piccolo_common_v1_ServiceDependency, ServiceDependency__Output as _piccolo_common_v1_ServiceDependency__Output } from '../../../piccolo/common/v1/ServiceDependency.ts';
import type { ServiceStateType as _piccolo_common_v1_ServiceStateType, ServiceStateType__Output as _piccolo_common_v1_ServiceStateType__Output } from '../../../piccolo/common/v1/ServiceStateType.ts';
import type { Criticality as _piccolo_common_v1_Criticality, Criticality__Output as _piccolo_common_v1_Criticality__Output } from '../../../piccolo/common/v1/Criticality.ts';
import type { PhaseTimeouts as _piccolo_common_v1_PhaseTimeouts, PhaseTimeouts__Output as _piccolo_common_v1_PhaseTimeouts__Output } from '../../../piccolo/common/v1/PhaseTimeouts.ts';
import type { RecoveryStrategy as _piccolo_common_v1_RecoveryStrategy, RecoveryStrategy__Output as _piccolo_common_v1_RecoveryStrategy__Output } from '../../../piccolo/common/v1/RecoveryStrategy.ts';
import type { RecoveryDeadline as _piccolo_common_v1_RecoveryDeadline, RecoveryDeadline__Output as _piccolo_common_v1_RecoveryDeadline__Output } from '../../../piccolo/common/v1/RecoveryDeadline.ts';

/**
 * What is wanted of a service.
 */
export interface ServiceSpec {
  /**
   * 0 to 1,000.
   */
  'replicas'?: (number);
  /**
   * 1 to 128 printable characters.
   */
  'version'?: (string);
  'resources'?: (_piccolo_common_v1_ResourceRequirements | null);
  /**
   * At most 256 entries; keys 1 to 253 characters, values at most 4,096 bytes.
   */
  'config'?: ({[key: string]: string});
  /**
   * At most 64; the graph of all services has no cycle.
   */
  'dependencies'?: (_piccolo_common_v1_ServiceDependency)[];
  /**
   * Wanted phase: RUNNING (default), PENDING (known but not started) or TERMINATING (stop and forget).
   */
  'state'?: (_piccolo_common_v1_ServiceStateType);
  'criticality'?: (_piccolo_common_v1_Criticality);
  /**
   * Nodes it may run on, in order of preference; empty = any node. At most 32.
   */
  'nodes'?: (string)[];
  'timeouts'?: (_piccolo_common_v1_PhaseTimeouts | null);
  /**
   * At most one per issue type.
   */
  'recovery'?: (_piccolo_common_v1_RecoveryStrategy)[];
  'recoveryDeadline'?: (_piccolo_common_v1_RecoveryDeadline | null);
}

/**
 * What is wanted of a service.
 */
export interface ServiceSpec__Output {
  /**
   * 0 to 1,000.
   */
  'replicas': (number);
  /**
   * 1 to 128 printable characters.
   */
  'version': (string);
  'resources': (_piccolo_common_v1_ResourceRequirements__Output | null);
  /**
   * At most 256 entries; keys 1 to 253 characters, values at most 4,096 bytes.
   */
  'config': ({[key: string]: string});
  /**
   * At most 64; the graph of all services has no cycle.
   */
  'dependencies': (_piccolo_common_v1_ServiceDependency__Output)[];
  /**
   * Wanted phase: RUNNING (default), PENDING (known but not started) or TERMINATING (stop and forget).
   */
  'state': (_piccolo_common_v1_ServiceStateType__Output);
  'criticality': (_piccolo_common_v1_Criticality__Output);
  /**
   * Nodes it may run on, in order of preference; empty = any node. At most 32.
   */
  'nodes': (string)[];
  'timeouts': (_piccolo_common_v1_PhaseTimeouts__Output | null);
  /**
   * At most one per issue type.
   */
  'recovery': (_piccolo_common_v1_RecoveryStrategy__Output)[];
  'recoveryDeadline': (_piccolo_common_v1_RecoveryDeadline__Output | null);
}
