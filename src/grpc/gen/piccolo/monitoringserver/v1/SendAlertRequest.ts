// Original file: proto/piccolo/monitoringserver/v1/monitoring_server.proto

import type { StateAlert as _piccolo_monitoringserver_v1_StateAlert, StateAlert__Output as _piccolo_monitoringserver_v1_StateAlert__Output } from '../../../piccolo/monitoringserver/v1/StateAlert.ts';

export interface SendAlertRequest {
  'alert'?: (_piccolo_monitoringserver_v1_StateAlert | null);
}

export interface SendAlertRequest__Output {
  'alert': (_piccolo_monitoringserver_v1_StateAlert__Output | null);
}
