// Original file: proto/pullpiri/rocksdbservice.proto


export interface PutResponse {
  'success'?: (boolean);
  'error'?: (string);
}

export interface PutResponse__Output {
  'success': (boolean);
  'error': (string);
}
