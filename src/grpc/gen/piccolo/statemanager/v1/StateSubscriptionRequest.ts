// Original file: proto/piccolo/statemanager/v1/state_manager.proto

import type { ServiceFilter as _piccolo_statemanager_v1_ServiceFilter, ServiceFilter__Output as _piccolo_statemanager_v1_ServiceFilter__Output } from '../../../piccolo/statemanager/v1/ServiceFilter.ts';
import type { SnapshotFirst as _piccolo_statemanager_v1_SnapshotFirst, SnapshotFirst__Output as _piccolo_statemanager_v1_SnapshotFirst__Output } from '../../../piccolo/statemanager/v1/SnapshotFirst.ts';
import type { Long } from '@grpc/proto-loader';

export interface StateSubscriptionRequest {
  'filter'?: (_piccolo_statemanager_v1_ServiceFilter | null);
  /**
   * Send every matching service first.
   */
  'snapshot'?: (_piccolo_statemanager_v1_SnapshotFirst | null);
  /**
   * Send what came after this revision; where that is gone: a gap signal, then a snapshot.
   */
  'afterRevision'?: (number | string | Long);
  /**
   * Milliseconds, 100 to 60,000; 0 = 5,000.
   */
  'heartbeatIntervalMs'?: (number);
  /**
   * Term of `after_revision`, as the messages said it: revision and term together are the cursor. Where that revision was discarded with
   * the term it belonged to: a gap signal, then a snapshot. 0 = not known; only with `after_revision`.
   */
  'afterTerm'?: (number | string | Long);
  /**
   * Most changes in one message, 1 to 1,000; 0 = 1. With more than 1 those that wait come together as `changes`: whoever asks for it reads
   * both that and `change`.
   */
  'maxChangesPerMessage'?: (number);
  'start'?: "snapshot"|"afterRevision";
}

export interface StateSubscriptionRequest__Output {
  'filter': (_piccolo_statemanager_v1_ServiceFilter__Output | null);
  /**
   * Send every matching service first.
   */
  'snapshot'?: (_piccolo_statemanager_v1_SnapshotFirst__Output | null);
  /**
   * Send what came after this revision; where that is gone: a gap signal, then a snapshot.
   */
  'afterRevision'?: (string);
  /**
   * Milliseconds, 100 to 60,000; 0 = 5,000.
   */
  'heartbeatIntervalMs': (number);
  /**
   * Term of `after_revision`, as the messages said it: revision and term together are the cursor. Where that revision was discarded with
   * the term it belonged to: a gap signal, then a snapshot. 0 = not known; only with `after_revision`.
   */
  'afterTerm': (string);
  /**
   * Most changes in one message, 1 to 1,000; 0 = 1. With more than 1 those that wait come together as `changes`: whoever asks for it reads
   * both that and `change`.
   */
  'maxChangesPerMessage': (number);
  'start'?: "snapshot"|"afterRevision";
}
