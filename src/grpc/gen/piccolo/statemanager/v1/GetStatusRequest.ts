// Original file: proto/piccolo/statemanager/v1/state_manager.proto


export interface GetStatusRequest {
}

export interface GetStatusRequest__Output {
}
