// Original file: proto/piccolo/monitoringserver/v1/monitoring_server.proto

import type { StateMetrics as _piccolo_monitoringserver_v1_StateMetrics, StateMetrics__Output as _piccolo_monitoringserver_v1_StateMetrics__Output } from '../../../piccolo/monitoringserver/v1/StateMetrics.ts';

export interface SendMetricsRequest {
  'metrics'?: (_piccolo_monitoringserver_v1_StateMetrics | null);
}

export interface SendMetricsRequest__Output {
  'metrics': (_piccolo_monitoringserver_v1_StateMetrics__Output | null);
}
