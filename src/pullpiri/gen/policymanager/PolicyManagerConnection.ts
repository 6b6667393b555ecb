// Original file: proto/pullpiri/policymanager.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { ReportFaultRequest as _policymanager_ReportFaultRequest, ReportFaultRequest__Output as _policymanager_ReportFaultRequest__Output } from '../policymanager/ReportFaultRequest.ts';
import type { ReportFaultResponse as _policymanager_ReportFaultResponse, ReportFaultResponse__Output as _policymanager_ReportFaultResponse__Output } from '../policymanager/ReportFaultResponse.ts';

/**
 * The PolicyManager of Pullpiri.
 */
export interface PolicyManagerConnectionClient extends grpc.Client {
  ReportFault(argument: _policymanager_ReportFaultRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_policymanager_ReportFaultResponse__Output>): grpc.ClientUnaryCall;
  ReportFault(argument: _policymanager_ReportFaultRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_policymanager_ReportFaultResponse__Output>): grpc.ClientUnaryCall;
  ReportFault(argument: _policymanager_ReportFaultRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_policymanager_ReportFaultResponse__Output>): grpc.ClientUnaryCall;
  ReportFault(argument: _policymanager_ReportFaultRequest, callback: grpc.requestCallback<_policymanager_ReportFaultResponse__Output>): grpc.ClientUnaryCall;
  reportFault(argument: _policymanager_ReportFaultRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_policymanager_ReportFaultResponse__Output>): grpc.ClientUnaryCall;
  reportFault(argument: _policymanager_ReportFaultRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_policymanager_ReportFaultResponse__Output>): grpc.ClientUnaryCall;
  reportFault(argument: _policymanager_ReportFaultRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_policymanager_ReportFaultResponse__Output>): grpc.ClientUnaryCall;
  reportFault(argument: _policymanager_ReportFaultRequest, callback: grpc.requestCallback<_policymanager_ReportFaultResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * The PolicyManager of Pullpiri.
 */
export interface PolicyManagerConnectionHandlers extends grpc.UntypedServiceImplementation {
  ReportFault: grpc.handleUnaryCall<_policymanager_ReportFaultRequest__Output, _policymanager_ReportFaultResponse>;
  
}

export interface PolicyManagerConnectionDefinition extends grpc.ServiceDefinition {
  ReportFault: MethodDefinition<_policymanager_ReportFaultRequest, _policymanager_ReportFaultResponse, _policymanager_ReportFaultRequest__Output, _policymanager_ReportFaultResponse__Output>
}
