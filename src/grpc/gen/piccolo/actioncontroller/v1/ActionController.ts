// Original file: proto/piccolo/actioncontroller/v1/action_controller.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { ActionExecutionRequest as _piccolo_actioncontroller_v1_ActionExecutionRequest, ActionExecutionRequest__Output as _piccolo_actioncontroller_v1_ActionExecutionRequest__Output } from '../../../piccolo/actioncontroller/v1/ActionExecutionRequest.ts';
import type { ActionResponse as _piccolo_actioncontroller_v1_ActionResponse, ActionResponse__Output as _piccolo_actioncontroller_v1_ActionResponse__Output } from '../../../piccolo/actioncontroller/v1/ActionResponse.ts';
import type { LifecycleActionRequest as _piccolo_actioncontroller_v1_LifecycleActionRequest, LifecycleActionRequest__Output as _piccolo_actioncontroller_v1_LifecycleActionRequest__Output } from '../../../piccolo/actioncontroller/v1/LifecycleActionRequest.ts';
import type { RecoveryRequest as _piccolo_actioncontroller_v1_RecoveryRequest, RecoveryRequest__Output as _piccolo_actioncontroller_v1_RecoveryRequest__Output } from '../../../piccolo/actioncontroller/v1/RecoveryRequest.ts';

export interface ActionControllerClient extends grpc.Client {
  /**
   * One step of a plan that changes what runs: scale, version, configuration, placement.
   */
  ExecuteAction(argument: _piccolo_actioncontroller_v1_ActionExecutionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_actioncontroller_v1_ActionResponse__Output>): grpc.ClientUnaryCall;
  ExecuteAction(argument: _piccolo_actioncontroller_v1_ActionExecutionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_piccolo_actioncontroller_v1_ActionResponse__Output>): grpc.ClientUnaryCall;
  ExecuteAction(argument: _piccolo_actioncontroller_v1_ActionExecutionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_actioncontroller_v1_ActionResponse__Output>): grpc.ClientUnaryCall;
  ExecuteAction(argument: _piccolo_actioncontroller_v1_ActionExecutionRequest, callback: grpc.requestCallback<_piccolo_actioncontroller_v1_ActionResponse__Output>): grpc.ClientUnaryCall;
  /**
   * One step of a plan that changes what runs: scale, version, configuration, placement.
   */
  executeAction(argument: _piccolo_actioncontroller_v1_ActionExecutionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_actioncontroller_v1_ActionResponse__Output>): grpc.ClientUnaryCall;
  executeAction(argument: _piccolo_actioncontroller_v1_ActionExecutionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_piccolo_actioncontroller_v1_ActionResponse__Output>): grpc.ClientUnaryCall;
  executeAction(argument: _piccolo_actioncontroller_v1_ActionExecutionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_actioncontroller_v1_ActionResponse__Output>): grpc.ClientUnaryCall;
  executeAction(argument: _piccolo_actioncontroller_v1_ActionExecutionRequest, callback: grpc.requestCallback<_piccolo_actioncontroller_v1_ActionResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * One lifecycle action: start, stop, restart.
   */
  RequestLifecycleAction(argument: _piccolo_actioncontroller_v1_LifecycleActionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_actioncontroller_v1_ActionResponse__Output>): grpc.ClientUnaryCall;
  RequestLifecycleAction(argument: _piccolo_actioncontroller_v1_LifecycleActionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_piccolo_actioncontroller_v1_ActionResponse__Output>): grpc.ClientUnaryCall;
  RequestLifecycleAction(argument: _piccolo_actioncontroller_v1_LifecycleActionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_actioncontroller_v1_ActionResponse__Output>): grpc.ClientUnaryCall;
  RequestLifecycleAction(argument: _piccolo_actioncontroller_v1_LifecycleActionRequest, callback: grpc.requestCallback<_piccolo_actioncontroller_v1_ActionResponse__Output>): grpc.ClientUnaryCall;
  /**
   * One lifecycle action: start, stop, restart.
   */
  requestLifecycleAction(argument: _piccolo_actioncontroller_v1_LifecycleActionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_actioncontroller_v1_ActionResponse__Output>): grpc.ClientUnaryCall;
  requestLifecycleAction(argument: _piccolo_actioncontroller_v1_LifecycleActionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_piccolo_actioncontroller_v1_ActionResponse__Output>): grpc.ClientUnaryCall;
  requestLifecycleAction(argument: _piccolo_actioncontroller_v1_LifecycleActionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_actioncontroller_v1_ActionResponse__Output>): grpc.ClientUnaryCall;
  requestLifecycleAction(argument: _piccolo_actioncontroller_v1_LifecycleActionRequest, callback: grpc.requestCallback<_piccolo_actioncontroller_v1_ActionResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * One recovery action.
   */
  RequestRecovery(argument: _piccolo_actioncontroller_v1_RecoveryRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_actioncontroller_v1_ActionResponse__Output>): grpc.ClientUnaryCall;
  RequestRecovery(argument: _piccolo_actioncontroller_v1_RecoveryRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_piccolo_actioncontroller_v1_ActionResponse__Output>): grpc.ClientUnaryCall;
  RequestRecovery(argument: _piccolo_actioncontroller_v1_RecoveryRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_actioncontroller_v1_ActionResponse__Output>): grpc.ClientUnaryCall;
  RequestRecovery(argument: _piccolo_actioncontroller_v1_RecoveryRequest, callback: grpc.requestCallback<_piccolo_actioncontroller_v1_ActionResponse__Output>): grpc.ClientUnaryCall;
  /**
   * One recovery action.
   */
  requestRecovery(argument: _piccolo_actioncontroller_v1_RecoveryRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_actioncontroller_v1_ActionResponse__Output>): grpc.ClientUnaryCall;
  requestRecovery(argument: _piccolo_actioncontroller_v1_RecoveryRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_piccolo_actioncontroller_v1_ActionResponse__Output>): grpc.ClientUnaryCall;
  requestRecovery(argument: _piccolo_actioncontroller_v1_RecoveryRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_actioncontroller_v1_ActionResponse__Output>): grpc.ClientUnaryCall;
  requestRecovery(argument: _piccolo_actioncontroller_v1_RecoveryRequest, callback: grpc.requestCallback<_piccolo_actioncontroller_v1_ActionResponse__Output>): grpc.ClientUnaryCall;
  
}

export interface ActionControllerHandlers extends grpc.UntypedServiceImplementation {
  /**
   * One step of a plan that changes what runs: scale, version, configuration, placement.
   */
  ExecuteAction: grpc.handleUnaryCall<_piccolo_actioncontroller_v1_ActionExecutionRequest__Output, _piccolo_actioncontroller_v1_ActionResponse>;
  
  /**
   * One lifecycle action: start, stop, restart.
   */
  RequestLifecycleAction: grpc.handleUnaryCall<_piccolo_actioncontroller_v1_LifecycleActionRequest__Output, _piccolo_actioncontroller_v1_ActionResponse>;
  
  /**
   * One recovery action.
   */
  RequestRecovery: grpc.handleUnaryCall<_piccolo_actioncontroller_v1_RecoveryRequest__Output, _piccolo_actioncontroller_v1_ActionResponse>;
  
}

export interface ActionControllerDefinition extends grpc.ServiceDefinition {
  ExecuteAction: MethodDefinition<_piccolo_actioncontroller_v1_ActionExecutionRequest, _piccolo_actioncontroller_v1_ActionResponse, _piccolo_actioncontroller_v1_ActionExecutionRequest__Output, _piccolo_actioncontroller_v1_ActionResponse__Output>
  RequestLifecycleAction: MethodDefinition<_piccolo_actioncontroller_v1_LifecycleActionRequest, _piccolo_actioncontroller_v1_ActionResponse, _piccolo_actioncontroller_v1_LifecycleActionRequest__Output, _piccolo_actioncontroller_v1_ActionResponse__Output>
  RequestRecovery: MethodDefinition<_piccolo_actioncontroller_v1_RecoveryRequest, _piccolo_actioncontroller_v1_ActionResponse, _piccolo_actioncontroller_v1_RecoveryRequest__Output, _piccolo_actioncontroller_v1_ActionResponse__Output>
}
