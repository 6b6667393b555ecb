/** The dry run: `piccolo.statemanager.v1.PlanReconciliation`. */
import {
  at,
  bigInteger,
  durationMs,
  integer,
  list,
  missingOneof,
  required,
  text,
} from "../../records/checks.ts";
import type { Alternative } from "../../reconciliation/plan/alternatives.ts";
import type { ActionKind, ImpactAssessment } from "../../state/plan.ts";
import type {
  PlanPreview,
  PreviewAction,
  PreviewDecision,
  PreviewPlan,
  PreviewSubject,
  PreviewWarning,
} from "../../reconciliation/explain/preview_model.ts";
import type { Alternative as WireAlternative } from "../gen/piccolo/statemanager/v1/Alternative.ts";
import type { Alternative__Output } from "../gen/piccolo/statemanager/v1/Alternative.ts";
import type { ImpactAssessment__Output } from "../gen/piccolo/statemanager/v1/ImpactAssessment.ts";
import type { PlanReconciliationRequest } from "../gen/piccolo/statemanager/v1/PlanReconciliationRequest.ts";
import type { PlanReconciliationRequest__Output } from "../gen/piccolo/statemanager/v1/PlanReconciliationRequest.ts";
import type { PlanReconciliationResponse } from "../gen/piccolo/statemanager/v1/PlanReconciliationResponse.ts";
import type { PlanReconciliationResponse__Output } from "../gen/piccolo/statemanager/v1/PlanReconciliationResponse.ts";
import type { PlanStepKind__Output as WireStepKind } from "../gen/piccolo/statemanager/v1/PlanStepKind.ts";
import type { PreviewAction__Output } from "../gen/piccolo/statemanager/v1/PreviewAction.ts";
import type { PreviewDecision__Output } from "../gen/piccolo/statemanager/v1/PreviewDecision.ts";
import type { PreviewPlan as WirePlan } from "../gen/piccolo/statemanager/v1/PreviewPlan.ts";
import type { PreviewPlan__Output } from "../gen/piccolo/statemanager/v1/PreviewPlan.ts";
import type { PreviewWarning__Output } from "../gen/piccolo/statemanager/v1/PreviewWarning.ts";
import { diffFromWire, diffToWire } from "./diff.ts";
import { type EnumCodec, enumCodec } from "./enum_codec.ts";
import * as limits from "./limits.ts";
import { nodeFromWire, resourceIdFromWire, resourceIdToWire } from "./names.ts";

export const PLAN_STEP_KIND: EnumCodec<ActionKind, WireStepKind> = enumCodec<ActionKind, WireStepKind>(
  {
    Start: "PLAN_STEP_KIND_START",
    Stop: "PLAN_STEP_KIND_STOP",
    Restart: "PLAN_STEP_KIND_RESTART",
    Recreate: "PLAN_STEP_KIND_RECREATE",
    Scale: "PLAN_STEP_KIND_SCALE",
    UpdateVersion: "PLAN_STEP_KIND_UPDATE_VERSION",
    ApplyConfig: "PLAN_STEP_KIND_APPLY_CONFIG",
    Relocate: "PLAN_STEP_KIND_RELOCATE",
    RollbackVersion: "PLAN_STEP_KIND_ROLLBACK_VERSION",
    ResetConfig: "PLAN_STEP_KIND_RESET_CONFIG",
    Isolate: "PLAN_STEP_KIND_ISOLATE",
  },
  {
    PLAN_STEP_KIND_UNSPECIFIED: undefined,
    PLAN_STEP_KIND_START: "Start",
    PLAN_STEP_KIND_STOP: "Stop",
    PLAN_STEP_KIND_RESTART: "Restart",
    PLAN_STEP_KIND_RECREATE: "Recreate",
    PLAN_STEP_KIND_SCALE: "Scale",
    PLAN_STEP_KIND_UPDATE_VERSION: "UpdateVersion",
    PLAN_STEP_KIND_APPLY_CONFIG: "ApplyConfig",
    PLAN_STEP_KIND_RELOCATE: "Relocate",
    PLAN_STEP_KIND_ROLLBACK_VERSION: "RollbackVersion",
    PLAN_STEP_KIND_RESET_CONFIG: "ResetConfig",
    PLAN_STEP_KIND_ISOLATE: "Isolate",
  },
);

export function previewSubjectToWire(subject: PreviewSubject): PlanReconciliationRequest {
  return subject.kind === "diff"
    ? { diff: diffToWire(subject.diff) }
    : { resourceId: resourceIdToWire(subject.resourceId) };
}

export function previewSubjectFromWire(wire: PlanReconciliationRequest__Output): PreviewSubject {
  switch (wire.subject) {
    case "diff":
      return { kind: "diff", diff: diffFromWire(wire.diff, "diff") };
    case "resourceId":
      return { kind: "service", resourceId: resourceIdFromWire(wire.resourceId ?? null, "resource_id") };
    default:
      throw missingOneof("", "subject", ["diff", "resource_id"]);
  }
}

export function previewToWire(preview: PlanPreview): PlanReconciliationResponse {
  return {
    resourceId: resourceIdToWire(preview.resourceId),
    revision: preview.revision.toString(),
    seen: preview.seen,
    decisions: preview.decisions.map(({ kind, why }) => ({ kind, why })),
    ...(preview.plan !== undefined && { plan: planToWire(preview.plan) }),
    alternatives: preview.alternatives.map(alternativeToWire),
    warnings: preview.warnings.map(({ code, message }) => ({ code, message })),
  };
}

function planToWire({ actions, estimatedDurationMs, impact }: PreviewPlan): WirePlan {
  return {
    actions: actions.map(({ kind, what, node, isDisruptive, estimate }) => ({
      kind: PLAN_STEP_KIND.toWire(kind),
      what,
      node,
      disruptive: isDisruptive,
      durationMs: Math.round(estimate.durationMs).toString(),
      measured: estimate.isMeasured,
      affectedReplicas: estimate.affectedReplicas,
      unavailableMs: Math.round(estimate.unavailableMs).toString(),
    })),
    estimatedDurationMs: Math.round(estimatedDurationMs).toString(),
    impact: {
      affectedReplicas: impact.affectedReplicas,
      dependents: impact.dependents.map(resourceIdToWire),
      expectedUnavailabilityMs: Math.round(impact.expectedUnavailabilityMs).toString(),
      disruptive: impact.isDisruptive,
      measured: impact.confidence === "measured",
    },
  };
}

export function alternativeToWire({ name, whyNot }: Alternative): WireAlternative {
  return { name, whyNot };
}

export function alternativeFromWire(wire: Alternative__Output, path: string): Alternative {
  return {
    name: text(wire.name, at(path, "name"), limits.SENTENCE),
    whyNot: text(wire.whyNot, at(path, "why_not"), limits.SENTENCE),
  };
}

export function previewFromWire(wire: PlanReconciliationResponse__Output): PlanPreview {
  const few = { max: limits.MAX_FEW };
  return {
    resourceId: resourceIdFromWire(wire.resourceId, "resource_id"),
    revision: bigInteger(wire.revision, "revision"),
    seen: text(wire.seen, "seen", limits.SENTENCE),
    decisions: list(wire.decisions, "decisions", { ...few, element: decisionFromWire }),
    ...(wire.plan !== null && { plan: planFromWire(wire.plan, "plan") }),
    alternatives: list(wire.alternatives, "alternatives", { ...few, element: alternativeFromWire }),
    warnings: list(wire.warnings, "warnings", { ...few, element: warningFromWire }),
  };
}

function decisionFromWire(wire: PreviewDecision__Output, path: string): PreviewDecision {
  return {
    kind: text(wire.kind, at(path, "kind"), limits.WORD),
    why: text(wire.why, at(path, "why"), limits.SENTENCE),
  };
}

function warningFromWire(wire: PreviewWarning__Output, path: string): PreviewWarning {
  return {
    code: text(wire.code, at(path, "code"), limits.WORD),
    message: text(wire.message, at(path, "message"), limits.SENTENCE),
  };
}

function planFromWire(wire: PreviewPlan__Output, path: string): PreviewPlan {
  return {
    actions: list(wire.actions, at(path, "actions"), { max: limits.MAX_FEW, element: actionFromWire }),
    estimatedDurationMs: durationMs(wire.estimatedDurationMs, at(path, "estimated_duration_ms")),
    impact: impactFromWire(wire.impact, at(path, "impact")),
  };
}

function actionFromWire(wire: PreviewAction__Output, path: string): PreviewAction {
  return {
    kind: PLAN_STEP_KIND.fromWire(wire.kind, at(path, "kind")),
    what: text(wire.what, at(path, "what"), limits.SENTENCE),
    node: nodeFromWire(wire.node, at(path, "node")),
    isDisruptive: wire.disruptive,
    estimate: {
      durationMs: durationMs(wire.durationMs, at(path, "duration_ms")),
      isMeasured: wire.measured,
      affectedReplicas: integer(wire.affectedReplicas, at(path, "affected_replicas"), limits.COUNT),
      unavailableMs: durationMs(wire.unavailableMs, at(path, "unavailable_ms")),
    },
  };
}

function impactFromWire(wire: ImpactAssessment__Output | null, path: string): ImpactAssessment {
  const impact = required(wire, path);
  return {
    affectedReplicas: integer(impact.affectedReplicas, at(path, "affected_replicas"), limits.COUNT),
    dependents: list(impact.dependents, at(path, "dependents"), {
      max: limits.MAX_STATUS_ENTRIES,
      element: resourceIdFromWire,
    }),
    expectedUnavailabilityMs: durationMs(
      impact.expectedUnavailabilityMs,
      at(path, "expected_unavailability_ms"),
    ),
    isDisruptive: impact.disruptive,
    confidence: impact.measured ? "measured" : "default",
  };
}
