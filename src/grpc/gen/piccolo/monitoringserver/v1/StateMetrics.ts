// Original file: proto/piccolo/monitoringserver/v1/monitoring_server.proto

import type { Metric as _piccolo_monitoringserver_v1_Metric, Metric__Output as _piccolo_monitoringserver_v1_Metric__Output } from '../../../piccolo/monitoringserver/v1/Metric.ts';
import type { Long } from '@grpc/proto-loader';

export interface StateMetrics {
  /**
   * Wall time, milliseconds since 1970.
   */
  'timestampMs'?: (number | string | Long);
  /**
   * At most 4,096.
   */
  'metrics'?: (_piccolo_monitoringserver_v1_Metric)[];
}

export interface StateMetrics__Output {
  /**
   * Wall time, milliseconds since 1970.
   */
  'timestampMs': (string);
  /**
   * At most 4,096.
   */
  'metrics': (_piccolo_monitoringserver_v1_Metric__Output)[];
}
