// Original file: proto/piccolo/statemanager/v1/state_manager.proto


export interface SnapshotComplete {
  'count'?: (number);
}

export interface SnapshotComplete__Output {
  'count': (number);
}
