// Original file: proto/pullpiri/rocksdbservice.proto


export interface ListKeysRequest {
  'prefix'?: (string);
  /**
   * The store ignores it.
   */
  'limit'?: (number);
}

export interface ListKeysRequest__Output {
  'prefix': (string);
  /**
   * The store ignores it.
   */
  'limit': (number);
}
