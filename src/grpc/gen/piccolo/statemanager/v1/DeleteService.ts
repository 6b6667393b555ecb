// Original file: proto/piccolo/statemanager/v1/state_manager.proto


export interface DeleteService {
}

export interface DeleteService__Output {
}
