// Original file: proto/pullpiri/rocksdbservice.proto


export interface GetByPrefixRequest {
  'prefix'?: (string);
  /**
   * The store ignores it.
   */
  'limit'?: (number);
}

export interface GetByPrefixRequest__Output {
  'prefix': (string);
  /**
   * The store ignores it.
   */
  'limit': (number);
}
