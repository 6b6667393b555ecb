// Original file: proto/piccolo/statemanager/v1/state_manager.proto


export interface ListInstancesRequest {
}

export interface ListInstancesRequest__Output {
}
