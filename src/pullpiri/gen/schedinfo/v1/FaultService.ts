// Original file: proto/pullpiri/schedinfo.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { FaultInfo as _schedinfo_v1_FaultInfo, FaultInfo__Output as _schedinfo_v1_FaultInfo__Output } from '../../schedinfo/v1/FaultInfo.ts';
import type { Response as _schedinfo_v1_Response, Response__Output as _schedinfo_v1_Response__Output } from '../../schedinfo/v1/Response.ts';

/**
 * Takes reports of faults.
 */
export interface FaultServiceClient extends grpc.Client {
  NotifyFault(argument: _schedinfo_v1_FaultInfo, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_schedinfo_v1_Response__Output>): grpc.ClientUnaryCall;
  NotifyFault(argument: _schedinfo_v1_FaultInfo, metadata: grpc.Metadata, callback: grpc.requestCallback<_schedinfo_v1_Response__Output>): grpc.ClientUnaryCall;
  NotifyFault(argument: _schedinfo_v1_FaultInfo, options: grpc.CallOptions, callback: grpc.requestCallback<_schedinfo_v1_Response__Output>): grpc.ClientUnaryCall;
  NotifyFault(argument: _schedinfo_v1_FaultInfo, callback: grpc.requestCallback<_schedinfo_v1_Response__Output>): grpc.ClientUnaryCall;
  notifyFault(argument: _schedinfo_v1_FaultInfo, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_schedinfo_v1_Response__Output>): grpc.ClientUnaryCall;
  notifyFault(argument: _schedinfo_v1_FaultInfo, metadata: grpc.Metadata, callback: grpc.requestCallback<_schedinfo_v1_Response__Output>): grpc.ClientUnaryCall;
  notifyFault(argument: _schedinfo_v1_FaultInfo, options: grpc.CallOptions, callback: grpc.requestCallback<_schedinfo_v1_Response__Output>): grpc.ClientUnaryCall;
  notifyFault(argument: _schedinfo_v1_FaultInfo, callback: grpc.requestCallback<_schedinfo_v1_Response__Output>): grpc.ClientUnaryCall;
  
}

/**
 * Takes reports of faults.
 */
export interface FaultServiceHandlers extends grpc.UntypedServiceImplementation {
  NotifyFault: grpc.handleUnaryCall<_schedinfo_v1_FaultInfo__Output, _schedinfo_v1_Response>;
  
}

export interface FaultServiceDefinition extends grpc.ServiceDefinition {
  NotifyFault: MethodDefinition<_schedinfo_v1_FaultInfo, _schedinfo_v1_Response, _schedinfo_v1_FaultInfo__Output, _schedinfo_v1_Response__Output>
}
