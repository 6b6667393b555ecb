// Original file: proto/piccolo/monitoringserver/v1/monitoring_server.proto

import type { ResourceId as _piccolo_common_v1_ResourceId, ResourceId__Output as _piccolo_common_v1_ResourceId__Output } from '../../../piccolo/common/v1/ResourceId.ts';
import type { AlertSeverity as _piccolo_monitoringserver_v1_AlertSeverity, AlertSeverity__Output as _piccolo_monitoringserver_v1_AlertSeverity__Output } from '../../../piccolo/monitoringserver/v1/AlertSeverity.ts';
import type { IssueType as _piccolo_common_v1_IssueType, IssueType__Output as _piccolo_common_v1_IssueType__Output } from '../../../piccolo/common/v1/IssueType.ts';
import type { Long } from '@grpc/proto-loader';

export interface StateAlert {
  /**
   * Unique per alert; a repeated id is the same alert.
   */
  'alertId'?: (string);
  /**
   * Not set = the State Manager itself.
   */
  'resourceId'?: (_piccolo_common_v1_ResourceId | null);
  'severity'?: (_piccolo_monitoringserver_v1_AlertSeverity);
  /**
   * One word for programs, for example RecoveryExhausted.
   */
  'reason'?: (string);
  /**
   * A sentence for people.
   */
  'message'?: (string);
  /**
   * Wall time, milliseconds since 1970.
   */
  'timestampMs'?: (number | string | Long);
  'issueType'?: (_piccolo_common_v1_IssueType);
  /**
   * Revision of the event that it stems from; 0 = none.
   */
  'revision'?: (number | string | Long);
}

export interface StateAlert__Output {
  /**
   * Unique per alert; a repeated id is the same alert.
   */
  'alertId': (string);
  /**
   * Not set = the State Manager itself.
   */
  'resourceId': (_piccolo_common_v1_ResourceId__Output | null);
  'severity': (_piccolo_monitoringserver_v1_AlertSeverity__Output);
  /**
   * One word for programs, for example RecoveryExhausted.
   */
  'reason': (string);
  /**
   * A sentence for people.
   */
  'message': (string);
  /**
   * Wall time, milliseconds since 1970.
   */
  'timestampMs': (string);
  'issueType': (_piccolo_common_v1_IssueType__Output);
  /**
   * Revision of the event that it stems from; 0 = none.
   */
  'revision': (string);
}
