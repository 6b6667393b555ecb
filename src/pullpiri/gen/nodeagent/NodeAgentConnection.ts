// Original file: proto/pullpiri/nodeagent.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { HandleWorkloadRequest as _nodeagent_fromactioncontroller_HandleWorkloadRequest, HandleWorkloadRequest__Output as _nodeagent_fromactioncontroller_HandleWorkloadRequest__Output } from '../nodeagent/fromactioncontroller/HandleWorkloadRequest.ts';
import type { HandleWorkloadResponse as _nodeagent_fromactioncontroller_HandleWorkloadResponse, HandleWorkloadResponse__Output as _nodeagent_fromactioncontroller_HandleWorkloadResponse__Output } from '../nodeagent/fromactioncontroller/HandleWorkloadResponse.ts';
import type { HeartbeatRequest as _nodeagent_fromapiserver_HeartbeatRequest, HeartbeatRequest__Output as _nodeagent_fromapiserver_HeartbeatRequest__Output } from '../nodeagent/fromapiserver/HeartbeatRequest.ts';
import type { HeartbeatResponse as _nodeagent_fromapiserver_HeartbeatResponse, HeartbeatResponse__Output as _nodeagent_fromapiserver_HeartbeatResponse__Output } from '../nodeagent/fromapiserver/HeartbeatResponse.ts';

/**
 * The NodeAgent of Pullpiri.
 */
export interface NodeAgentConnectionClient extends grpc.Client {
  /**
   * Something is done with the containers of a pod.
   */
  HandleWorkload(argument: _nodeagent_fromactioncontroller_HandleWorkloadRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_nodeagent_fromactioncontroller_HandleWorkloadResponse__Output>): grpc.ClientUnaryCall;
  HandleWorkload(argument: _nodeagent_fromactioncontroller_HandleWorkloadRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_nodeagent_fromactioncontroller_HandleWorkloadResponse__Output>): grpc.ClientUnaryCall;
  HandleWorkload(argument: _nodeagent_fromactioncontroller_HandleWorkloadRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_nodeagent_fromactioncontroller_HandleWorkloadResponse__Output>): grpc.ClientUnaryCall;
  HandleWorkload(argument: _nodeagent_fromactioncontroller_HandleWorkloadRequest, callback: grpc.requestCallback<_nodeagent_fromactioncontroller_HandleWorkloadResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Something is done with the containers of a pod.
   */
  handleWorkload(argument: _nodeagent_fromactioncontroller_HandleWorkloadRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_nodeagent_fromactioncontroller_HandleWorkloadResponse__Output>): grpc.ClientUnaryCall;
  handleWorkload(argument: _nodeagent_fromactioncontroller_HandleWorkloadRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_nodeagent_fromactioncontroller_HandleWorkloadResponse__Output>): grpc.ClientUnaryCall;
  handleWorkload(argument: _nodeagent_fromactioncontroller_HandleWorkloadRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_nodeagent_fromactioncontroller_HandleWorkloadResponse__Output>): grpc.ClientUnaryCall;
  handleWorkload(argument: _nodeagent_fromactioncontroller_HandleWorkloadRequest, callback: grpc.requestCallback<_nodeagent_fromactioncontroller_HandleWorkloadResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Whether it lives.
   */
  Heartbeat(argument: _nodeagent_fromapiserver_HeartbeatRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_nodeagent_fromapiserver_HeartbeatResponse__Output>): grpc.ClientUnaryCall;
  Heartbeat(argument: _nodeagent_fromapiserver_HeartbeatRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_nodeagent_fromapiserver_HeartbeatResponse__Output>): grpc.ClientUnaryCall;
  Heartbeat(argument: _nodeagent_fromapiserver_HeartbeatRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_nodeagent_fromapiserver_HeartbeatResponse__Output>): grpc.ClientUnaryCall;
  Heartbeat(argument: _nodeagent_fromapiserver_HeartbeatRequest, callback: grpc.requestCallback<_nodeagent_fromapiserver_HeartbeatResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Whether it lives.
   */
  heartbeat(argument: _nodeagent_fromapiserver_HeartbeatRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_nodeagent_fromapiserver_HeartbeatResponse__Output>): grpc.ClientUnaryCall;
  heartbeat(argument: _nodeagent_fromapiserver_HeartbeatRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_nodeagent_fromapiserver_HeartbeatResponse__Output>): grpc.ClientUnaryCall;
  heartbeat(argument: _nodeagent_fromapiserver_HeartbeatRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_nodeagent_fromapiserver_HeartbeatResponse__Output>): grpc.ClientUnaryCall;
  heartbeat(argument: _nodeagent_fromapiserver_HeartbeatRequest, callback: grpc.requestCallback<_nodeagent_fromapiserver_HeartbeatResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * The NodeAgent of Pullpiri.
 */
export interface NodeAgentConnectionHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Something is done with the containers of a pod.
   */
  HandleWorkload: grpc.handleUnaryCall<_nodeagent_fromactioncontroller_HandleWorkloadRequest__Output, _nodeagent_fromactioncontroller_HandleWorkloadResponse>;
  
  /**
   * Whether it lives.
   */
  Heartbeat: grpc.handleUnaryCall<_nodeagent_fromapiserver_HeartbeatRequest__Output, _nodeagent_fromapiserver_HeartbeatResponse>;
  
}

export interface NodeAgentConnectionDefinition extends grpc.ServiceDefinition {
  HandleWorkload: MethodDefinition<_nodeagent_fromactioncontroller_HandleWorkloadRequest, _nodeagent_fromactioncontroller_HandleWorkloadResponse, _nodeagent_fromactioncontroller_HandleWorkloadRequest__Output, _nodeagent_fromactioncontroller_HandleWorkloadResponse__Output>
  Heartbeat: MethodDefinition<_nodeagent_fromapiserver_HeartbeatRequest, _nodeagent_fromapiserver_HeartbeatResponse, _nodeagent_fromapiserver_HeartbeatRequest__Output, _nodeagent_fromapiserver_HeartbeatResponse__Output>
}
