// Original file: proto/pullpiri/rocksdbservice.proto


export interface DeleteResponse {
  'success'?: (boolean);
  'error'?: (string);
}

export interface DeleteResponse__Output {
  'success': (boolean);
  'error': (string);
}
