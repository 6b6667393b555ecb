// Original file: proto/pullpiri/rocksdbservice.proto


export interface GetResponse {
  /**
   * false = there is no such key.
   */
  'success'?: (boolean);
  'value'?: (string);
  'message'?: (string);
}

export interface GetResponse__Output {
  /**
   * false = there is no such key.
   */
  'success': (boolean);
  'value': (string);
  'message': (string);
}
