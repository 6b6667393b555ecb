import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { ActualState as _piccolo_common_v1_ActualState, ActualState__Output as _piccolo_common_v1_ActualState__Output } from './piccolo/common/v1/ActualState.ts';
import type { ConfigDiff as _piccolo_common_v1_ConfigDiff, ConfigDiff__Output as _piccolo_common_v1_ConfigDiff__Output } from './piccolo/common/v1/ConfigDiff.ts';
import type { ExistenceDiff as _piccolo_common_v1_ExistenceDiff, ExistenceDiff__Output as _piccolo_common_v1_ExistenceDiff__Output } from './piccolo/common/v1/ExistenceDiff.ts';
import type { PhaseTimeouts as _piccolo_common_v1_PhaseTimeouts, PhaseTimeouts__Output as _piccolo_common_v1_PhaseTimeouts__Output } from './piccolo/common/v1/PhaseTimeouts.ts';
import type { RecoveryStrategy as _piccolo_common_v1_RecoveryStrategy, RecoveryStrategy__Output as _piccolo_common_v1_RecoveryStrategy__Output } from './piccolo/common/v1/RecoveryStrategy.ts';
import type { ResourceId as _piccolo_common_v1_ResourceId, ResourceId__Output as _piccolo_common_v1_ResourceId__Output } from './piccolo/common/v1/ResourceId.ts';
import type { ResourceMetadata as _piccolo_common_v1_ResourceMetadata, ResourceMetadata__Output as _piccolo_common_v1_ResourceMetadata__Output } from './piccolo/common/v1/ResourceMetadata.ts';
import type { ResourceRequirements as _piccolo_common_v1_ResourceRequirements, ResourceRequirements__Output as _piccolo_common_v1_ResourceRequirements__Output } from './piccolo/common/v1/ResourceRequirements.ts';
import type { ScaleDiff as _piccolo_common_v1_ScaleDiff, ScaleDiff__Output as _piccolo_common_v1_ScaleDiff__Output } from './piccolo/common/v1/ScaleDiff.ts';
import type { ServiceCondition as _piccolo_common_v1_ServiceCondition, ServiceCondition__Output as _piccolo_common_v1_ServiceCondition__Output } from './piccolo/common/v1/ServiceCondition.ts';
import type { ServiceDependency as _piccolo_common_v1_ServiceDependency, ServiceDependency__Output as _piccolo_common_v1_ServiceDependency__Output } from './piccolo/common/v1/ServiceDependency.ts';
import type { ServiceSpec as _piccolo_common_v1_ServiceSpec, ServiceSpec__Output as _piccolo_common_v1_ServiceSpec__Output } from './piccolo/common/v1/ServiceSpec.ts';
import type { ServiceState as _piccolo_common_v1_ServiceState, ServiceState__Output as _piccolo_common_v1_ServiceState__Output } from './piccolo/common/v1/ServiceState.ts';
import type { ServiceStatus as _piccolo_common_v1_ServiceStatus, ServiceStatus__Output as _piccolo_common_v1_ServiceStatus__Output } from './piccolo/common/v1/ServiceStatus.ts';
import type { StateDiff as _piccolo_common_v1_StateDiff, StateDiff__Output as _piccolo_common_v1_StateDiff__Output } from './piccolo/common/v1/StateDiff.ts';
import type { StatusDiff as _piccolo_common_v1_StatusDiff, StatusDiff__Output as _piccolo_common_v1_StatusDiff__Output } from './piccolo/common/v1/StatusDiff.ts';
import type { VersionDiff as _piccolo_common_v1_VersionDiff, VersionDiff__Output as _piccolo_common_v1_VersionDiff__Output } from './piccolo/common/v1/VersionDiff.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  piccolo: {
    common: {
      v1: {
        ActualState: MessageTypeDefinition<_piccolo_common_v1_ActualState, _piccolo_common_v1_ActualState__Output>
        ConditionStatus: EnumTypeDefinition
        ConditionType: EnumTypeDefinition
        ConfigDiff: MessageTypeDefinition<_piccolo_common_v1_ConfigDiff, _piccolo_common_v1_ConfigDiff__Output>
        Criticality: EnumTypeDefinition
        DependencyCondition: EnumTypeDefinition
        ExistenceDiff: MessageTypeDefinition<_piccolo_common_v1_ExistenceDiff, _piccolo_common_v1_ExistenceDiff__Output>
        IssueType: EnumTypeDefinition
        PhaseTimeouts: MessageTypeDefinition<_piccolo_common_v1_PhaseTimeouts, _piccolo_common_v1_PhaseTimeouts__Output>
        RecoveryAction: EnumTypeDefinition
        RecoveryStrategy: MessageTypeDefinition<_piccolo_common_v1_RecoveryStrategy, _piccolo_common_v1_RecoveryStrategy__Output>
        ResourceId: MessageTypeDefinition<_piccolo_common_v1_ResourceId, _piccolo_common_v1_ResourceId__Output>
        ResourceMetadata: MessageTypeDefinition<_piccolo_common_v1_ResourceMetadata, _piccolo_common_v1_ResourceMetadata__Output>
        ResourceRequirements: MessageTypeDefinition<_piccolo_common_v1_ResourceRequirements, _piccolo_common_v1_ResourceRequirements__Output>
        ScaleDiff: MessageTypeDefinition<_piccolo_common_v1_ScaleDiff, _piccolo_common_v1_ScaleDiff__Output>
        ServiceCondition: MessageTypeDefinition<_piccolo_common_v1_ServiceCondition, _piccolo_common_v1_ServiceCondition__Output>
        ServiceDependency: MessageTypeDefinition<_piccolo_common_v1_ServiceDependency, _piccolo_common_v1_ServiceDependency__Output>
        ServiceSpec: MessageTypeDefinition<_piccolo_common_v1_ServiceSpec, _piccolo_common_v1_ServiceSpec__Output>
        ServiceState: MessageTypeDefinition<_piccolo_common_v1_ServiceState, _piccolo_common_v1_ServiceState__Output>
        ServiceStateType: EnumTypeDefinition
        ServiceStatus: MessageTypeDefinition<_piccolo_common_v1_ServiceStatus, _piccolo_common_v1_ServiceStatus__Output>
        StateDiff: MessageTypeDefinition<_piccolo_common_v1_StateDiff, _piccolo_common_v1_StateDiff__Output>
        StatusDiff: MessageTypeDefinition<_piccolo_common_v1_StatusDiff, _piccolo_common_v1_StatusDiff__Output>
        StatusReason: EnumTypeDefinition
        VersionDiff: MessageTypeDefinition<_piccolo_common_v1_VersionDiff, _piccolo_common_v1_VersionDiff__Output>
      }
    }
  }
}

