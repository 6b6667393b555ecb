// Original file: proto/pullpiri/rocksdbservice.proto


export interface ListKeysResponse {
  'keys'?: (string)[];
  'totalCount'?: (number);
  'error'?: (string);
}

export interface ListKeysResponse__Output {
  'keys': (string)[];
  'totalCount': (number);
  'error': (string);
}
