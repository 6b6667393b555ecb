import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { ActionContext as _piccolo_actioncontroller_v1_ActionContext, ActionContext__Output as _piccolo_actioncontroller_v1_ActionContext__Output } from './piccolo/actioncontroller/v1/ActionContext.ts';
import type { ActionControllerClient as _piccolo_actioncontroller_v1_ActionControllerClient, ActionControllerDefinition as _piccolo_actioncontroller_v1_ActionControllerDefinition } from './piccolo/actioncontroller/v1/ActionController.ts';
import type { ActionExecutionRequest as _piccolo_actioncontroller_v1_ActionExecutionRequest, ActionExecutionRequest__Output as _piccolo_actioncontroller_v1_ActionExecutionRequest__Output } from './piccolo/actioncontroller/v1/ActionExecutionRequest.ts';
import type { ActionResponse as _piccolo_actioncontroller_v1_ActionResponse, ActionResponse__Output as _piccolo_actioncontroller_v1_ActionResponse__Output } from './piccolo/actioncontroller/v1/ActionResponse.ts';
import type { DesiredWorkload as _piccolo_actioncontroller_v1_DesiredWorkload, DesiredWorkload__Output as _piccolo_actioncontroller_v1_DesiredWorkload__Output } from './piccolo/actioncontroller/v1/DesiredWorkload.ts';
import type { LifecycleActionRequest as _piccolo_actioncontroller_v1_LifecycleActionRequest, LifecycleActionRequest__Output as _piccolo_actioncontroller_v1_LifecycleActionRequest__Output } from './piccolo/actioncontroller/v1/LifecycleActionRequest.ts';
import type { RecoveryRequest as _piccolo_actioncontroller_v1_RecoveryRequest, RecoveryRequest__Output as _piccolo_actioncontroller_v1_RecoveryRequest__Output } from './piccolo/actioncontroller/v1/RecoveryRequest.ts';
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

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  piccolo: {
    actioncontroller: {
      v1: {
        ActionContext: MessageTypeDefinition<_piccolo_actioncontroller_v1_ActionContext, _piccolo_actioncontroller_v1_ActionContext__Output>
        ActionController: SubtypeConstructor<typeof grpc.Client, _piccolo_actioncontroller_v1_ActionControllerClient> & { service: _piccolo_actioncontroller_v1_ActionControllerDefinition }
        ActionExecutionRequest: MessageTypeDefinition<_piccolo_actioncontroller_v1_ActionExecutionRequest, _piccolo_actioncontroller_v1_ActionExecutionRequest__Output>
        ActionKind: EnumTypeDefinition
        ActionOutcome: EnumTypeDefinition
        ActionResponse: MessageTypeDefinition<_piccolo_actioncontroller_v1_ActionResponse, _piccolo_actioncontroller_v1_ActionResponse__Output>
        DesiredWorkload: MessageTypeDefinition<_piccolo_actioncontroller_v1_DesiredWorkload, _piccolo_actioncontroller_v1_DesiredWorkload__Output>
        LifecycleAction: EnumTypeDefinition
        LifecycleActionRequest: MessageTypeDefinition<_piccolo_actioncontroller_v1_LifecycleActionRequest, _piccolo_actioncontroller_v1_LifecycleActionRequest__Output>
        RecoveryRequest: MessageTypeDefinition<_piccolo_actioncontroller_v1_RecoveryRequest, _piccolo_actioncontroller_v1_RecoveryRequest__Output>
      }
    }
    common: {
      v1: {
        ConditionStatus: EnumTypeDefinition
        ConditionType: EnumTypeDefinition
        Criticality: EnumTypeDefinition
        DependencyCondition: EnumTypeDefinition
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
      }
    }
  }
}

