// Original file: proto/piccolo/monitoringserver/v1/monitoring_server.proto


export interface SendAlertResponse {
}

export interface SendAlertResponse__Output {
}
