// Original file: proto/pullpiri/rocksdbservice.proto


export interface GetRequest {
  'key'?: (string);
}

export interface GetRequest__Output {
  'key': (string);
}
