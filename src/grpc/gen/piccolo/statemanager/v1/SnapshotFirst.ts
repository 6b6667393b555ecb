// Original file: proto/piccolo/statemanager/v1/state_manager.proto


export interface SnapshotFirst {
}

export interface SnapshotFirst__Output {
}
