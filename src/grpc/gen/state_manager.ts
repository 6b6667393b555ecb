import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { ListValue as _google_protobuf_ListValue, ListValue__Output as _google_protobuf_ListValue__Output } from './google/protobuf/ListValue.ts';
import type { Struct as _google_protobuf_Struct, Struct__Output as _google_protobuf_Struct__Output } from './google/protobuf/Struct.ts';
import type { Value as _google_protobuf_Value, Value__Output as _google_protobuf_Value__Output } from './google/protobuf/Value.ts';
import type { FieldChange as _piccolo_common_v1_FieldChange, FieldChange__Output as _piccolo_common_v1_FieldChange__Output } from './piccolo/common/v1/FieldChange.ts';
import type { PhaseTimeouts as _piccolo_common_v1_PhaseTimeouts, PhaseTimeouts__Output as _piccolo_common_v1_PhaseTimeouts__Output } from './piccolo/common/v1/PhaseTimeouts.ts';
import type { RecoveryStrategy as _piccolo_common_v1_RecoveryStrategy, RecoveryStrategy__Output as _piccolo_common_v1_RecoveryStrategy__Output } from './piccolo/common/v1/RecoveryStrategy.ts';
import type { ResourceId as _piccolo_common_v1_ResourceId, ResourceId__Output as _piccolo_common_v1_ResourceId__Output } from './piccolo/common/v1/ResourceId.ts';
import type { ResourceMetadata as _piccolo_common_v1_ResourceMetadata, ResourceMetadata__Output as _piccolo_common_v1_ResourceMetadata__Output } from './piccolo/common/v1/ResourceMetadata.ts';
import type { ResourceRequirements as _piccolo_common_v1_ResourceRequirements, ResourceRequirements__Output as _piccolo_common_v1_ResourceRequirements__Output } from './piccolo/common/v1/ResourceRequirements.ts';
import type { ServiceCondition as _piccolo_common_v1_ServiceCondition, ServiceCondition__Output as _piccolo_common_v1_ServiceCondition__Output } from './piccolo/common/v1/ServiceCondition.ts';
import type { ServiceDependency as _piccolo_common_v1_ServiceDependency, ServiceDependency__Output as _piccolo_common_v1_ServiceDependency__Output } from './piccolo/common/v1/ServiceDependency.ts';
import type { ServiceSpec as _piccolo_common_v1_ServiceSpec, ServiceSpec__Output as _piccolo_common_v1_ServiceSpec__Output } from './piccolo/common/v1/ServiceSpec.ts';
import type { ServiceState as _piccolo_common_v1_ServiceState, ServiceState__Output as _piccolo_common_v1_ServiceState__Output } from './piccolo/common/v1/ServiceState.ts';
import type { ServiceStatus as _piccolo_common_v1_ServiceStatus, ServiceStatus__Output as _piccolo_common_v1_ServiceStatus__Output } from './piccolo/common/v1/ServiceStatus.ts';
import type { StateEvent as _piccolo_common_v1_StateEvent, StateEvent__Output as _piccolo_common_v1_StateEvent__Output } from './piccolo/common/v1/StateEvent.ts';
import type { Change as _piccolo_statemanager_v1_Change, Change__Output as _piccolo_statemanager_v1_Change__Output } from './piccolo/statemanager/v1/Change.ts';
import type { DeleteService as _piccolo_statemanager_v1_DeleteService, DeleteService__Output as _piccolo_statemanager_v1_DeleteService__Output } from './piccolo/statemanager/v1/DeleteService.ts';
import type { Gap as _piccolo_statemanager_v1_Gap, Gap__Output as _piccolo_statemanager_v1_Gap__Output } from './piccolo/statemanager/v1/Gap.ts';
import type { GetHistoryRequest as _piccolo_statemanager_v1_GetHistoryRequest, GetHistoryRequest__Output as _piccolo_statemanager_v1_GetHistoryRequest__Output } from './piccolo/statemanager/v1/GetHistoryRequest.ts';
import type { GetHistoryResponse as _piccolo_statemanager_v1_GetHistoryResponse, GetHistoryResponse__Output as _piccolo_statemanager_v1_GetHistoryResponse__Output } from './piccolo/statemanager/v1/GetHistoryResponse.ts';
import type { GetStatusRequest as _piccolo_statemanager_v1_GetStatusRequest, GetStatusRequest__Output as _piccolo_statemanager_v1_GetStatusRequest__Output } from './piccolo/statemanager/v1/GetStatusRequest.ts';
import type { GetStatusResponse as _piccolo_statemanager_v1_GetStatusResponse, GetStatusResponse__Output as _piccolo_statemanager_v1_GetStatusResponse__Output } from './piccolo/statemanager/v1/GetStatusResponse.ts';
import type { NodeStatus as _piccolo_statemanager_v1_NodeStatus, NodeStatus__Output as _piccolo_statemanager_v1_NodeStatus__Output } from './piccolo/statemanager/v1/NodeStatus.ts';
import type { ServiceFilter as _piccolo_statemanager_v1_ServiceFilter, ServiceFilter__Output as _piccolo_statemanager_v1_ServiceFilter__Output } from './piccolo/statemanager/v1/ServiceFilter.ts';
import type { SnapshotComplete as _piccolo_statemanager_v1_SnapshotComplete, SnapshotComplete__Output as _piccolo_statemanager_v1_SnapshotComplete__Output } from './piccolo/statemanager/v1/SnapshotComplete.ts';
import type { SnapshotFirst as _piccolo_statemanager_v1_SnapshotFirst, SnapshotFirst__Output as _piccolo_statemanager_v1_SnapshotFirst__Output } from './piccolo/statemanager/v1/SnapshotFirst.ts';
import type { StateChangeEvent as _piccolo_statemanager_v1_StateChangeEvent, StateChangeEvent__Output as _piccolo_statemanager_v1_StateChangeEvent__Output } from './piccolo/statemanager/v1/StateChangeEvent.ts';
import type { StateManagerClient as _piccolo_statemanager_v1_StateManagerClient, StateManagerDefinition as _piccolo_statemanager_v1_StateManagerDefinition } from './piccolo/statemanager/v1/StateManager.ts';
import type { StateQueryRequest as _piccolo_statemanager_v1_StateQueryRequest, StateQueryRequest__Output as _piccolo_statemanager_v1_StateQueryRequest__Output } from './piccolo/statemanager/v1/StateQueryRequest.ts';
import type { StateQueryResponse as _piccolo_statemanager_v1_StateQueryResponse, StateQueryResponse__Output as _piccolo_statemanager_v1_StateQueryResponse__Output } from './piccolo/statemanager/v1/StateQueryResponse.ts';
import type { StateSubscriptionRequest as _piccolo_statemanager_v1_StateSubscriptionRequest, StateSubscriptionRequest__Output as _piccolo_statemanager_v1_StateSubscriptionRequest__Output } from './piccolo/statemanager/v1/StateSubscriptionRequest.ts';
import type { StateUpdateRequest as _piccolo_statemanager_v1_StateUpdateRequest, StateUpdateRequest__Output as _piccolo_statemanager_v1_StateUpdateRequest__Output } from './piccolo/statemanager/v1/StateUpdateRequest.ts';
import type { StateUpdateResponse as _piccolo_statemanager_v1_StateUpdateResponse, StateUpdateResponse__Output as _piccolo_statemanager_v1_StateUpdateResponse__Output } from './piccolo/statemanager/v1/StateUpdateResponse.ts';
import type { SubscriptionHeartbeat as _piccolo_statemanager_v1_SubscriptionHeartbeat, SubscriptionHeartbeat__Output as _piccolo_statemanager_v1_SubscriptionHeartbeat__Output } from './piccolo/statemanager/v1/SubscriptionHeartbeat.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  google: {
    protobuf: {
      ListValue: MessageTypeDefinition<_google_protobuf_ListValue, _google_protobuf_ListValue__Output>
      NullValue: EnumTypeDefinition
      Struct: MessageTypeDefinition<_google_protobuf_Struct, _google_protobuf_Struct__Output>
      Value: MessageTypeDefinition<_google_protobuf_Value, _google_protobuf_Value__Output>
    }
  }
  piccolo: {
    common: {
      v1: {
        ConditionStatus: EnumTypeDefinition
        ConditionType: EnumTypeDefinition
        Criticality: EnumTypeDefinition
        DependencyCondition: EnumTypeDefinition
        EventSource: EnumTypeDefinition
        EventType: EnumTypeDefinition
        FieldChange: MessageTypeDefinition<_piccolo_common_v1_FieldChange, _piccolo_common_v1_FieldChange__Output>
        IssueType: EnumTypeDefinition
        PhaseTimeouts: MessageTypeDefinition<_piccolo_common_v1_PhaseTimeouts, _piccolo_common_v1_PhaseTimeouts__Output>
        RecoveryAction: EnumTypeDefinition
        RecoveryStrategy: MessageTypeDefinition<_piccolo_common_v1_RecoveryStrategy, _piccolo_common_v1_RecoveryStrategy__Output>
        ResourceId: MessageTypeDefinition<_piccolo_common_v1_ResourceId, _piccolo_common_v1_ResourceId__Output>
        ResourceMetadata: MessageTypeDefinition<_piccolo_common_v1_ResourceMetadata, _piccolo_common_v1_ResourceMetadata__Output>
        ResourceRequirements: MessageTypeDefinition<_piccolo_common_v1_ResourceRequirements, _piccolo_common_v1_ResourceRequirements__Output>
        ServiceCondition: MessageTypeDefinition<_piccolo_common_v1_ServiceCondition, _piccolo_common_v1_ServiceCondition__Output>
        ServiceDependency: MessageTypeDefinition<_piccolo_common_v1_ServiceDependency, _piccolo_common_v1_ServiceDependency__Output>
        ServiceSpec: MessageTypeDefinition<_piccolo_common_v1_ServiceSpec, _piccolo_common_v1_ServiceSpec__Output>
        ServiceState: MessageTypeDefinition<_piccolo_common_v1_ServiceState, _piccolo_common_v1_ServiceState__Output>
        ServiceStateType: EnumTypeDefinition
        ServiceStatus: MessageTypeDefinition<_piccolo_common_v1_ServiceStatus, _piccolo_common_v1_ServiceStatus__Output>
        StateEvent: MessageTypeDefinition<_piccolo_common_v1_StateEvent, _piccolo_common_v1_StateEvent__Output>
      }
    }
    statemanager: {
      v1: {
        Change: MessageTypeDefinition<_piccolo_statemanager_v1_Change, _piccolo_statemanager_v1_Change__Output>
        DeleteService: MessageTypeDefinition<_piccolo_statemanager_v1_DeleteService, _piccolo_statemanager_v1_DeleteService__Output>
        Gap: MessageTypeDefinition<_piccolo_statemanager_v1_Gap, _piccolo_statemanager_v1_Gap__Output>
        GetHistoryRequest: MessageTypeDefinition<_piccolo_statemanager_v1_GetHistoryRequest, _piccolo_statemanager_v1_GetHistoryRequest__Output>
        GetHistoryResponse: MessageTypeDefinition<_piccolo_statemanager_v1_GetHistoryResponse, _piccolo_statemanager_v1_GetHistoryResponse__Output>
        GetStatusRequest: MessageTypeDefinition<_piccolo_statemanager_v1_GetStatusRequest, _piccolo_statemanager_v1_GetStatusRequest__Output>
        GetStatusResponse: MessageTypeDefinition<_piccolo_statemanager_v1_GetStatusResponse, _piccolo_statemanager_v1_GetStatusResponse__Output>
        NodeStatus: MessageTypeDefinition<_piccolo_statemanager_v1_NodeStatus, _piccolo_statemanager_v1_NodeStatus__Output>
        ServiceFilter: MessageTypeDefinition<_piccolo_statemanager_v1_ServiceFilter, _piccolo_statemanager_v1_ServiceFilter__Output>
        SnapshotComplete: MessageTypeDefinition<_piccolo_statemanager_v1_SnapshotComplete, _piccolo_statemanager_v1_SnapshotComplete__Output>
        SnapshotFirst: MessageTypeDefinition<_piccolo_statemanager_v1_SnapshotFirst, _piccolo_statemanager_v1_SnapshotFirst__Output>
        StateChangeEvent: MessageTypeDefinition<_piccolo_statemanager_v1_StateChangeEvent, _piccolo_statemanager_v1_StateChangeEvent__Output>
        StateManager: SubtypeConstructor<typeof grpc.Client, _piccolo_statemanager_v1_StateManagerClient> & { service: _piccolo_statemanager_v1_StateManagerDefinition }
        StateQueryRequest: MessageTypeDefinition<_piccolo_statemanager_v1_StateQueryRequest, _piccolo_statemanager_v1_StateQueryRequest__Output>
        StateQueryResponse: MessageTypeDefinition<_piccolo_statemanager_v1_StateQueryResponse, _piccolo_statemanager_v1_StateQueryResponse__Output>
        StateSubscriptionRequest: MessageTypeDefinition<_piccolo_statemanager_v1_StateSubscriptionRequest, _piccolo_statemanager_v1_StateSubscriptionRequest__Output>
        StateUpdateRequest: MessageTypeDefinition<_piccolo_statemanager_v1_StateUpdateRequest, _piccolo_statemanager_v1_StateUpdateRequest__Output>
        StateUpdateResponse: MessageTypeDefinition<_piccolo_statemanager_v1_StateUpdateResponse, _piccolo_statemanager_v1_StateUpdateResponse__Output>
        SubscriptionHeartbeat: MessageTypeDefinition<_piccolo_statemanager_v1_SubscriptionHeartbeat, _piccolo_statemanager_v1_SubscriptionHeartbeat__Output>
      }
    }
  }
}

