// Original file: proto/pullpiri/rocksdbservice.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { BatchPutRequest as _rocksdbservice_BatchPutRequest, BatchPutRequest__Output as _rocksdbservice_BatchPutRequest__Output } from '../rocksdbservice/BatchPutRequest.ts';
import type { BatchPutResponse as _rocksdbservice_BatchPutResponse, BatchPutResponse__Output as _rocksdbservice_BatchPutResponse__Output } from '../rocksdbservice/BatchPutResponse.ts';
import type { DeleteRequest as _rocksdbservice_DeleteRequest, DeleteRequest__Output as _rocksdbservice_DeleteRequest__Output } from '../rocksdbservice/DeleteRequest.ts';
import type { DeleteResponse as _rocksdbservice_DeleteResponse, DeleteResponse__Output as _rocksdbservice_DeleteResponse__Output } from '../rocksdbservice/DeleteResponse.ts';
import type { GetByPrefixRequest as _rocksdbservice_GetByPrefixRequest, GetByPrefixRequest__Output as _rocksdbservice_GetByPrefixRequest__Output } from '../rocksdbservice/GetByPrefixRequest.ts';
import type { GetByPrefixResponse as _rocksdbservice_GetByPrefixResponse, GetByPrefixResponse__Output as _rocksdbservice_GetByPrefixResponse__Output } from '../rocksdbservice/GetByPrefixResponse.ts';
import type { GetRequest as _rocksdbservice_GetRequest, GetRequest__Output as _rocksdbservice_GetRequest__Output } from '../rocksdbservice/GetRequest.ts';
import type { GetResponse as _rocksdbservice_GetResponse, GetResponse__Output as _rocksdbservice_GetResponse__Output } from '../rocksdbservice/GetResponse.ts';
import type { HealthRequest as _rocksdbservice_HealthRequest, HealthRequest__Output as _rocksdbservice_HealthRequest__Output } from '../rocksdbservice/HealthRequest.ts';
import type { HealthResponse as _rocksdbservice_HealthResponse, HealthResponse__Output as _rocksdbservice_HealthResponse__Output } from '../rocksdbservice/HealthResponse.ts';
import type { ListKeysRequest as _rocksdbservice_ListKeysRequest, ListKeysRequest__Output as _rocksdbservice_ListKeysRequest__Output } from '../rocksdbservice/ListKeysRequest.ts';
import type { ListKeysResponse as _rocksdbservice_ListKeysResponse, ListKeysResponse__Output as _rocksdbservice_ListKeysResponse__Output } from '../rocksdbservice/ListKeysResponse.ts';
import type { PutRequest as _rocksdbservice_PutRequest, PutRequest__Output as _rocksdbservice_PutRequest__Output } from '../rocksdbservice/PutRequest.ts';
import type { PutResponse as _rocksdbservice_PutResponse, PutResponse__Output as _rocksdbservice_PutResponse__Output } from '../rocksdbservice/PutResponse.ts';

/**
 * Keys and values as text.
 */
export interface RocksDbServiceClient extends grpc.Client {
  BatchPut(argument: _rocksdbservice_BatchPutRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_rocksdbservice_BatchPutResponse__Output>): grpc.ClientUnaryCall;
  BatchPut(argument: _rocksdbservice_BatchPutRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_rocksdbservice_BatchPutResponse__Output>): grpc.ClientUnaryCall;
  BatchPut(argument: _rocksdbservice_BatchPutRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_rocksdbservice_BatchPutResponse__Output>): grpc.ClientUnaryCall;
  BatchPut(argument: _rocksdbservice_BatchPutRequest, callback: grpc.requestCallback<_rocksdbservice_BatchPutResponse__Output>): grpc.ClientUnaryCall;
  batchPut(argument: _rocksdbservice_BatchPutRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_rocksdbservice_BatchPutResponse__Output>): grpc.ClientUnaryCall;
  batchPut(argument: _rocksdbservice_BatchPutRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_rocksdbservice_BatchPutResponse__Output>): grpc.ClientUnaryCall;
  batchPut(argument: _rocksdbservice_BatchPutRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_rocksdbservice_BatchPutResponse__Output>): grpc.ClientUnaryCall;
  batchPut(argument: _rocksdbservice_BatchPutRequest, callback: grpc.requestCallback<_rocksdbservice_BatchPutResponse__Output>): grpc.ClientUnaryCall;
  
  Delete(argument: _rocksdbservice_DeleteRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_rocksdbservice_DeleteResponse__Output>): grpc.ClientUnaryCall;
  Delete(argument: _rocksdbservice_DeleteRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_rocksdbservice_DeleteResponse__Output>): grpc.ClientUnaryCall;
  Delete(argument: _rocksdbservice_DeleteRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_rocksdbservice_DeleteResponse__Output>): grpc.ClientUnaryCall;
  Delete(argument: _rocksdbservice_DeleteRequest, callback: grpc.requestCallback<_rocksdbservice_DeleteResponse__Output>): grpc.ClientUnaryCall;
  delete(argument: _rocksdbservice_DeleteRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_rocksdbservice_DeleteResponse__Output>): grpc.ClientUnaryCall;
  delete(argument: _rocksdbservice_DeleteRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_rocksdbservice_DeleteResponse__Output>): grpc.ClientUnaryCall;
  delete(argument: _rocksdbservice_DeleteRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_rocksdbservice_DeleteResponse__Output>): grpc.ClientUnaryCall;
  delete(argument: _rocksdbservice_DeleteRequest, callback: grpc.requestCallback<_rocksdbservice_DeleteResponse__Output>): grpc.ClientUnaryCall;
  
  Get(argument: _rocksdbservice_GetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_rocksdbservice_GetResponse__Output>): grpc.ClientUnaryCall;
  Get(argument: _rocksdbservice_GetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_rocksdbservice_GetResponse__Output>): grpc.ClientUnaryCall;
  Get(argument: _rocksdbservice_GetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_rocksdbservice_GetResponse__Output>): grpc.ClientUnaryCall;
  Get(argument: _rocksdbservice_GetRequest, callback: grpc.requestCallback<_rocksdbservice_GetResponse__Output>): grpc.ClientUnaryCall;
  get(argument: _rocksdbservice_GetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_rocksdbservice_GetResponse__Output>): grpc.ClientUnaryCall;
  get(argument: _rocksdbservice_GetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_rocksdbservice_GetResponse__Output>): grpc.ClientUnaryCall;
  get(argument: _rocksdbservice_GetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_rocksdbservice_GetResponse__Output>): grpc.ClientUnaryCall;
  get(argument: _rocksdbservice_GetRequest, callback: grpc.requestCallback<_rocksdbservice_GetResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Walks the whole store.
   */
  GetByPrefix(argument: _rocksdbservice_GetByPrefixRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_rocksdbservice_GetByPrefixResponse__Output>): grpc.ClientUnaryCall;
  GetByPrefix(argument: _rocksdbservice_GetByPrefixRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_rocksdbservice_GetByPrefixResponse__Output>): grpc.ClientUnaryCall;
  GetByPrefix(argument: _rocksdbservice_GetByPrefixRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_rocksdbservice_GetByPrefixResponse__Output>): grpc.ClientUnaryCall;
  GetByPrefix(argument: _rocksdbservice_GetByPrefixRequest, callback: grpc.requestCallback<_rocksdbservice_GetByPrefixResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Walks the whole store.
   */
  getByPrefix(argument: _rocksdbservice_GetByPrefixRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_rocksdbservice_GetByPrefixResponse__Output>): grpc.ClientUnaryCall;
  getByPrefix(argument: _rocksdbservice_GetByPrefixRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_rocksdbservice_GetByPrefixResponse__Output>): grpc.ClientUnaryCall;
  getByPrefix(argument: _rocksdbservice_GetByPrefixRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_rocksdbservice_GetByPrefixResponse__Output>): grpc.ClientUnaryCall;
  getByPrefix(argument: _rocksdbservice_GetByPrefixRequest, callback: grpc.requestCallback<_rocksdbservice_GetByPrefixResponse__Output>): grpc.ClientUnaryCall;
  
  Health(argument: _rocksdbservice_HealthRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_rocksdbservice_HealthResponse__Output>): grpc.ClientUnaryCall;
  Health(argument: _rocksdbservice_HealthRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_rocksdbservice_HealthResponse__Output>): grpc.ClientUnaryCall;
  Health(argument: _rocksdbservice_HealthRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_rocksdbservice_HealthResponse__Output>): grpc.ClientUnaryCall;
  Health(argument: _rocksdbservice_HealthRequest, callback: grpc.requestCallback<_rocksdbservice_HealthResponse__Output>): grpc.ClientUnaryCall;
  health(argument: _rocksdbservice_HealthRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_rocksdbservice_HealthResponse__Output>): grpc.ClientUnaryCall;
  health(argument: _rocksdbservice_HealthRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_rocksdbservice_HealthResponse__Output>): grpc.ClientUnaryCall;
  health(argument: _rocksdbservice_HealthRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_rocksdbservice_HealthResponse__Output>): grpc.ClientUnaryCall;
  health(argument: _rocksdbservice_HealthRequest, callback: grpc.requestCallback<_rocksdbservice_HealthResponse__Output>): grpc.ClientUnaryCall;
  
  ListKeys(argument: _rocksdbservice_ListKeysRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_rocksdbservice_ListKeysResponse__Output>): grpc.ClientUnaryCall;
  ListKeys(argument: _rocksdbservice_ListKeysRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_rocksdbservice_ListKeysResponse__Output>): grpc.ClientUnaryCall;
  ListKeys(argument: _rocksdbservice_ListKeysRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_rocksdbservice_ListKeysResponse__Output>): grpc.ClientUnaryCall;
  ListKeys(argument: _rocksdbservice_ListKeysRequest, callback: grpc.requestCallback<_rocksdbservice_ListKeysResponse__Output>): grpc.ClientUnaryCall;
  listKeys(argument: _rocksdbservice_ListKeysRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_rocksdbservice_ListKeysResponse__Output>): grpc.ClientUnaryCall;
  listKeys(argument: _rocksdbservice_ListKeysRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_rocksdbservice_ListKeysResponse__Output>): grpc.ClientUnaryCall;
  listKeys(argument: _rocksdbservice_ListKeysRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_rocksdbservice_ListKeysResponse__Output>): grpc.ClientUnaryCall;
  listKeys(argument: _rocksdbservice_ListKeysRequest, callback: grpc.requestCallback<_rocksdbservice_ListKeysResponse__Output>): grpc.ClientUnaryCall;
  
  Put(argument: _rocksdbservice_PutRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_rocksdbservice_PutResponse__Output>): grpc.ClientUnaryCall;
  Put(argument: _rocksdbservice_PutRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_rocksdbservice_PutResponse__Output>): grpc.ClientUnaryCall;
  Put(argument: _rocksdbservice_PutRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_rocksdbservice_PutResponse__Output>): grpc.ClientUnaryCall;
  Put(argument: _rocksdbservice_PutRequest, callback: grpc.requestCallback<_rocksdbservice_PutResponse__Output>): grpc.ClientUnaryCall;
  put(argument: _rocksdbservice_PutRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_rocksdbservice_PutResponse__Output>): grpc.ClientUnaryCall;
  put(argument: _rocksdbservice_PutRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_rocksdbservice_PutResponse__Output>): grpc.ClientUnaryCall;
  put(argument: _rocksdbservice_PutRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_rocksdbservice_PutResponse__Output>): grpc.ClientUnaryCall;
  put(argument: _rocksdbservice_PutRequest, callback: grpc.requestCallback<_rocksdbservice_PutResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * Keys and values as text.
 */
export interface RocksDbServiceHandlers extends grpc.UntypedServiceImplementation {
  BatchPut: grpc.handleUnaryCall<_rocksdbservice_BatchPutRequest__Output, _rocksdbservice_BatchPutResponse>;
  
  Delete: grpc.handleUnaryCall<_rocksdbservice_DeleteRequest__Output, _rocksdbservice_DeleteResponse>;
  
  Get: grpc.handleUnaryCall<_rocksdbservice_GetRequest__Output, _rocksdbservice_GetResponse>;
  
  /**
   * Walks the whole store.
   */
  GetByPrefix: grpc.handleUnaryCall<_rocksdbservice_GetByPrefixRequest__Output, _rocksdbservice_GetByPrefixResponse>;
  
  Health: grpc.handleUnaryCall<_rocksdbservice_HealthRequest__Output, _rocksdbservice_HealthResponse>;
  
  ListKeys: grpc.handleUnaryCall<_rocksdbservice_ListKeysRequest__Output, _rocksdbservice_ListKeysResponse>;
  
  Put: grpc.handleUnaryCall<_rocksdbservice_PutRequest__Output, _rocksdbservice_PutResponse>;
  
}

export interface RocksDbServiceDefinition extends grpc.ServiceDefinition {
  BatchPut: MethodDefinition<_rocksdbservice_BatchPutRequest, _rocksdbservice_BatchPutResponse, _rocksdbservice_BatchPutRequest__Output, _rocksdbservice_BatchPutResponse__Output>
  Delete: MethodDefinition<_rocksdbservice_DeleteRequest, _rocksdbservice_DeleteResponse, _rocksdbservice_DeleteRequest__Output, _rocksdbservice_DeleteResponse__Output>
  Get: MethodDefinition<_rocksdbservice_GetRequest, _rocksdbservice_GetResponse, _rocksdbservice_GetRequest__Output, _rocksdbservice_GetResponse__Output>
  GetByPrefix: MethodDefinition<_rocksdbservice_GetByPrefixRequest, _rocksdbservice_GetByPrefixResponse, _rocksdbservice_GetByPrefixRequest__Output, _rocksdbservice_GetByPrefixResponse__Output>
  Health: MethodDefinition<_rocksdbservice_HealthRequest, _rocksdbservice_HealthResponse, _rocksdbservice_HealthRequest__Output, _rocksdbservice_HealthResponse__Output>
  ListKeys: MethodDefinition<_rocksdbservice_ListKeysRequest, _rocksdbservice_ListKeysResponse, _rocksdbservice_ListKeysRequest__Output, _rocksdbservice_ListKeysResponse__Output>
  Put: MethodDefinition<_rocksdbservice_PutRequest, _rocksdbservice_PutResponse, _rocksdbservice_PutRequest__Output, _rocksdbservice_PutResponse__Output>
}
