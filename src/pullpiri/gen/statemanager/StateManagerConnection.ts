// Original file: proto/pullpiri/statemanager.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { Action as _statemanager_Action, Action__Output as _statemanager_Action__Output } from '../statemanager/Action.ts';
import type { ContainerList as _monitoringserver_ContainerList, ContainerList__Output as _monitoringserver_ContainerList__Output } from '../monitoringserver/ContainerList.ts';
import type { OffloadingRequest as _statemanager_OffloadingRequest, OffloadingRequest__Output as _statemanager_OffloadingRequest__Output } from '../statemanager/OffloadingRequest.ts';
import type { OffloadingResponse as _statemanager_OffloadingResponse, OffloadingResponse__Output as _statemanager_OffloadingResponse__Output } from '../statemanager/OffloadingResponse.ts';
import type { Response as _statemanager_Response, Response__Output as _statemanager_Response__Output } from '../statemanager/Response.ts';
import type { SendContainerListResponse as _monitoringserver_SendContainerListResponse, SendContainerListResponse__Output as _monitoringserver_SendContainerListResponse__Output } from '../monitoringserver/SendContainerListResponse.ts';
import type { StateChange as _statemanager_StateChange, StateChange__Output as _statemanager_StateChange__Output } from '../statemanager/StateChange.ts';
import type { StateChangeResponse as _statemanager_StateChangeResponse, StateChangeResponse__Output as _statemanager_StateChangeResponse__Output } from '../statemanager/StateChangeResponse.ts';

/**
 * The State Manager of Pullpiri.
 */
export interface StateManagerConnectionClient extends grpc.Client {
  /**
   * Nobody calls it; it is always refused.
   */
  SendAction(argument: _statemanager_Action, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_statemanager_Response__Output>): grpc.ClientUnaryCall;
  SendAction(argument: _statemanager_Action, metadata: grpc.Metadata, callback: grpc.requestCallback<_statemanager_Response__Output>): grpc.ClientUnaryCall;
  SendAction(argument: _statemanager_Action, options: grpc.CallOptions, callback: grpc.requestCallback<_statemanager_Response__Output>): grpc.ClientUnaryCall;
  SendAction(argument: _statemanager_Action, callback: grpc.requestCallback<_statemanager_Response__Output>): grpc.ClientUnaryCall;
  /**
   * Nobody calls it; it is always refused.
   */
  sendAction(argument: _statemanager_Action, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_statemanager_Response__Output>): grpc.ClientUnaryCall;
  sendAction(argument: _statemanager_Action, metadata: grpc.Metadata, callback: grpc.requestCallback<_statemanager_Response__Output>): grpc.ClientUnaryCall;
  sendAction(argument: _statemanager_Action, options: grpc.CallOptions, callback: grpc.requestCallback<_statemanager_Response__Output>): grpc.ClientUnaryCall;
  sendAction(argument: _statemanager_Action, callback: grpc.requestCallback<_statemanager_Response__Output>): grpc.ClientUnaryCall;
  
  /**
   * The containers of a node changed.
   */
  SendChangedContainerList(argument: _monitoringserver_ContainerList, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_monitoringserver_SendContainerListResponse__Output>): grpc.ClientUnaryCall;
  SendChangedContainerList(argument: _monitoringserver_ContainerList, metadata: grpc.Metadata, callback: grpc.requestCallback<_monitoringserver_SendContainerListResponse__Output>): grpc.ClientUnaryCall;
  SendChangedContainerList(argument: _monitoringserver_ContainerList, options: grpc.CallOptions, callback: grpc.requestCallback<_monitoringserver_SendContainerListResponse__Output>): grpc.ClientUnaryCall;
  SendChangedContainerList(argument: _monitoringserver_ContainerList, callback: grpc.requestCallback<_monitoringserver_SendContainerListResponse__Output>): grpc.ClientUnaryCall;
  /**
   * The containers of a node changed.
   */
  sendChangedContainerList(argument: _monitoringserver_ContainerList, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_monitoringserver_SendContainerListResponse__Output>): grpc.ClientUnaryCall;
  sendChangedContainerList(argument: _monitoringserver_ContainerList, metadata: grpc.Metadata, callback: grpc.requestCallback<_monitoringserver_SendContainerListResponse__Output>): grpc.ClientUnaryCall;
  sendChangedContainerList(argument: _monitoringserver_ContainerList, options: grpc.CallOptions, callback: grpc.requestCallback<_monitoringserver_SendContainerListResponse__Output>): grpc.ClientUnaryCall;
  sendChangedContainerList(argument: _monitoringserver_ContainerList, callback: grpc.requestCallback<_monitoringserver_SendContainerListResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * A resource changes its state.
   */
  SendStateChange(argument: _statemanager_StateChange, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_statemanager_StateChangeResponse__Output>): grpc.ClientUnaryCall;
  SendStateChange(argument: _statemanager_StateChange, metadata: grpc.Metadata, callback: grpc.requestCallback<_statemanager_StateChangeResponse__Output>): grpc.ClientUnaryCall;
  SendStateChange(argument: _statemanager_StateChange, options: grpc.CallOptions, callback: grpc.requestCallback<_statemanager_StateChangeResponse__Output>): grpc.ClientUnaryCall;
  SendStateChange(argument: _statemanager_StateChange, callback: grpc.requestCallback<_statemanager_StateChangeResponse__Output>): grpc.ClientUnaryCall;
  /**
   * A resource changes its state.
   */
  sendStateChange(argument: _statemanager_StateChange, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_statemanager_StateChangeResponse__Output>): grpc.ClientUnaryCall;
  sendStateChange(argument: _statemanager_StateChange, metadata: grpc.Metadata, callback: grpc.requestCallback<_statemanager_StateChangeResponse__Output>): grpc.ClientUnaryCall;
  sendStateChange(argument: _statemanager_StateChange, options: grpc.CallOptions, callback: grpc.requestCallback<_statemanager_StateChangeResponse__Output>): grpc.ClientUnaryCall;
  sendStateChange(argument: _statemanager_StateChange, callback: grpc.requestCallback<_statemanager_StateChangeResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * A model should move to another node.
   */
  TriggerOffloading(argument: _statemanager_OffloadingRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_statemanager_OffloadingResponse__Output>): grpc.ClientUnaryCall;
  TriggerOffloading(argument: _statemanager_OffloadingRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_statemanager_OffloadingResponse__Output>): grpc.ClientUnaryCall;
  TriggerOffloading(argument: _statemanager_OffloadingRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_statemanager_OffloadingResponse__Output>): grpc.ClientUnaryCall;
  TriggerOffloading(argument: _statemanager_OffloadingRequest, callback: grpc.requestCallback<_statemanager_OffloadingResponse__Output>): grpc.ClientUnaryCall;
  /**
   * A model should move to another node.
   */
  triggerOffloading(argument: _statemanager_OffloadingRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_statemanager_OffloadingResponse__Output>): grpc.ClientUnaryCall;
  triggerOffloading(argument: _statemanager_OffloadingRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_statemanager_OffloadingResponse__Output>): grpc.ClientUnaryCall;
  triggerOffloading(argument: _statemanager_OffloadingRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_statemanager_OffloadingResponse__Output>): grpc.ClientUnaryCall;
  triggerOffloading(argument: _statemanager_OffloadingRequest, callback: grpc.requestCallback<_statemanager_OffloadingResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * The State Manager of Pullpiri.
 */
export interface StateManagerConnectionHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Nobody calls it; it is always refused.
   */
  SendAction: grpc.handleUnaryCall<_statemanager_Action__Output, _statemanager_Response>;
  
  /**
   * The containers of a node changed.
   */
  SendChangedContainerList: grpc.handleUnaryCall<_monitoringserver_ContainerList__Output, _monitoringserver_SendContainerListResponse>;
  
  /**
   * A resource changes its state.
   */
  SendStateChange: grpc.handleUnaryCall<_statemanager_StateChange__Output, _statemanager_StateChangeResponse>;
  
  /**
   * A model should move to another node.
   */
  TriggerOffloading: grpc.handleUnaryCall<_statemanager_OffloadingRequest__Output, _statemanager_OffloadingResponse>;
  
}

export interface StateManagerConnectionDefinition extends grpc.ServiceDefinition {
  SendAction: MethodDefinition<_statemanager_Action, _statemanager_Response, _statemanager_Action__Output, _statemanager_Response__Output>
  SendChangedContainerList: MethodDefinition<_monitoringserver_ContainerList, _monitoringserver_SendContainerListResponse, _monitoringserver_ContainerList__Output, _monitoringserver_SendContainerListResponse__Output>
  SendStateChange: MethodDefinition<_statemanager_StateChange, _statemanager_StateChangeResponse, _statemanager_StateChange__Output, _statemanager_StateChangeResponse__Output>
  TriggerOffloading: MethodDefinition<_statemanager_OffloadingRequest, _statemanager_OffloadingResponse, _statemanager_OffloadingRequest__Output, _statemanager_OffloadingResponse__Output>
}
