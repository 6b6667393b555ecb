// Original file: proto/piccolo/statemanager/v1/alerts.proto


export interface ListAlertsRequest {
}

export interface ListAlertsRequest__Output {
}
