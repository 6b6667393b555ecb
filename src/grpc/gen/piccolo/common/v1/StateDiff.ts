// Original file: proto/piccolo/common/v1/diff.proto

import type { ResourceId as _piccolo_common_v1_ResourceId, ResourceId__Output as _piccolo_common_v1_ResourceId__Output } from '../../../piccolo/common/v1/ResourceId.ts';
import type { ExistenceDiff as _piccolo_common_v1_ExistenceDiff, ExistenceDiff__Output as _piccolo_common_v1_ExistenceDiff__Output } from '../../../piccolo/common/v1/ExistenceDiff.ts';
import type { ScaleDiff as _piccolo_common_v1_ScaleDiff, ScaleDiff__Output as _piccolo_common_v1_ScaleDiff__Output } from '../../../piccolo/common/v1/ScaleDiff.ts';
import type { VersionDiff as _piccolo_common_v1_VersionDiff, VersionDiff__Output as _piccolo_common_v1_VersionDiff__Output } from '../../../piccolo/common/v1/VersionDiff.ts';
import type { ConfigDiff as _piccolo_common_v1_ConfigDiff, ConfigDiff__Output as _piccolo_common_v1_ConfigDiff__Output } from '../../../piccolo/common/v1/ConfigDiff.ts';
import type { StatusDiff as _piccolo_common_v1_StatusDiff, StatusDiff__Output as _piccolo_common_v1_StatusDiff__Output } from '../../../piccolo/common/v1/StatusDiff.ts';
import type { ActualState as _piccolo_common_v1_ActualState, ActualState__Output as _piccolo_common_v1_ActualState__Output } from '../../../piccolo/common/v1/ActualState.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * One look at one service on one node. Without any of the five differences: all is as wanted.
 */
export interface StateDiff {
  'resourceId'?: (_piccolo_common_v1_ResourceId | null);
  'existenceDiff'?: (_piccolo_common_v1_ExistenceDiff | null);
  'scaleDiff'?: (_piccolo_common_v1_ScaleDiff | null);
  'versionDiff'?: (_piccolo_common_v1_VersionDiff | null);
  'configDiff'?: (_piccolo_common_v1_ConfigDiff | null);
  'statusDiff'?: (_piccolo_common_v1_StatusDiff | null);
  /**
   * Node that reports; same alphabet as a resource name.
   */
  'node'?: (string);
  /**
   * Number of the look on this node: grows with each look, starts anywhere. An older one never replaces a newer one.
   */
  'sequence'?: (number | string | Long);
  /**
   * Generation of the wanted state it was compared with; 0 = the node was told nothing of this service.
   */
  'observedGeneration'?: (number | string | Long);
  /**
   * Wall time of the look on the node, milliseconds since 1970; for people only.
   */
  'observedAtMs'?: (number | string | Long);
  'actual'?: (_piccolo_common_v1_ActualState | null);
  /**
   * The node asks for an answer within the reaction budget.
   */
  'isCritical'?: (boolean);
}

/**
 * One look at one service on one node. Without any of the five differences: all is as wanted.
 */
export interface StateDiff__Output {
  'resourceId': (_piccolo_common_v1_ResourceId__Output | null);
  'existenceDiff': (_piccolo_common_v1_ExistenceDiff__Output | null);
  'scaleDiff': (_piccolo_common_v1_ScaleDiff__Output | null);
  'versionDiff': (_piccolo_common_v1_VersionDiff__Output | null);
  'configDiff': (_piccolo_common_v1_ConfigDiff__Output | null);
  'statusDiff': (_piccolo_common_v1_StatusDiff__Output | null);
  /**
   * Node that reports; same alphabet as a resource name.
   */
  'node': (string);
  /**
   * Number of the look on this node: grows with each look, starts anywhere. An older one never replaces a newer one.
   */
  'sequence': (string);
  /**
   * Generation of the wanted state it was compared with; 0 = the node was told nothing of this service.
   */
  'observedGeneration': (string);
  /**
   * Wall time of the look on the node, milliseconds since 1970; for people only.
   */
  'observedAtMs': (string);
  'actual': (_piccolo_common_v1_ActualState__Output | null);
  /**
   * The node asks for an answer within the reaction budget.
   */
  'isCritical': (boolean);
}
