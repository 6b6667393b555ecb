// Original file: proto/pullpiri/rocksdbservice.proto


export interface HealthResponse {
  'status'?: (string);
  'version'?: (string);
  'databasePath'?: (string);
}

export interface HealthResponse__Output {
  'status': (string);
  'version': (string);
  'databasePath': (string);
}
