// Original file: proto/piccolo/statemanager/v1/state_manager.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { GetHistoryRequest as _piccolo_statemanager_v1_GetHistoryRequest, GetHistoryRequest__Output as _piccolo_statemanager_v1_GetHistoryRequest__Output } from '../../../piccolo/statemanager/v1/GetHistoryRequest.ts';
import type { GetHistoryResponse as _piccolo_statemanager_v1_GetHistoryResponse, GetHistoryResponse__Output as _piccolo_statemanager_v1_GetHistoryResponse__Output } from '../../../piccolo/statemanager/v1/GetHistoryResponse.ts';
import type { GetStatusRequest as _piccolo_statemanager_v1_GetStatusRequest, GetStatusRequest__Output as _piccolo_statemanager_v1_GetStatusRequest__Output } from '../../../piccolo/statemanager/v1/GetStatusRequest.ts';
import type { GetStatusResponse as _piccolo_statemanager_v1_GetStatusResponse, GetStatusResponse__Output as _piccolo_statemanager_v1_GetStatusResponse__Output } from '../../../piccolo/statemanager/v1/GetStatusResponse.ts';
import type { StateChangeEvent as _piccolo_statemanager_v1_StateChangeEvent, StateChangeEvent__Output as _piccolo_statemanager_v1_StateChangeEvent__Output } from '../../../piccolo/statemanager/v1/StateChangeEvent.ts';
import type { StateQueryRequest as _piccolo_statemanager_v1_StateQueryRequest, StateQueryRequest__Output as _piccolo_statemanager_v1_StateQueryRequest__Output } from '../../../piccolo/statemanager/v1/StateQueryRequest.ts';
import type { StateQueryResponse as _piccolo_statemanager_v1_StateQueryResponse, StateQueryResponse__Output as _piccolo_statemanager_v1_StateQueryResponse__Output } from '../../../piccolo/statemanager/v1/StateQueryResponse.ts';
import type { StateSubscriptionRequest as _piccolo_statemanager_v1_StateSubscriptionRequest, StateSubscriptionRequest__Output as _piccolo_statemanager_v1_StateSubscriptionRequest__Output } from '../../../piccolo/statemanager/v1/StateSubscriptionRequest.ts';
import type { StateUpdateRequest as _piccolo_statemanager_v1_StateUpdateRequest, StateUpdateRequest__Output as _piccolo_statemanager_v1_StateUpdateRequest__Output } from '../../../piccolo/statemanager/v1/StateUpdateRequest.ts';
import type { StateUpdateResponse as _piccolo_statemanager_v1_StateUpdateResponse, StateUpdateResponse__Output as _piccolo_statemanager_v1_StateUpdateResponse__Output } from '../../../piccolo/statemanager/v1/StateUpdateResponse.ts';

export interface StateManagerClient extends grpc.Client {
  /**
   * Reads what happened to a service, newest last.
   */
  GetHistory(argument: _piccolo_statemanager_v1_GetHistoryRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_statemanager_v1_GetHistoryResponse__Output>): grpc.ClientUnaryCall;
  GetHistory(argument: _piccolo_statemanager_v1_GetHistoryRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_piccolo_statemanager_v1_GetHistoryResponse__Output>): grpc.ClientUnaryCall;
  GetHistory(argument: _piccolo_statemanager_v1_GetHistoryRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_statemanager_v1_GetHistoryResponse__Output>): grpc.ClientUnaryCall;
  GetHistory(argument: _piccolo_statemanager_v1_GetHistoryRequest, callback: grpc.requestCallback<_piccolo_statemanager_v1_GetHistoryResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Reads what happened to a service, newest last.
   */
  getHistory(argument: _piccolo_statemanager_v1_GetHistoryRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_statemanager_v1_GetHistoryResponse__Output>): grpc.ClientUnaryCall;
  getHistory(argument: _piccolo_statemanager_v1_GetHistoryRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_piccolo_statemanager_v1_GetHistoryResponse__Output>): grpc.ClientUnaryCall;
  getHistory(argument: _piccolo_statemanager_v1_GetHistoryRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_statemanager_v1_GetHistoryResponse__Output>): grpc.ClientUnaryCall;
  getHistory(argument: _piccolo_statemanager_v1_GetHistoryRequest, callback: grpc.requestCallback<_piccolo_statemanager_v1_GetHistoryResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Health and load of the manager itself.
   */
  GetStatus(argument: _piccolo_statemanager_v1_GetStatusRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_statemanager_v1_GetStatusResponse__Output>): grpc.ClientUnaryCall;
  GetStatus(argument: _piccolo_statemanager_v1_GetStatusRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_piccolo_statemanager_v1_GetStatusResponse__Output>): grpc.ClientUnaryCall;
  GetStatus(argument: _piccolo_statemanager_v1_GetStatusRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_statemanager_v1_GetStatusResponse__Output>): grpc.ClientUnaryCall;
  GetStatus(argument: _piccolo_statemanager_v1_GetStatusRequest, callback: grpc.requestCallback<_piccolo_statemanager_v1_GetStatusResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Health and load of the manager itself.
   */
  getStatus(argument: _piccolo_statemanager_v1_GetStatusRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_statemanager_v1_GetStatusResponse__Output>): grpc.ClientUnaryCall;
  getStatus(argument: _piccolo_statemanager_v1_GetStatusRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_piccolo_statemanager_v1_GetStatusResponse__Output>): grpc.ClientUnaryCall;
  getStatus(argument: _piccolo_statemanager_v1_GetStatusRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_statemanager_v1_GetStatusResponse__Output>): grpc.ClientUnaryCall;
  getStatus(argument: _piccolo_statemanager_v1_GetStatusRequest, callback: grpc.requestCallback<_piccolo_statemanager_v1_GetStatusResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Reads services.
   */
  QueryState(argument: _piccolo_statemanager_v1_StateQueryRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_statemanager_v1_StateQueryResponse__Output>): grpc.ClientUnaryCall;
  QueryState(argument: _piccolo_statemanager_v1_StateQueryRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_piccolo_statemanager_v1_StateQueryResponse__Output>): grpc.ClientUnaryCall;
  QueryState(argument: _piccolo_statemanager_v1_StateQueryRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_statemanager_v1_StateQueryResponse__Output>): grpc.ClientUnaryCall;
  QueryState(argument: _piccolo_statemanager_v1_StateQueryRequest, callback: grpc.requestCallback<_piccolo_statemanager_v1_StateQueryResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Reads services.
   */
  queryState(argument: _piccolo_statemanager_v1_StateQueryRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_statemanager_v1_StateQueryResponse__Output>): grpc.ClientUnaryCall;
  queryState(argument: _piccolo_statemanager_v1_StateQueryRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_piccolo_statemanager_v1_StateQueryResponse__Output>): grpc.ClientUnaryCall;
  queryState(argument: _piccolo_statemanager_v1_StateQueryRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_statemanager_v1_StateQueryResponse__Output>): grpc.ClientUnaryCall;
  queryState(argument: _piccolo_statemanager_v1_StateQueryRequest, callback: grpc.requestCallback<_piccolo_statemanager_v1_StateQueryResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Follows services: a snapshot or a replay first, then every change in order of revision.
   */
  SubscribeToStateChanges(argument: _piccolo_statemanager_v1_StateSubscriptionRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_piccolo_statemanager_v1_StateChangeEvent__Output>;
  SubscribeToStateChanges(argument: _piccolo_statemanager_v1_StateSubscriptionRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_piccolo_statemanager_v1_StateChangeEvent__Output>;
  /**
   * Follows services: a snapshot or a replay first, then every change in order of revision.
   */
  subscribeToStateChanges(argument: _piccolo_statemanager_v1_StateSubscriptionRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_piccolo_statemanager_v1_StateChangeEvent__Output>;
  subscribeToStateChanges(argument: _piccolo_statemanager_v1_StateSubscriptionRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_piccolo_statemanager_v1_StateChangeEvent__Output>;
  
  /**
   * Creates or changes what is wanted of a service, or deletes it. Answered once it is stored.
   */
  UpdateState(argument: _piccolo_statemanager_v1_StateUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_statemanager_v1_StateUpdateResponse__Output>): grpc.ClientUnaryCall;
  UpdateState(argument: _piccolo_statemanager_v1_StateUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_piccolo_statemanager_v1_StateUpdateResponse__Output>): grpc.ClientUnaryCall;
  UpdateState(argument: _piccolo_statemanager_v1_StateUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_statemanager_v1_StateUpdateResponse__Output>): grpc.ClientUnaryCall;
  UpdateState(argument: _piccolo_statemanager_v1_StateUpdateRequest, callback: grpc.requestCallback<_piccolo_statemanager_v1_StateUpdateResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Creates or changes what is wanted of a service, or deletes it. Answered once it is stored.
   */
  updateState(argument: _piccolo_statemanager_v1_StateUpdateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_statemanager_v1_StateUpdateResponse__Output>): grpc.ClientUnaryCall;
  updateState(argument: _piccolo_statemanager_v1_StateUpdateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_piccolo_statemanager_v1_StateUpdateResponse__Output>): grpc.ClientUnaryCall;
  updateState(argument: _piccolo_statemanager_v1_StateUpdateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_statemanager_v1_StateUpdateResponse__Output>): grpc.ClientUnaryCall;
  updateState(argument: _piccolo_statemanager_v1_StateUpdateRequest, callback: grpc.requestCallback<_piccolo_statemanager_v1_StateUpdateResponse__Output>): grpc.ClientUnaryCall;
  
}

export interface StateManagerHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Reads what happened to a service, newest last.
   */
  GetHistory: grpc.handleUnaryCall<_piccolo_statemanager_v1_GetHistoryRequest__Output, _piccolo_statemanager_v1_GetHistoryResponse>;
  
  /**
   * Health and load of the manager itself.
   */
  GetStatus: grpc.handleUnaryCall<_piccolo_statemanager_v1_GetStatusRequest__Output, _piccolo_statemanager_v1_GetStatusResponse>;
  
  /**
   * Reads services.
   */
  QueryState: grpc.handleUnaryCall<_piccolo_statemanager_v1_StateQueryRequest__Output, _piccolo_statemanager_v1_StateQueryResponse>;
  
  /**
   * Follows services: a snapshot or a replay first, then every change in order of revision.
   */
  SubscribeToStateChanges: grpc.handleServerStreamingCall<_piccolo_statemanager_v1_StateSubscriptionRequest__Output, _piccolo_statemanager_v1_StateChangeEvent>;
  
  /**
   * Creates or changes what is wanted of a service, or deletes it. Answered once it is stored.
   */
  UpdateState: grpc.handleUnaryCall<_piccolo_statemanager_v1_StateUpdateRequest__Output, _piccolo_statemanager_v1_StateUpdateResponse>;
  
}

export interface StateManagerDefinition extends grpc.ServiceDefinition {
  GetHistory: MethodDefinition<_piccolo_statemanager_v1_GetHistoryRequest, _piccolo_statemanager_v1_GetHistoryResponse, _piccolo_statemanager_v1_GetHistoryRequest__Output, _piccolo_statemanager_v1_GetHistoryResponse__Output>
  GetStatus: MethodDefinition<_piccolo_statemanager_v1_GetStatusRequest, _piccolo_statemanager_v1_GetStatusResponse, _piccolo_statemanager_v1_GetStatusRequest__Output, _piccolo_statemanager_v1_GetStatusResponse__Output>
  QueryState: MethodDefinition<_piccolo_statemanager_v1_StateQueryRequest, _piccolo_statemanager_v1_StateQueryResponse, _piccolo_statemanager_v1_StateQueryRequest__Output, _piccolo_statemanager_v1_StateQueryResponse__Output>
  SubscribeToStateChanges: MethodDefinition<_piccolo_statemanager_v1_StateSubscriptionRequest, _piccolo_statemanager_v1_StateChangeEvent, _piccolo_statemanager_v1_StateSubscriptionRequest__Output, _piccolo_statemanager_v1_StateChangeEvent__Output>
  UpdateState: MethodDefinition<_piccolo_statemanager_v1_StateUpdateRequest, _piccolo_statemanager_v1_StateUpdateResponse, _piccolo_statemanager_v1_StateUpdateRequest__Output, _piccolo_statemanager_v1_StateUpdateResponse__Output>
}
