// Original file: proto/piccolo/statemanager/v1/state_manager.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { AdoptTermRequest as _piccolo_statemanager_v1_AdoptTermRequest, AdoptTermRequest__Output as _piccolo_statemanager_v1_AdoptTermRequest__Output } from '../../../piccolo/statemanager/v1/AdoptTermRequest.ts';
import type { AdoptTermResponse as _piccolo_statemanager_v1_AdoptTermResponse, AdoptTermResponse__Output as _piccolo_statemanager_v1_AdoptTermResponse__Output } from '../../../piccolo/statemanager/v1/AdoptTermResponse.ts';
import type { ApplyRequest as _piccolo_statemanager_v1_ApplyRequest, ApplyRequest__Output as _piccolo_statemanager_v1_ApplyRequest__Output } from '../../../piccolo/statemanager/v1/ApplyRequest.ts';
import type { ApplyResponse as _piccolo_statemanager_v1_ApplyResponse, ApplyResponse__Output as _piccolo_statemanager_v1_ApplyResponse__Output } from '../../../piccolo/statemanager/v1/ApplyResponse.ts';
import type { ExplainRequest as _piccolo_statemanager_v1_ExplainRequest, ExplainRequest__Output as _piccolo_statemanager_v1_ExplainRequest__Output } from '../../../piccolo/statemanager/v1/ExplainRequest.ts';
import type { ExplainResponse as _piccolo_statemanager_v1_ExplainResponse, ExplainResponse__Output as _piccolo_statemanager_v1_ExplainResponse__Output } from '../../../piccolo/statemanager/v1/ExplainResponse.ts';
import type { GetHistoryRequest as _piccolo_statemanager_v1_GetHistoryRequest, GetHistoryRequest__Output as _piccolo_statemanager_v1_GetHistoryRequest__Output } from '../../../piccolo/statemanager/v1/GetHistoryRequest.ts';
import type { GetHistoryResponse as _piccolo_statemanager_v1_GetHistoryResponse, GetHistoryResponse__Output as _piccolo_statemanager_v1_GetHistoryResponse__Output } from '../../../piccolo/statemanager/v1/GetHistoryResponse.ts';
import type { GetLogsRequest as _piccolo_statemanager_v1_GetLogsRequest, GetLogsRequest__Output as _piccolo_statemanager_v1_GetLogsRequest__Output } from '../../../piccolo/statemanager/v1/GetLogsRequest.ts';
import type { GetLogsResponse as _piccolo_statemanager_v1_GetLogsResponse, GetLogsResponse__Output as _piccolo_statemanager_v1_GetLogsResponse__Output } from '../../../piccolo/statemanager/v1/GetLogsResponse.ts';
import type { GetStatusRequest as _piccolo_statemanager_v1_GetStatusRequest, GetStatusRequest__Output as _piccolo_statemanager_v1_GetStatusRequest__Output } from '../../../piccolo/statemanager/v1/GetStatusRequest.ts';
import type { GetStatusResponse as _piccolo_statemanager_v1_GetStatusResponse, GetStatusResponse__Output as _piccolo_statemanager_v1_GetStatusResponse__Output } from '../../../piccolo/statemanager/v1/GetStatusResponse.ts';
import type { ListAlertsRequest as _piccolo_statemanager_v1_ListAlertsRequest, ListAlertsRequest__Output as _piccolo_statemanager_v1_ListAlertsRequest__Output } from '../../../piccolo/statemanager/v1/ListAlertsRequest.ts';
import type { ListAlertsResponse as _piccolo_statemanager_v1_ListAlertsResponse, ListAlertsResponse__Output as _piccolo_statemanager_v1_ListAlertsResponse__Output } from '../../../piccolo/statemanager/v1/ListAlertsResponse.ts';
import type { ListInstancesRequest as _piccolo_statemanager_v1_ListInstancesRequest, ListInstancesRequest__Output as _piccolo_statemanager_v1_ListInstancesRequest__Output } from '../../../piccolo/statemanager/v1/ListInstancesRequest.ts';
import type { ListInstancesResponse as _piccolo_statemanager_v1_ListInstancesResponse, ListInstancesResponse__Output as _piccolo_statemanager_v1_ListInstancesResponse__Output } from '../../../piccolo/statemanager/v1/ListInstancesResponse.ts';
import type { PlanReconciliationRequest as _piccolo_statemanager_v1_PlanReconciliationRequest, PlanReconciliationRequest__Output as _piccolo_statemanager_v1_PlanReconciliationRequest__Output } from '../../../piccolo/statemanager/v1/PlanReconciliationRequest.ts';
import type { PlanReconciliationResponse as _piccolo_statemanager_v1_PlanReconciliationResponse, PlanReconciliationResponse__Output as _piccolo_statemanager_v1_PlanReconciliationResponse__Output } from '../../../piccolo/statemanager/v1/PlanReconciliationResponse.ts';
import type { StateChangeEvent as _piccolo_statemanager_v1_StateChangeEvent, StateChangeEvent__Output as _piccolo_statemanager_v1_StateChangeEvent__Output } from '../../../piccolo/statemanager/v1/StateChangeEvent.ts';
import type { StateQueryRequest as _piccolo_statemanager_v1_StateQueryRequest, StateQueryRequest__Output as _piccolo_statemanager_v1_StateQueryRequest__Output } from '../../../piccolo/statemanager/v1/StateQueryRequest.ts';
import type { StateQueryResponse as _piccolo_statemanager_v1_StateQueryResponse, StateQueryResponse__Output as _piccolo_statemanager_v1_StateQueryResponse__Output } from '../../../piccolo/statemanager/v1/StateQueryResponse.ts';
import type { StateSubscriptionRequest as _piccolo_statemanager_v1_StateSubscriptionRequest, StateSubscriptionRequest__Output as _piccolo_statemanager_v1_StateSubscriptionRequest__Output } from '../../../piccolo/statemanager/v1/StateSubscriptionRequest.ts';
import type { StateUpdateRequest as _piccolo_statemanager_v1_StateUpdateRequest, StateUpdateRequest__Output as _piccolo_statemanager_v1_StateUpdateRequest__Output } from '../../../piccolo/statemanager/v1/StateUpdateRequest.ts';
import type { StateUpdateResponse as _piccolo_statemanager_v1_StateUpdateResponse, StateUpdateResponse__Output as _piccolo_statemanager_v1_StateUpdateResponse__Output } from '../../../piccolo/statemanager/v1/StateUpdateResponse.ts';
import type { TriggerRecoveryRequest as _piccolo_statemanager_v1_TriggerRecoveryRequest, TriggerRecoveryRequest__Output as _piccolo_statemanager_v1_TriggerRecoveryRequest__Output } from '../../../piccolo/statemanager/v1/TriggerRecoveryRequest.ts';
import type { TriggerRecoveryResponse as _piccolo_statemanager_v1_TriggerRecoveryResponse, TriggerRecoveryResponse__Output as _piccolo_statemanager_v1_TriggerRecoveryResponse__Output } from '../../../piccolo/statemanager/v1/TriggerRecoveryResponse.ts';

export interface StateManagerClient extends grpc.Client {
  /**
   * A higher term, because peers have seen one. Only upward; answered by the leader once the term is kept.
   */
  AdoptTerm(argument: _piccolo_statemanager_v1_AdoptTermRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_statemanager_v1_AdoptTermResponse__Output>): grpc.ClientUnaryCall;
  AdoptTerm(argument: _piccolo_statemanager_v1_AdoptTermRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_piccolo_statemanager_v1_AdoptTermResponse__Output>): grpc.ClientUnaryCall;
  AdoptTerm(argument: _piccolo_statemanager_v1_AdoptTermRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_statemanager_v1_AdoptTermResponse__Output>): grpc.ClientUnaryCall;
  AdoptTerm(argument: _piccolo_statemanager_v1_AdoptTermRequest, callback: grpc.requestCallback<_piccolo_statemanager_v1_AdoptTermResponse__Output>): grpc.ClientUnaryCall;
  /**
   * A higher term, because peers have seen one. Only upward; answered by the leader once the term is kept.
   */
  adoptTerm(argument: _piccolo_statemanager_v1_AdoptTermRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_statemanager_v1_AdoptTermResponse__Output>): grpc.ClientUnaryCall;
  adoptTerm(argument: _piccolo_statemanager_v1_AdoptTermRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_piccolo_statemanager_v1_AdoptTermResponse__Output>): grpc.ClientUnaryCall;
  adoptTerm(argument: _piccolo_statemanager_v1_AdoptTermRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_statemanager_v1_AdoptTermResponse__Output>): grpc.ClientUnaryCall;
  adoptTerm(argument: _piccolo_statemanager_v1_AdoptTermRequest, callback: grpc.requestCallback<_piccolo_statemanager_v1_AdoptTermResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Creates, changes or deletes several services: all of it is stored, in one step, or nothing. Answered once it is stored.
   */
  Apply(argument: _piccolo_statemanager_v1_ApplyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_statemanager_v1_ApplyResponse__Output>): grpc.ClientUnaryCall;
  Apply(argument: _piccolo_statemanager_v1_ApplyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_piccolo_statemanager_v1_ApplyResponse__Output>): grpc.ClientUnaryCall;
  Apply(argument: _piccolo_statemanager_v1_ApplyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_statemanager_v1_ApplyResponse__Output>): grpc.ClientUnaryCall;
  Apply(argument: _piccolo_statemanager_v1_ApplyRequest, callback: grpc.requestCallback<_piccolo_statemanager_v1_ApplyResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Creates, changes or deletes several services: all of it is stored, in one step, or nothing. Answered once it is stored.
   */
  apply(argument: _piccolo_statemanager_v1_ApplyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_statemanager_v1_ApplyResponse__Output>): grpc.ClientUnaryCall;
  apply(argument: _piccolo_statemanager_v1_ApplyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_piccolo_statemanager_v1_ApplyResponse__Output>): grpc.ClientUnaryCall;
  apply(argument: _piccolo_statemanager_v1_ApplyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_statemanager_v1_ApplyResponse__Output>): grpc.ClientUnaryCall;
  apply(argument: _piccolo_statemanager_v1_ApplyRequest, callback: grpc.requestCallback<_piccolo_statemanager_v1_ApplyResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Why a service is as it is: what happened, told in sentences, cause before effect.
   */
  Explain(argument: _piccolo_statemanager_v1_ExplainRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_statemanager_v1_ExplainResponse__Output>): grpc.ClientUnaryCall;
  Explain(argument: _piccolo_statemanager_v1_ExplainRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_piccolo_statemanager_v1_ExplainResponse__Output>): grpc.ClientUnaryCall;
  Explain(argument: _piccolo_statemanager_v1_ExplainRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_statemanager_v1_ExplainResponse__Output>): grpc.ClientUnaryCall;
  Explain(argument: _piccolo_statemanager_v1_ExplainRequest, callback: grpc.requestCallback<_piccolo_statemanager_v1_ExplainResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Why a service is as it is: what happened, told in sentences, cause before effect.
   */
  explain(argument: _piccolo_statemanager_v1_ExplainRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_statemanager_v1_ExplainResponse__Output>): grpc.ClientUnaryCall;
  explain(argument: _piccolo_statemanager_v1_ExplainRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_piccolo_statemanager_v1_ExplainResponse__Output>): grpc.ClientUnaryCall;
  explain(argument: _piccolo_statemanager_v1_ExplainRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_statemanager_v1_ExplainResponse__Output>): grpc.ClientUnaryCall;
  explain(argument: _piccolo_statemanager_v1_ExplainRequest, callback: grpc.requestCallback<_piccolo_statemanager_v1_ExplainResponse__Output>): grpc.ClientUnaryCall;
  
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
   * What a service writes: relayed from its node, and kept nowhere. FAILED_PRECONDITION where the node does not answer or gives no logs.
   */
  GetLogs(argument: _piccolo_statemanager_v1_GetLogsRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_piccolo_statemanager_v1_GetLogsResponse__Output>;
  GetLogs(argument: _piccolo_statemanager_v1_GetLogsRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_piccolo_statemanager_v1_GetLogsResponse__Output>;
  /**
   * What a service writes: relayed from its node, and kept nowhere. FAILED_PRECONDITION where the node does not answer or gives no logs.
   */
  getLogs(argument: _piccolo_statemanager_v1_GetLogsRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_piccolo_statemanager_v1_GetLogsResponse__Output>;
  getLogs(argument: _piccolo_statemanager_v1_GetLogsRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_piccolo_statemanager_v1_GetLogsResponse__Output>;
  
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
   * The newest alerts, and what became of them.
   */
  ListAlerts(argument: _piccolo_statemanager_v1_ListAlertsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_statemanager_v1_ListAlertsResponse__Output>): grpc.ClientUnaryCall;
  ListAlerts(argument: _piccolo_statemanager_v1_ListAlertsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_piccolo_statemanager_v1_ListAlertsResponse__Output>): grpc.ClientUnaryCall;
  ListAlerts(argument: _piccolo_statemanager_v1_ListAlertsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_statemanager_v1_ListAlertsResponse__Output>): grpc.ClientUnaryCall;
  ListAlerts(argument: _piccolo_statemanager_v1_ListAlertsRequest, callback: grpc.requestCallback<_piccolo_statemanager_v1_ListAlertsResponse__Output>): grpc.ClientUnaryCall;
  /**
   * The newest alerts, and what became of them.
   */
  listAlerts(argument: _piccolo_statemanager_v1_ListAlertsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_statemanager_v1_ListAlertsResponse__Output>): grpc.ClientUnaryCall;
  listAlerts(argument: _piccolo_statemanager_v1_ListAlertsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_piccolo_statemanager_v1_ListAlertsResponse__Output>): grpc.ClientUnaryCall;
  listAlerts(argument: _piccolo_statemanager_v1_ListAlertsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_statemanager_v1_ListAlertsResponse__Output>): grpc.ClientUnaryCall;
  listAlerts(argument: _piccolo_statemanager_v1_ListAlertsRequest, callback: grpc.requestCallback<_piccolo_statemanager_v1_ListAlertsResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * The instances that share the state, as this one knows them; answered from memory, also without etcd.
   */
  ListInstances(argument: _piccolo_statemanager_v1_ListInstancesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_statemanager_v1_ListInstancesResponse__Output>): grpc.ClientUnaryCall;
  ListInstances(argument: _piccolo_statemanager_v1_ListInstancesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_piccolo_statemanager_v1_ListInstancesResponse__Output>): grpc.ClientUnaryCall;
  ListInstances(argument: _piccolo_statemanager_v1_ListInstancesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_statemanager_v1_ListInstancesResponse__Output>): grpc.ClientUnaryCall;
  ListInstances(argument: _piccolo_statemanager_v1_ListInstancesRequest, callback: grpc.requestCallback<_piccolo_statemanager_v1_ListInstancesResponse__Output>): grpc.ClientUnaryCall;
  /**
   * The instances that share the state, as this one knows them; answered from memory, also without etcd.
   */
  listInstances(argument: _piccolo_statemanager_v1_ListInstancesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_statemanager_v1_ListInstancesResponse__Output>): grpc.ClientUnaryCall;
  listInstances(argument: _piccolo_statemanager_v1_ListInstancesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_piccolo_statemanager_v1_ListInstancesResponse__Output>): grpc.ClientUnaryCall;
  listInstances(argument: _piccolo_statemanager_v1_ListInstancesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_statemanager_v1_ListInstancesResponse__Output>): grpc.ClientUnaryCall;
  listInstances(argument: _piccolo_statemanager_v1_ListInstancesRequest, callback: grpc.requestCallback<_piccolo_statemanager_v1_ListInstancesResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * What would be done about a look of a node, and why. Touches nothing.
   */
  PlanReconciliation(argument: _piccolo_statemanager_v1_PlanReconciliationRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_statemanager_v1_PlanReconciliationResponse__Output>): grpc.ClientUnaryCall;
  PlanReconciliation(argument: _piccolo_statemanager_v1_PlanReconciliationRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_piccolo_statemanager_v1_PlanReconciliationResponse__Output>): grpc.ClientUnaryCall;
  PlanReconciliation(argument: _piccolo_statemanager_v1_PlanReconciliationRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_statemanager_v1_PlanReconciliationResponse__Output>): grpc.ClientUnaryCall;
  PlanReconciliation(argument: _piccolo_statemanager_v1_PlanReconciliationRequest, callback: grpc.requestCallback<_piccolo_statemanager_v1_PlanReconciliationResponse__Output>): grpc.ClientUnaryCall;
  /**
   * What would be done about a look of a node, and why. Touches nothing.
   */
  planReconciliation(argument: _piccolo_statemanager_v1_PlanReconciliationRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_statemanager_v1_PlanReconciliationResponse__Output>): grpc.ClientUnaryCall;
  planReconciliation(argument: _piccolo_statemanager_v1_PlanReconciliationRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_piccolo_statemanager_v1_PlanReconciliationResponse__Output>): grpc.ClientUnaryCall;
  planReconciliation(argument: _piccolo_statemanager_v1_PlanReconciliationRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_statemanager_v1_PlanReconciliationResponse__Output>): grpc.ClientUnaryCall;
  planReconciliation(argument: _piccolo_statemanager_v1_PlanReconciliationRequest, callback: grpc.requestCallback<_piccolo_statemanager_v1_PlanReconciliationResponse__Output>): grpc.ClientUnaryCall;
  
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
   * Recovers, isolates or releases a service now. Answered once it is stored, not once it has worked.
   */
  TriggerRecovery(argument: _piccolo_statemanager_v1_TriggerRecoveryRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_statemanager_v1_TriggerRecoveryResponse__Output>): grpc.ClientUnaryCall;
  TriggerRecovery(argument: _piccolo_statemanager_v1_TriggerRecoveryRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_piccolo_statemanager_v1_TriggerRecoveryResponse__Output>): grpc.ClientUnaryCall;
  TriggerRecovery(argument: _piccolo_statemanager_v1_TriggerRecoveryRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_statemanager_v1_TriggerRecoveryResponse__Output>): grpc.ClientUnaryCall;
  TriggerRecovery(argument: _piccolo_statemanager_v1_TriggerRecoveryRequest, callback: grpc.requestCallback<_piccolo_statemanager_v1_TriggerRecoveryResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Recovers, isolates or releases a service now. Answered once it is stored, not once it has worked.
   */
  triggerRecovery(argument: _piccolo_statemanager_v1_TriggerRecoveryRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_statemanager_v1_TriggerRecoveryResponse__Output>): grpc.ClientUnaryCall;
  triggerRecovery(argument: _piccolo_statemanager_v1_TriggerRecoveryRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_piccolo_statemanager_v1_TriggerRecoveryResponse__Output>): grpc.ClientUnaryCall;
  triggerRecovery(argument: _piccolo_statemanager_v1_TriggerRecoveryRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_piccolo_statemanager_v1_TriggerRecoveryResponse__Output>): grpc.ClientUnaryCall;
  triggerRecovery(argument: _piccolo_statemanager_v1_TriggerRecoveryRequest, callback: grpc.requestCallback<_piccolo_statemanager_v1_TriggerRecoveryResponse__Output>): grpc.ClientUnaryCall;
  
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
   * A higher term, because peers have seen one. Only upward; answered by the leader once the term is kept.
   */
  AdoptTerm: grpc.handleUnaryCall<_piccolo_statemanager_v1_AdoptTermRequest__Output, _piccolo_statemanager_v1_AdoptTermResponse>;
  
  /**
   * Creates, changes or deletes several services: all of it is stored, in one step, or nothing. Answered once it is stored.
   */
  Apply: grpc.handleUnaryCall<_piccolo_statemanager_v1_ApplyRequest__Output, _piccolo_statemanager_v1_ApplyResponse>;
  
  /**
   * Why a service is as it is: what happened, told in sentences, cause before effect.
   */
  Explain: grpc.handleUnaryCall<_piccolo_statemanager_v1_ExplainRequest__Output, _piccolo_statemanager_v1_ExplainResponse>;
  
  /**
   * Reads what happened to a service, newest last.
   */
  GetHistory: grpc.handleUnaryCall<_piccolo_statemanager_v1_GetHistoryRequest__Output, _piccolo_statemanager_v1_GetHistoryResponse>;
  
  /**
   * What a service writes: relayed from its node, and kept nowhere. FAILED_PRECONDITION where the node does not answer or gives no logs.
   */
  GetLogs: grpc.handleServerStreamingCall<_piccolo_statemanager_v1_GetLogsRequest__Output, _piccolo_statemanager_v1_GetLogsResponse>;
  
  /**
   * Health and load of the manager itself.
   */
  GetStatus: grpc.handleUnaryCall<_piccolo_statemanager_v1_GetStatusRequest__Output, _piccolo_statemanager_v1_GetStatusResponse>;
  
  /**
   * The newest alerts, and what became of them.
   */
  ListAlerts: grpc.handleUnaryCall<_piccolo_statemanager_v1_ListAlertsRequest__Output, _piccolo_statemanager_v1_ListAlertsResponse>;
  
  /**
   * The instances that share the state, as this one knows them; answered from memory, also without etcd.
   */
  ListInstances: grpc.handleUnaryCall<_piccolo_statemanager_v1_ListInstancesRequest__Output, _piccolo_statemanager_v1_ListInstancesResponse>;
  
  /**
   * What would be done about a look of a node, and why. Touches nothing.
   */
  PlanReconciliation: grpc.handleUnaryCall<_piccolo_statemanager_v1_PlanReconciliationRequest__Output, _piccolo_statemanager_v1_PlanReconciliationResponse>;
  
  /**
   * Reads services.
   */
  QueryState: grpc.handleUnaryCall<_piccolo_statemanager_v1_StateQueryRequest__Output, _piccolo_statemanager_v1_StateQueryResponse>;
  
  /**
   * Follows services: a snapshot or a replay first, then every change in order of revision.
   */
  SubscribeToStateChanges: grpc.handleServerStreamingCall<_piccolo_statemanager_v1_StateSubscriptionRequest__Output, _piccolo_statemanager_v1_StateChangeEvent>;
  
  /**
   * Recovers, isolates or releases a service now. Answered once it is stored, not once it has worked.
   */
  TriggerRecovery: grpc.handleUnaryCall<_piccolo_statemanager_v1_TriggerRecoveryRequest__Output, _piccolo_statemanager_v1_TriggerRecoveryResponse>;
  
  /**
   * Creates or changes what is wanted of a service, or deletes it. Answered once it is stored.
   */
  UpdateState: grpc.handleUnaryCall<_piccolo_statemanager_v1_StateUpdateRequest__Output, _piccolo_statemanager_v1_StateUpdateResponse>;
  
}

export interface StateManagerDefinition extends grpc.ServiceDefinition {
  AdoptTerm: MethodDefinition<_piccolo_statemanager_v1_AdoptTermRequest, _piccolo_statemanager_v1_AdoptTermResponse, _piccolo_statemanager_v1_AdoptTermRequest__Output, _piccolo_statemanager_v1_AdoptTermResponse__Output>
  Apply: MethodDefinition<_piccolo_statemanager_v1_ApplyRequest, _piccolo_statemanager_v1_ApplyResponse, _piccolo_statemanager_v1_ApplyRequest__Output, _piccolo_statemanager_v1_ApplyResponse__Output>
  Explain: MethodDefinition<_piccolo_statemanager_v1_ExplainRequest, _piccolo_statemanager_v1_ExplainResponse, _piccolo_statemanager_v1_ExplainRequest__Output, _piccolo_statemanager_v1_ExplainResponse__Output>
  GetHistory: MethodDefinition<_piccolo_statemanager_v1_GetHistoryRequest, _piccolo_statemanager_v1_GetHistoryResponse, _piccolo_statemanager_v1_GetHistoryRequest__Output, _piccolo_statemanager_v1_GetHistoryResponse__Output>
  GetLogs: MethodDefinition<_piccolo_statemanager_v1_GetLogsRequest, _piccolo_statemanager_v1_GetLogsResponse, _piccolo_statemanager_v1_GetLogsRequest__Output, _piccolo_statemanager_v1_GetLogsResponse__Output>
  GetStatus: MethodDefinition<_piccolo_statemanager_v1_GetStatusRequest, _piccolo_statemanager_v1_GetStatusResponse, _piccolo_statemanager_v1_GetStatusRequest__Output, _piccolo_statemanager_v1_GetStatusResponse__Output>
  ListAlerts: MethodDefinition<_piccolo_statemanager_v1_ListAlertsRequest, _piccolo_statemanager_v1_ListAlertsResponse, _piccolo_statemanager_v1_ListAlertsRequest__Output, _piccolo_statemanager_v1_ListAlertsResponse__Output>
  ListInstances: MethodDefinition<_piccolo_statemanager_v1_ListInstancesRequest, _piccolo_statemanager_v1_ListInstancesResponse, _piccolo_statemanager_v1_ListInstancesRequest__Output, _piccolo_statemanager_v1_ListInstancesResponse__Output>
  PlanReconciliation: MethodDefinition<_piccolo_statemanager_v1_PlanReconciliationRequest, _piccolo_statemanager_v1_PlanReconciliationResponse, _piccolo_statemanager_v1_PlanReconciliationRequest__Output, _piccolo_statemanager_v1_PlanReconciliationResponse__Output>
  QueryState: MethodDefinition<_piccolo_statemanager_v1_StateQueryRequest, _piccolo_statemanager_v1_StateQueryResponse, _piccolo_statemanager_v1_StateQueryRequest__Output, _piccolo_statemanager_v1_StateQueryResponse__Output>
  SubscribeToStateChanges: MethodDefinition<_piccolo_statemanager_v1_StateSubscriptionRequest, _piccolo_statemanager_v1_StateChangeEvent, _piccolo_statemanager_v1_StateSubscriptionRequest__Output, _piccolo_statemanager_v1_StateChangeEvent__Output>
  TriggerRecovery: MethodDefinition<_piccolo_statemanager_v1_TriggerRecoveryRequest, _piccolo_statemanager_v1_TriggerRecoveryResponse, _piccolo_statemanager_v1_TriggerRecoveryRequest__Output, _piccolo_statemanager_v1_TriggerRecoveryResponse__Output>
  UpdateState: MethodDefinition<_piccolo_statemanager_v1_StateUpdateRequest, _piccolo_statemanager_v1_StateUpdateResponse, _piccolo_statemanager_v1_StateUpdateRequest__Output, _piccolo_statemanager_v1_StateUpdateResponse__Output>
}
