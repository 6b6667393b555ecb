/** The enums that describe services, on the wire and in the domain, each by a table in both directions. */
import type { ManagerRole } from "../../manager/serve/api.ts";
import type { IssueType, RecoveryAction } from "../../state/issue.ts";
import type {
  ConditionStatus,
  ConditionType,
  Criticality,
  DependencyCondition,
  DesiredState,
  Fallback,
  ServiceStateType,
} from "../../state/model.ts";
import type { ServiceStateType__Output as WireServiceStateType } from "../gen/piccolo/common/v1/ServiceStateType.ts";
import type { Criticality__Output as WireCriticality } from "../gen/piccolo/common/v1/Criticality.ts";
import type { DependencyCondition__Output as WireDependencyCondition } from "../gen/piccolo/common/v1/DependencyCondition.ts";
import type { RecoveryAction__Output as WireRecoveryAction } from "../gen/piccolo/common/v1/RecoveryAction.ts";
import type { Fallback__Output as WireFallback } from "../gen/piccolo/common/v1/Fallback.ts";
import type { IssueType__Output as WireIssueType } from "../gen/piccolo/common/v1/IssueType.ts";
import type { ConditionType__Output as WireConditionType } from "../gen/piccolo/common/v1/ConditionType.ts";
import type { ConditionStatus__Output as WireConditionStatus } from "../gen/piccolo/common/v1/ConditionStatus.ts";
import type { FenceCause } from "../../state/fence.ts";
import type { FenceCause__Output as WireFenceCause } from "../gen/piccolo/statemanager/v1/FenceCause.ts";
import type { ManagerRole__Output as WireManagerRole } from "../gen/piccolo/statemanager/v1/ManagerRole.ts";
import { type EnumCodec, enumCodec } from "./enum_codec.ts";

/** The six phases. */
export const SERVICE_STATE: EnumCodec<ServiceStateType, WireServiceStateType> = enumCodec<
  ServiceStateType,
  WireServiceStateType
>(
  {
    Pending: "SERVICE_STATE_TYPE_PENDING",
    Initializing: "SERVICE_STATE_TYPE_INITIALIZING",
    Running: "SERVICE_STATE_TYPE_RUNNING",
    Degraded: "SERVICE_STATE_TYPE_DEGRADED",
    Terminating: "SERVICE_STATE_TYPE_TERMINATING",
    Failed: "SERVICE_STATE_TYPE_FAILED",
  },
  {
    SERVICE_STATE_TYPE_UNSPECIFIED: undefined,
    SERVICE_STATE_TYPE_PENDING: "Pending",
    SERVICE_STATE_TYPE_INITIALIZING: "Initializing",
    SERVICE_STATE_TYPE_RUNNING: "Running",
    SERVICE_STATE_TYPE_DEGRADED: "Degraded",
    SERVICE_STATE_TYPE_TERMINATING: "Terminating",
    SERVICE_STATE_TYPE_FAILED: "Failed",
  },
);

/** The phases that can be desired; not set = Running. */
export const DESIRED_STATE: EnumCodec<DesiredState, WireServiceStateType> = enumCodec<
  DesiredState,
  WireServiceStateType
>(
  {
    Running: "SERVICE_STATE_TYPE_RUNNING",
    Pending: "SERVICE_STATE_TYPE_PENDING",
    Terminating: "SERVICE_STATE_TYPE_TERMINATING",
  },
  {
    SERVICE_STATE_TYPE_UNSPECIFIED: "Running",
    SERVICE_STATE_TYPE_PENDING: "Pending",
    SERVICE_STATE_TYPE_INITIALIZING: undefined,
    SERVICE_STATE_TYPE_RUNNING: "Running",
    SERVICE_STATE_TYPE_DEGRADED: undefined,
    SERVICE_STATE_TYPE_TERMINATING: "Terminating",
    SERVICE_STATE_TYPE_FAILED: undefined,
  },
);

/** Not set is QM. */
export const CRITICALITY: EnumCodec<Criticality, WireCriticality> = enumCodec<Criticality, WireCriticality>(
  {
    QM: "CRITICALITY_QM",
    A: "CRITICALITY_A",
    B: "CRITICALITY_B",
    C: "CRITICALITY_C",
    D: "CRITICALITY_D",
  },
  {
    CRITICALITY_UNSPECIFIED: "QM",
    CRITICALITY_QM: "QM",
    CRITICALITY_A: "A",
    CRITICALITY_B: "B",
    CRITICALITY_C: "C",
    CRITICALITY_D: "D",
  },
);

/** Not set is Running. */
export const DEPENDENCY_CONDITION: EnumCodec<DependencyCondition, WireDependencyCondition> = enumCodec<
  DependencyCondition,
  WireDependencyCondition
>(
  {
    Running: "DEPENDENCY_CONDITION_RUNNING",
    Started: "DEPENDENCY_CONDITION_STARTED",
    Completed: "DEPENDENCY_CONDITION_COMPLETED",
  },
  {
    DEPENDENCY_CONDITION_UNSPECIFIED: "Running",
    DEPENDENCY_CONDITION_RUNNING: "Running",
    DEPENDENCY_CONDITION_STARTED: "Started",
    DEPENDENCY_CONDITION_COMPLETED: "Completed",
  },
);

export const RECOVERY_ACTION: EnumCodec<RecoveryAction, WireRecoveryAction> = enumCodec<
  RecoveryAction,
  WireRecoveryAction
>(
  {
    Restart: "RECOVERY_ACTION_RESTART",
    Recreate: "RECOVERY_ACTION_RECREATE",
    Relocate: "RECOVERY_ACTION_RELOCATE",
    RollbackVersion: "RECOVERY_ACTION_ROLLBACK_VERSION",
    ResetConfig: "RECOVERY_ACTION_RESET_CONFIG",
    Notify: "RECOVERY_ACTION_NOTIFY",
    Isolate: "RECOVERY_ACTION_ISOLATE",
  },
  {
    RECOVERY_ACTION_UNSPECIFIED: undefined,
    RECOVERY_ACTION_RESTART: "Restart",
    RECOVERY_ACTION_RECREATE: "Recreate",
    RECOVERY_ACTION_RELOCATE: "Relocate",
    RECOVERY_ACTION_ROLLBACK_VERSION: "RollbackVersion",
    RECOVERY_ACTION_RESET_CONFIG: "ResetConfig",
    RECOVERY_ACTION_NOTIFY: "Notify",
    RECOVERY_ACTION_ISOLATE: "Isolate",
  },
);

export const ISSUE_TYPE: EnumCodec<IssueType, WireIssueType> = enumCodec<IssueType, WireIssueType>(
  {
    Crash: "ISSUE_TYPE_CRASH",
    CrashLoop: "ISSUE_TYPE_CRASH_LOOP",
    Unresponsive: "ISSUE_TYPE_UNRESPONSIVE",
    StartFailure: "ISSUE_TYPE_START_FAILURE",
    StuckTransition: "ISSUE_TYPE_STUCK_TRANSITION",
    ConfigInvalid: "ISSUE_TYPE_CONFIG_INVALID",
    VersionFault: "ISSUE_TYPE_VERSION_FAULT",
    ResourceExhausted: "ISSUE_TYPE_RESOURCE_EXHAUSTED",
    NodeLost: "ISSUE_TYPE_NODE_LOST",
    DependencyFailed: "ISSUE_TYPE_DEPENDENCY_FAILED",
    Flapping: "ISSUE_TYPE_FLAPPING",
    Unknown: "ISSUE_TYPE_UNKNOWN",
  },
  {
    ISSUE_TYPE_UNSPECIFIED: undefined,
    ISSUE_TYPE_CRASH: "Crash",
    ISSUE_TYPE_CRASH_LOOP: "CrashLoop",
    ISSUE_TYPE_UNRESPONSIVE: "Unresponsive",
    ISSUE_TYPE_START_FAILURE: "StartFailure",
    ISSUE_TYPE_STUCK_TRANSITION: "StuckTransition",
    ISSUE_TYPE_CONFIG_INVALID: "ConfigInvalid",
    ISSUE_TYPE_VERSION_FAULT: "VersionFault",
    ISSUE_TYPE_RESOURCE_EXHAUSTED: "ResourceExhausted",
    ISSUE_TYPE_NODE_LOST: "NodeLost",
    ISSUE_TYPE_DEPENDENCY_FAILED: "DependencyFailed",
    ISSUE_TYPE_FLAPPING: "Flapping",
    ISSUE_TYPE_UNKNOWN: "Unknown",
  },
);

export const CONDITION_TYPE: EnumCodec<ConditionType, WireConditionType> = enumCodec<
  ConditionType,
  WireConditionType
>(
  {
    Available: "CONDITION_TYPE_AVAILABLE",
    Progressing: "CONDITION_TYPE_PROGRESSING",
    Reachable: "CONDITION_TYPE_REACHABLE",
    Stable: "CONDITION_TYPE_STABLE",
    Isolated: "CONDITION_TYPE_ISOLATED",
    Accepted: "CONDITION_TYPE_ACCEPTED",
  },
  {
    CONDITION_TYPE_UNSPECIFIED: undefined,
    CONDITION_TYPE_AVAILABLE: "Available",
    CONDITION_TYPE_PROGRESSING: "Progressing",
    CONDITION_TYPE_REACHABLE: "Reachable",
    CONDITION_TYPE_STABLE: "Stable",
    CONDITION_TYPE_ISOLATED: "Isolated",
    CONDITION_TYPE_ACCEPTED: "Accepted",
  },
);

export const CONDITION_STATUS: EnumCodec<ConditionStatus, WireConditionStatus> = enumCodec<
  ConditionStatus,
  WireConditionStatus
>(
  {
    True: "CONDITION_STATUS_TRUE",
    False: "CONDITION_STATUS_FALSE",
    Unknown: "CONDITION_STATUS_UNKNOWN",
  },
  {
    CONDITION_STATUS_UNSPECIFIED: undefined,
    CONDITION_STATUS_TRUE: "True",
    CONDITION_STATUS_FALSE: "False",
    CONDITION_STATUS_UNKNOWN: "Unknown",
  },
);

export const MANAGER_ROLE: EnumCodec<ManagerRole, WireManagerRole> = enumCodec<ManagerRole, WireManagerRole>(
  { leader: "MANAGER_ROLE_LEADER", standby: "MANAGER_ROLE_STANDBY" },
  {
    MANAGER_ROLE_UNSPECIFIED: undefined,
    MANAGER_ROLE_LEADER: "leader",
    MANAGER_ROLE_STANDBY: "standby",
  },
);

export const FENCE_CAUSE: EnumCodec<FenceCause, WireFenceCause> = enumCodec<FenceCause, WireFenceCause>(
  {
    "another-leader": "FENCE_CAUSE_ANOTHER_LEADER",
    "lost-state": "FENCE_CAUSE_LOST_STATE",
    unknown: "FENCE_CAUSE_UNKNOWN",
  },
  {
    FENCE_CAUSE_UNSPECIFIED: undefined,
    FENCE_CAUSE_ANOTHER_LEADER: "another-leader",
    FENCE_CAUSE_LOST_STATE: "lost-state",
    FENCE_CAUSE_UNKNOWN: "unknown",
  },
);

/** What happens when recovery has not succeeded in time; not set = as configured. */
export const FALLBACK: EnumCodec<Fallback, WireFallback> = enumCodec<Fallback, WireFallback>(
  {
    Isolate: "FALLBACK_ISOLATE",
    Terminate: "FALLBACK_TERMINATE",
    KeepDegraded: "FALLBACK_KEEP_DEGRADED",
  },
  {
    FALLBACK_UNSPECIFIED: undefined,
    FALLBACK_ISOLATE: "Isolate",
    FALLBACK_TERMINATE: "Terminate",
    FALLBACK_KEEP_DEGRADED: "KeepDegraded",
  },
);
