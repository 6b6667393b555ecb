// Original file: proto/piccolo/nodeagent/v1/node_agent.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { GetStateDiffResponse as _piccolo_nodeagent_v1_GetStateDiffResponse, GetStateDiffResponse__Output as _piccolo_nodeagent_v1_GetStateDiffResponse__Output } from '../../../piccolo/nodeagent/v1/GetStateDiffResponse.ts';
import type { ReadLogsRequest as _piccolo_nodeagent_v1_ReadLogsRequest, ReadLogsRequest__Output as _piccolo_nodeagent_v1_ReadLogsRequest__Output } from '../../../piccolo/nodeagent/v1/ReadLogsRequest.ts';
import type { ReadLogsResponse as _piccolo_nodeagent_v1_ReadLogsResponse, ReadLogsResponse__Output as _piccolo_nodeagent_v1_ReadLogsResponse__Output } from '../../../piccolo/nodeagent/v1/ReadLogsResponse.ts';
import type { StateDiffRequest as _piccolo_nodeagent_v1_StateDiffRequest, StateDiffRequest__Output as _piccolo_nodeagent_v1_StateDiffRequest__Output } from '../../../piccolo/nodeagent/v1/StateDiffRequest.ts';
import type { StateDiffSubscription as _piccolo_nodeagent_v1_StateDiffSubscription, StateDiffSubscription__Output as _piccolo_nodeagent_v1_StateDiffSubscription__Output } from '../../../piccolo/nodeagent/v1/StateDiffSubscription.ts';
import type { SubscribeStateDiffsResponse as _piccolo_nodeagent_v1_SubscribeStateDiffsResponse, SubscribeStateDiffsResponse__Output as _piccolo_nodeagent_v1_SubscribeStateDiffsResponse__Output } from '../../../piccolo/nodeagent/v1/SubscribeStateDiffsResponse.ts';
import type { UpdateResourceStateRequest as _piccolo_nodeagent_v1_UpdateResourceStateRequest, UpdateResourceStateRequest__Output as _piccolo_nodeagent_v1_UpdateResourceStateRequest__Output } from '../../../piccolo/nodeagent/v1/UpdateResourceStateRequest.ts';
import type { UpdateResourceStateResponse as _piccolo_nodeagent_v1_UpdateResourceStateResponse, UpdateResourceStateResponse__Output as _piccolo_nodeagent_v1_UpdateResourceStateResponse__Output } from '../../../piccolo/nodeagent/v1/UpdateResourceStateResponse.ts';

export interface NodeAgentClient extends grpc.Client {
  /**
   * One look at one service, now.
   */
  GetStateDiff(argument: _piccolo_nodeagent_v1_StateDiffRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_nodeagent_v1_GetStateDiffResponse__Output>): grpc.ClientUnaryCall;
  GetStateDiff(argument: _piccolo_nodeagent_v1_StateDiffRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_piccolo_nodeagent_v1_GetStateDiffResponse__Output>): grpc.ClientUnaryCall;
  GetStateDiff(argument: _piccolo_nodeagent_v1_StateDiffRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_nodeagent_v1_GetStateDiffResponse__Output>): grpc.ClientUnaryCall;
  GetStateDiff(argument: _piccolo_nodeagent_v1_StateDiffRequest, callback: grpc.requestCallback<_piccolo_nodeagent_v1_GetStateDiffResponse__Output>): grpc.ClientUnaryCall;
  /**
   * One look at one service, now.
   */
  getStateDiff(argument: _piccolo_nodeagent_v1_StateDiffRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_nodeagent_v1_GetStateDiffResponse__Output>): grpc.ClientUnaryCall;
  getStateDiff(argument: _piccolo_nodeagent_v1_StateDiffRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_piccolo_nodeagent_v1_GetStateDiffResponse__Output>): grpc.ClientUnaryCall;
  getStateDiff(argument: _piccolo_nodeagent_v1_StateDiffRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_nodeagent_v1_GetStateDiffResponse__Output>): grpc.ClientUnaryCall;
  getStateDiff(argument: _piccolo_nodeagent_v1_StateDiffRequest, callback: grpc.requestCallback<_piccolo_nodeagent_v1_GetStateDiffResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * What a service writes. A node that gives no logs answers UNIMPLEMENTED: nothing else depends on it.
   */
  ReadLogs(argument: _piccolo_nodeagent_v1_ReadLogsRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_piccolo_nodeagent_v1_ReadLogsResponse__Output>;
  ReadLogs(argument: _piccolo_nodeagent_v1_ReadLogsRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_piccolo_nodeagent_v1_ReadLogsResponse__Output>;
  /**
   * What a service writes. A node that gives no logs answers UNIMPLEMENTED: nothing else depends on it.
   */
  readLogs(argument: _piccolo_nodeagent_v1_ReadLogsRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_piccolo_nodeagent_v1_ReadLogsResponse__Output>;
  readLogs(argument: _piccolo_nodeagent_v1_ReadLogsRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_piccolo_nodeagent_v1_ReadLogsResponse__Output>;
  
  /**
   * First a full snapshot (a diff for every service the node knows or was told of), then each change as it is seen.
   */
  SubscribeStateDiffs(argument: _piccolo_nodeagent_v1_StateDiffSubscription, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_piccolo_nodeagent_v1_SubscribeStateDiffsResponse__Output>;
  SubscribeStateDiffs(argument: _piccolo_nodeagent_v1_StateDiffSubscription, options?: grpc.CallOptions): grpc.ClientReadableStream<_piccolo_nodeagent_v1_SubscribeStateDiffsResponse__Output>;
  /**
   * First a full snapshot (a diff for every service the node knows or was told of), then each change as it is seen.
   */
  subscribeStateDiffs(argument: _piccolo_nodeagent_v1_StateDiffSubscription, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_piccolo_nodeagent_v1_SubscribeStateDiffsResponse__Output>;
  subscribeStateDiffs(argument: _piccolo_nodeagent_v1_StateDiffSubscription, options?: grpc.CallOptions): grpc.ClientReadableStream<_piccolo_nodeagent_v1_SubscribeStateDiffsResponse__Output>;
  
  /**
   * Tells the node what is wanted of a service; it compares with this from now on.
   */
  UpdateResourceState(argument: _piccolo_nodeagent_v1_UpdateResourceStateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_nodeagent_v1_UpdateResourceStateResponse__Output>): grpc.ClientUnaryCall;
  UpdateResourceState(argument: _piccolo_nodeagent_v1_UpdateResourceStateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_piccolo_nodeagent_v1_UpdateResourceStateResponse__Output>): grpc.ClientUnaryCall;
  UpdateResourceState(argument: _piccolo_nodeagent_v1_UpdateResourceStateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_nodeagent_v1_UpdateResourceStateResponse__Output>): grpc.ClientUnaryCall;
  UpdateResourceState(argument: _piccolo_nodeagent_v1_UpdateResourceStateRequest, callback: grpc.requestCallback<_piccolo_nodeagent_v1_UpdateResourceStateResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Tells the node what is wanted of a service; it compares with this from now on.
   */
  updateResourceState(argument: _piccolo_nodeagent_v1_UpdateResourceStateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_nodeagent_v1_UpdateResourceStateResponse__Output>): grpc.ClientUnaryCall;
  updateResourceState(argument: _piccolo_nodeagent_v1_UpdateResourceStateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_piccolo_nodeagent_v1_UpdateResourceStateResponse__Output>): grpc.ClientUnaryCall;
  updateResourceState(argument: _piccolo_nodeagent_v1_UpdateResourceStateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_nodeagent_v1_UpdateResourceStateResponse__Output>): grpc.ClientUnaryCall;
  updateResourceState(argument: _piccolo_nodeagent_v1_UpdateResourceStateRequest, callback: grpc.requestCallback<_piccolo_nodeagent_v1_UpdateResourceStateResponse__Output>): grpc.ClientUnaryCall;
  
}

export interface NodeAgentHandlers extends grpc.UntypedServiceImplementation {
  /**
   * One look at one service, now.
   */
  GetStateDiff: grpc.handleUnaryCall<_piccolo_nodeagent_v1_StateDiffRequest__Output, _piccolo_nodeagent_v1_GetStateDiffResponse>;
  
  /**
   * What a service writes. A node that gives no logs answers UNIMPLEMENTED: nothing else depends on it.
   */
  ReadLogs: grpc.handleServerStreamingCall<_piccolo_nodeagent_v1_ReadLogsRequest__Output, _piccolo_nodeagent_v1_ReadLogsResponse>;
  
  /**
   * First a full snapshot (a diff for every service the node knows or was told of), then each change as it is seen.
   */
  SubscribeStateDiffs: grpc.handleServerStreamingCall<_piccolo_nodeagent_v1_StateDiffSubscription__Output, _piccolo_nodeagent_v1_SubscribeStateDiffsResponse>;
  
  /**
   * Tells the node what is wanted of a service; it compares with this from now on.
   */
  UpdateResourceState: grpc.handleUnaryCall<_piccolo_nodeagent_v1_UpdateResourceStateRequest__Output, _piccolo_nodeagent_v1_UpdateResourceStateResponse>;
  
}

export interface NodeAgentDefinition extends grpc.ServiceDefinition {
  GetStateDiff: MethodDefinition<_piccolo_nodeagent_v1_StateDiffRequest, _piccolo_nodeagent_v1_GetStateDiffResponse, _piccolo_nodeagent_v1_StateDiffRequest__Output, _piccolo_nodeagent_v1_GetStateDiffResponse__Output>
  ReadLogs: MethodDefinition<_piccolo_nodeagent_v1_ReadLogsRequest, _piccolo_nodeagent_v1_ReadLogsResponse, _piccolo_nodeagent_v1_ReadLogsRequest__Output, _piccolo_nodeagent_v1_ReadLogsResponse__Output>
  SubscribeStateDiffs: MethodDefinition<_piccolo_nodeagent_v1_StateDiffSubscription, _piccolo_nodeagent_v1_SubscribeStateDiffsResponse, _piccolo_nodeagent_v1_StateDiffSubscription__Output, _piccolo_nodeagent_v1_SubscribeStateDiffsResponse__Output>
  UpdateResourceState: MethodDefinition<_piccolo_nodeagent_v1_UpdateResourceStateRequest, _piccolo_nodeagent_v1_UpdateResourceStateResponse, _piccolo_nodeagent_v1_UpdateResourceStateRequest__Output, _piccolo_nodeagent_v1_UpdateResourceStateResponse__Output>
}
