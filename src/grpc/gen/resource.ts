import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

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

