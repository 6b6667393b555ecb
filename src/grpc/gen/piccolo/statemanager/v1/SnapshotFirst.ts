// Original file: /work/main/proto/piccolo/statemanager/v1/state_manager.proto


export interface SnapshotFirst {
}

export interface SnapshotFirst__Output {
}
