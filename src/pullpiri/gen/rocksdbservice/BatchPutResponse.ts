// Original file: proto/pullpiri/rocksdbservice.proto


export interface BatchPutResponse {
  'success'?: (boolean);
  'processedCount'?: (number);
  'error'?: (string);
}

export interface BatchPutResponse__Output {
  'success': (boolean);
  'processedCount': (number);
  'error': (string);
}
