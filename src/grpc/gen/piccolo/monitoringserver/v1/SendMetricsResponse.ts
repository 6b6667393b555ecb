// Original file: proto/piccolo/monitoringserver/v1/monitoring_server.proto


export interface SendMetricsResponse {
}

export interface SendMetricsResponse__Output {
}
