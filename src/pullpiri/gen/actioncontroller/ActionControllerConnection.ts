// Original file: proto/pullpiri/actioncontroller.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { OffloadModelRequest as _actioncontroller_OffloadModelRequest, OffloadModelRequest__Output as _actioncontroller_OffloadModelRequest__Output } from '../actioncontroller/OffloadModelRequest.ts';
import type { OffloadModelResponse as _actioncontroller_OffloadModelResponse, OffloadModelResponse__Output as _actioncontroller_OffloadModelResponse__Output } from '../actioncontroller/OffloadModelResponse.ts';

/**
 * The ActionController of Pullpiri.
 */
export interface ActionControllerConnectionClient extends grpc.Client {
  /**
   * Stops a model at its source and starts it at its target.
   */
  OffloadModel(argument: _actioncontroller_OffloadModelRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_actioncontroller_OffloadModelResponse__Output>): grpc.ClientUnaryCall;
  OffloadModel(argument: _actioncontroller_OffloadModelRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_actioncontroller_OffloadModelResponse__Output>): grpc.ClientUnaryCall;
  OffloadModel(argument: _actioncontroller_OffloadModelRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_actioncontroller_OffloadModelResponse__Output>): grpc.ClientUnaryCall;
  OffloadModel(argument: _actioncontroller_OffloadModelRequest, callback: grpc.requestCallback<_actioncontroller_OffloadModelResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Stops a model at its source and starts it at its target.
   */
  offloadModel(argument: _actioncontroller_OffloadModelRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_actioncontroller_OffloadModelResponse__Output>): grpc.ClientUnaryCall;
  offloadModel(argument: _actioncontroller_OffloadModelRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_actioncontroller_OffloadModelResponse__Output>): grpc.ClientUnaryCall;
  offloadModel(argument: _actioncontroller_OffloadModelRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_actioncontroller_OffloadModelResponse__Output>): grpc.ClientUnaryCall;
  offloadModel(argument: _actioncontroller_OffloadModelRequest, callback: grpc.requestCallback<_actioncontroller_OffloadModelResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * The ActionController of Pullpiri.
 */
export interface ActionControllerConnectionHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Stops a model at its source and starts it at its target.
   */
  OffloadModel: grpc.handleUnaryCall<_actioncontroller_OffloadModelRequest__Output, _actioncontroller_OffloadModelResponse>;
  
}

export interface ActionControllerConnectionDefinition extends grpc.ServiceDefinition {
  OffloadModel: MethodDefinition<_actioncontroller_OffloadModelRequest, _actioncontroller_OffloadModelResponse, _actioncontroller_OffloadModelRequest__Output, _actioncontroller_OffloadModelResponse__Output>
}
