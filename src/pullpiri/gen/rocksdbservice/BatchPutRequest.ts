// Original file: proto/pullpiri/rocksdbservice.proto

import type { KeyValue as _rocksdbservice_KeyValue, KeyValue__Output as _rocksdbservice_KeyValue__Output } from '../rocksdbservice/KeyValue.ts';

export interface BatchPutRequest {
  'pairs'?: (_rocksdbservice_KeyValue)[];
}

export interface BatchPutRequest__Output {
  'pairs': (_rocksdbservice_KeyValue__Output)[];
}
