// Original file: proto/piccolo/statemanager/v1/explain.proto

import type { ResourceId as _piccolo_common_v1_ResourceId, ResourceId__Output as _piccolo_common_v1_ResourceId__Output } from '../../../piccolo/common/v1/ResourceId.ts';
import type { Episode as _piccolo_statemanager_v1_Episode, Episode__Output as _piccolo_statemanager_v1_Episode__Output } from '../../../piccolo/statemanager/v1/Episode.ts';
import type { PhaseReport as _piccolo_statemanager_v1_PhaseReport, PhaseReport__Output as _piccolo_statemanager_v1_PhaseReport__Output } from '../../../piccolo/statemanager/v1/PhaseReport.ts';
import type { Long } from '@grpc/proto-loader';

export interface ExplainResponse {
  'resourceId'?: (_piccolo_common_v1_ResourceId | null);
  /**
   * Oldest first.
   */
  'episodes'?: (_piccolo_statemanager_v1_Episode)[];
  /**
   * Events of this service up to this revision may have been overwritten; 0 = none was.
   */
  'evictedRevision'?: (number | string | Long);
  /**
   * Not set = the service has ended.
   */
  'phases'?: (_piccolo_statemanager_v1_PhaseReport | null);
}

export interface ExplainResponse__Output {
  'resourceId': (_piccolo_common_v1_ResourceId__Output | null);
  /**
   * Oldest first.
   */
  'episodes': (_piccolo_statemanager_v1_Episode__Output)[];
  /**
   * Events of this service up to this revision may have been overwritten; 0 = none was.
   */
  'evictedRevision': (string);
  /**
   * Not set = the service has ended.
   */
  'phases': (_piccolo_statemanager_v1_PhaseReport__Output | null);
}
