// Original file: proto/piccolo/monitoringserver/v1/monitoring_server.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { SendAlertRequest as _piccolo_monitoringserver_v1_SendAlertRequest, SendAlertRequest__Output as _piccolo_monitoringserver_v1_SendAlertRequest__Output } from '../../../piccolo/monitoringserver/v1/SendAlertRequest.ts';
import type { SendAlertResponse as _piccolo_monitoringserver_v1_SendAlertResponse, SendAlertResponse__Output as _piccolo_monitoringserver_v1_SendAlertResponse__Output } from '../../../piccolo/monitoringserver/v1/SendAlertResponse.ts';
import type { SendMetricsRequest as _piccolo_monitoringserver_v1_SendMetricsRequest, SendMetricsRequest__Output as _piccolo_monitoringserver_v1_SendMetricsRequest__Output } from '../../../piccolo/monitoringserver/v1/SendMetricsRequest.ts';
import type { SendMetricsResponse as _piccolo_monitoringserver_v1_SendMetricsResponse, SendMetricsResponse__Output as _piccolo_monitoringserver_v1_SendMetricsResponse__Output } from '../../../piccolo/monitoringserver/v1/SendMetricsResponse.ts';

export interface MonitoringServerClient extends grpc.Client {
  SendAlert(argument: _piccolo_monitoringserver_v1_SendAlertRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_monitoringserver_v1_SendAlertResponse__Output>): grpc.ClientUnaryCall;
  SendAlert(argument: _piccolo_monitoringserver_v1_SendAlertRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_piccolo_monitoringserver_v1_SendAlertResponse__Output>): grpc.ClientUnaryCall;
  SendAlert(argument: _piccolo_monitoringserver_v1_SendAlertRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_monitoringserver_v1_SendAlertResponse__Output>): grpc.ClientUnaryCall;
  SendAlert(argument: _piccolo_monitoringserver_v1_SendAlertRequest, callback: grpc.requestCallback<_piccolo_monitoringserver_v1_SendAlertResponse__Output>): grpc.ClientUnaryCall;
  sendAlert(argument: _piccolo_monitoringserver_v1_SendAlertRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_monitoringserver_v1_SendAlertResponse__Output>): grpc.ClientUnaryCall;
  sendAlert(argument: _piccolo_monitoringserver_v1_SendAlertRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_piccolo_monitoringserver_v1_SendAlertResponse__Output>): grpc.ClientUnaryCall;
  sendAlert(argument: _piccolo_monitoringserver_v1_SendAlertRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_monitoringserver_v1_SendAlertResponse__Output>): grpc.ClientUnaryCall;
  sendAlert(argument: _piccolo_monitoringserver_v1_SendAlertRequest, callback: grpc.requestCallback<_piccolo_monitoringserver_v1_SendAlertResponse__Output>): grpc.ClientUnaryCall;
  
  SendMetrics(argument: _piccolo_monitoringserver_v1_SendMetricsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_monitoringserver_v1_SendMetricsResponse__Output>): grpc.ClientUnaryCall;
  SendMetrics(argument: _piccolo_monitoringserver_v1_SendMetricsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_piccolo_monitoringserver_v1_SendMetricsResponse__Output>): grpc.ClientUnaryCall;
  SendMetrics(argument: _piccolo_monitoringserver_v1_SendMetricsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_monitoringserver_v1_SendMetricsResponse__Output>): grpc.ClientUnaryCall;
  SendMetrics(argument: _piccolo_monitoringserver_v1_SendMetricsRequest, callback: grpc.requestCallback<_piccolo_monitoringserver_v1_SendMetricsResponse__Output>): grpc.ClientUnaryCall;
  sendMetrics(argument: _piccolo_monitoringserver_v1_SendMetricsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_monitoringserver_v1_SendMetricsResponse__Output>): grpc.ClientUnaryCall;
  sendMetrics(argument: _piccolo_monitoringserver_v1_SendMetricsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_piccolo_monitoringserver_v1_SendMetricsResponse__Output>): grpc.ClientUnaryCall;
  sendMetrics(argument: _piccolo_monitoringserver_v1_SendMetricsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_monitoringserver_v1_SendMetricsResponse__Output>): grpc.ClientUnaryCall;
  sendMetrics(argument: _piccolo_monitoringserver_v1_SendMetricsRequest, callback: grpc.requestCallback<_piccolo_monitoringserver_v1_SendMetricsResponse__Output>): grpc.ClientUnaryCall;
  
}

export interface MonitoringServerHandlers extends grpc.UntypedServiceImplementation {
  SendAlert: grpc.handleUnaryCall<_piccolo_monitoringserver_v1_SendAlertRequest__Output, _piccolo_monitoringserver_v1_SendAlertResponse>;
  
  SendMetrics: grpc.handleUnaryCall<_piccolo_monitoringserver_v1_SendMetricsRequest__Output, _piccolo_monitoringserver_v1_SendMetricsResponse>;
  
}

export interface MonitoringServerDefinition extends grpc.ServiceDefinition {
  SendAlert: MethodDefinition<_piccolo_monitoringserver_v1_SendAlertRequest, _piccolo_monitoringserver_v1_SendAlertResponse, _piccolo_monitoringserver_v1_SendAlertRequest__Output, _piccolo_monitoringserver_v1_SendAlertResponse__Output>
  SendMetrics: MethodDefinition<_piccolo_monitoringserver_v1_SendMetricsRequest, _piccolo_monitoringserver_v1_SendMetricsResponse, _piccolo_monitoringserver_v1_SendMetricsRequest__Output, _piccolo_monitoringserver_v1_SendMetricsResponse__Output>
}
