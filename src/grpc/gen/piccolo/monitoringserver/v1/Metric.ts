// Original file: proto/piccolo/monitoringserver/v1/monitoring_server.proto


/**
 * One measured value.
 */
export interface Metric {
  /**
   * Prometheus name with unit and, for counters, `_total`.
   */
  'name'?: (string);
  'labels'?: ({[key: string]: string});
  'value'?: (number | string);
}

/**
 * One measured value.
 */
export interface Metric__Output {
  /**
   * Prometheus name with unit and, for counters, `_total`.
   */
  'name': (string);
  'labels': ({[key: string]: string});
  'value': (number);
}
