// Original file: /work/main/proto/piccolo/statemanager/v1/state_manager.proto


export interface DeleteService {
}

export interface DeleteService__Output {
}
