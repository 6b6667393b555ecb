// Original file: proto/piccolo/statemanager/v1/alerts.proto

import type { StateAlert as _piccolo_monitoringserver_v1_StateAlert, StateAlert__Output as _piccolo_monitoringserver_v1_StateAlert__Output } from '../../../piccolo/monitoringserver/v1/StateAlert.ts';
import type { AlertResolution as _piccolo_statemanager_v1_AlertResolution, AlertResolution__Output as _piccolo_statemanager_v1_AlertResolution__Output } from '../../../piccolo/statemanager/v1/AlertResolution.ts';
import type { Long } from '@grpc/proto-loader';

export interface KeptAlert {
  'alert'?: (_piccolo_monitoringserver_v1_StateAlert | null);
  /**
   * How often it was raised while it was open; at least 1.
   */
  'count'?: (number);
  /**
   * Wall time of the newest of those, milliseconds since 1970.
   */
  'lastTimestampMs'?: (number | string | Long);
  /**
   * Not set = it is open, or told of a moment.
   */
  'resolution'?: (_piccolo_statemanager_v1_AlertResolution | null);
}

export interface KeptAlert__Output {
  'alert': (_piccolo_monitoringserver_v1_StateAlert__Output | null);
  /**
   * How often it was raised while it was open; at least 1.
   */
  'count': (number);
  /**
   * Wall time of the newest of those, milliseconds since 1970.
   */
  'lastTimestampMs': (string);
  /**
   * Not set = it is open, or told of a moment.
   */
  'resolution': (_piccolo_statemanager_v1_AlertResolution__Output | null);
}
