// Original file: proto/pullpiri/rocksdbservice.proto

import type { KeyValue as _rocksdbservice_KeyValue, KeyValue__Output as _rocksdbservice_KeyValue__Output } from '../rocksdbservice/KeyValue.ts';

export interface GetByPrefixResponse {
  'pairs'?: (_rocksdbservice_KeyValue)[];
  'totalCount'?: (number);
  'error'?: (string);
}

export interface GetByPrefixResponse__Output {
  'pairs': (_rocksdbservice_KeyValue__Output)[];
  'totalCount': (number);
  'error': (string);
}
