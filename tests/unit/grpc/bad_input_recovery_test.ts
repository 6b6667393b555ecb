/** Bad input to and from Explain, PlanReconciliation and TriggerRecovery: every field out of range, unknown or missing. */
import { explainSubjectFromWire, explainSubjectToWire } from "../../../src/grpc/wire/explain.ts";
import { explanationFromWire, explanationToWire } from "../../../src/grpc/wire/explain.ts";
import { STATE_MANAGER } from "../../../src/grpc/wire/methods.ts";
import { previewFromWire, previewSubjectFromWire } from "../../../src/grpc/wire/preview.ts";
import { previewSubjectToWire, previewToWire } from "../../../src/grpc/wire/preview.ts";
import { triggeredFromWire, triggeredToWire } from "../../../src/grpc/wire/trigger.ts";
import { triggerFromWire, triggerToWire } from "../../../src/grpc/wire/trigger.ts";
import { diffOf, idOf, serviceOf } from "../../support/domain.ts";
import {
  defineBadInputTests,
  ID,
  idRows,
  many,
  request,
  response,
  type Row,
  serviceRows,
  timeRows,
  uint64Rows,
} from "./bad_input.ts";

const resourceId = idOf("a/b");
const LONG = "x".repeat(16_385);

function alternativeRows(path: string, field: string): Row[] {
  return [
    [path, many(17, { name: "a", whyNot: "b" }), field],
    [path, [{ name: LONG, whyNot: "" }], `${field}[0].name`],
    [path, [{ name: "", whyNot: LONG }], `${field}[0].why_not`],
  ];
}

const step = {
  revision: 1n,
  timestampMs: 1,
  clockSynchronised: true,
  kind: "Seen" as const,
  text: "a",
  planId: "",
  actionId: "",
  causes: ["a"],
  alternatives: [],
};
const estimate = { durationMs: 1, isMeasured: true, affectedReplicas: 1, unavailableMs: 1 };
const duration = (path: string, field: string): Row[] => [
  [path, "9007199254740992", field],
  [path, "-1", field],
];

defineBadInputTests([
  {
    name: "TriggerRecoveryRequest to recover",
    valid: request(
      STATE_MANAGER.TriggerRecovery,
      triggerToWire({ resourceId, request: { kind: "recover", action: "Restart", reason: "" } }),
    ),
    read: triggerFromWire,
    rows: [
      ...idRows("resourceId", "resource_id"),
      ["request", undefined, "request"],
      ["recover", null, "recover"],
      ["recover.action", "RECOVERY_ACTION_UNSPECIFIED", "recover.action"],
      ["recover.action", 99, "recover.action"],
      ["reason", "x".repeat(254), "reason"],
    ],
  },
  {
    name: "TriggerRecoveryRequest to isolate",
    valid: request(
      STATE_MANAGER.TriggerRecovery,
      triggerToWire({ resourceId, request: { kind: "isolate", reason: "why", ttlMs: 1 } }),
    ),
    read: triggerFromWire,
    rows: [
      ["isolate", null, "isolate"],
      ["isolate.ttlMs", "2592000001", "isolate.ttl_ms"],
      ["isolate.ttlMs", "-1", "isolate.ttl_ms"],
      ["reason", "", "reason"],
    ],
  },
  {
    name: "TriggerRecoveryResponse",
    valid: response(STATE_MANAGER.TriggerRecovery, triggeredToWire(serviceOf({ id: "a/b" }))),
    read: triggeredFromWire,
    rows: serviceRows("service", "service"),
  },
  {
    name: "PlanReconciliationRequest",
    valid: request(STATE_MANAGER.PlanReconciliation, previewSubjectToWire({ kind: "diff", diff: diffOf() })),
    read: previewSubjectFromWire,
    rows: [
      ["subject", undefined, "subject"],
      ["subject", "resourceId", "resource_id"],
      ["diff", null, "diff"],
      ...idRows("diff.resourceId", "diff.resource_id"),
      ["diff.node", "", "diff.node"],
      ...uint64Rows("diff.sequence", "diff.sequence"),
    ],
  },
  {
    name: "PlanReconciliationResponse",
    valid: response(
      STATE_MANAGER.PlanReconciliation,
      previewToWire({
        resourceId,
        revision: 1n,
        seen: "",
        decisions: [{ kind: "idle", why: "" }],
        plan: {
          actions: [{ kind: "Start", what: "", node: "a", isDisruptive: false, estimate }],
          estimatedDurationMs: 1,
          impact: {
            affectedReplicas: 0,
            dependents: [],
            expectedUnavailabilityMs: 0,
            isDisruptive: false,
            confidence: "measured",
          },
        },
        alternatives: [],
        warnings: [{ code: "A", message: "" }],
      }),
    ),
    read: previewFromWire,
    rows: [
      ...idRows("resourceId", "resource_id"),
      ...uint64Rows("revision", "revision"),
      ["seen", LONG, "seen"],
      ["decisions", many(17, { kind: "", why: "" }), "decisions"],
      ["decisions.0.kind", "a\nb", "decisions[0].kind"],
      ["decisions.0.why", LONG, "decisions[0].why"],
      ["plan.actions", many(17, {}), "plan.actions"],
      ["plan.actions.0.kind", "PLAN_STEP_KIND_UNSPECIFIED", "plan.actions[0].kind"],
      ["plan.actions.0.what", LONG, "plan.actions[0].what"],
      ["plan.actions.0.node", "", "plan.actions[0].node"],
      ["plan.actions.0.affectedReplicas", -1, "plan.actions[0].affected_replicas"],
      ...duration("plan.actions.0.durationMs", "plan.actions[0].duration_ms"),
      ...duration("plan.actions.0.unavailableMs", "plan.actions[0].unavailable_ms"),
      ...duration("plan.estimatedDurationMs", "plan.estimated_duration_ms"),
      ["plan.impact", null, "plan.impact"],
      ["plan.impact.affectedReplicas", -1, "plan.impact.affected_replicas"],
      ["plan.impact.dependents", [{ ...ID, name: "" }], "plan.impact.dependents[0].name"],
      ...duration("plan.impact.expectedUnavailabilityMs", "plan.impact.expected_unavailability_ms"),
      ...alternativeRows("alternatives", "alternatives"),
      ["warnings", many(17, { code: "", message: "" }), "warnings"],
      ["warnings.0.code", "x".repeat(254), "warnings[0].code"],
      ["warnings.0.message", LONG, "warnings[0].message"],
    ],
  },
  {
    name: "ExplainRequest about a service",
    valid: request(STATE_MANAGER.Explain, explainSubjectToWire({ kind: "service", resourceId, last: 1 })),
    read: explainSubjectFromWire,
    rows: [
      ["subject", undefined, "subject"],
      ...idRows("resourceId", "resource_id"),
      ["last", 101, "last"],
    ],
  },
  {
    name: "ExplainRequest about a revision",
    valid: request(STATE_MANAGER.Explain, explainSubjectToWire({ kind: "revision", revision: 1n })),
    read: explainSubjectFromWire,
    rows: [...uint64Rows("revision", "revision"), ["revision", "0", "revision"]],
  },
  {
    name: "ExplainRequest about a plan",
    valid: request(STATE_MANAGER.Explain, explainSubjectToWire({ kind: "plan", id: "a-1/1" })),
    read: explainSubjectFromWire,
    rows: [
      ["planOrActionId", "", "plan_or_action_id"],
      ["planOrActionId", "a b", "plan_or_action_id"],
      ["planOrActionId", "x".repeat(129), "plan_or_action_id"],
    ],
  },
  {
    name: "ExplainResponse",
    valid: response(
      STATE_MANAGER.Explain,
      explanationToWire({
        resourceId,
        episodes: [{ title: "", outcome: "", isOver: true, steps: [step] }],
        evictedRevision: 0n,
      }),
    ),
    read: explanationFromWire,
    rows: [
      ...idRows("resourceId", "resource_id"),
      ...uint64Rows("evictedRevision", "evicted_revision"),
      ["episodes", many(101, {}), "episodes"],
      ["episodes.0.title", "x".repeat(2_049), "episodes[0].title"],
      ["episodes.0.outcome", "x".repeat(2_049), "episodes[0].outcome"],
      ["episodes.0.steps", many(1_001, {}), "episodes[0].steps"],
      ...uint64Rows("episodes.0.steps.0.revision", "episodes[0].steps[0].revision"),
      ...timeRows("episodes.0.steps.0.timestampMs", "episodes[0].steps[0].timestamp_ms"),
      ["episodes.0.steps.0.kind", "STEP_KIND_UNSPECIFIED", "episodes[0].steps[0].kind"],
      ["episodes.0.steps.0.text", "x".repeat(2_049), "episodes[0].steps[0].text"],
      ["episodes.0.steps.0.planId", LONG, "episodes[0].steps[0].plan_id"],
      ["episodes.0.steps.0.actionId", LONG, "episodes[0].steps[0].action_id"],
      ["episodes.0.steps.0.causes", many(17, "a"), "episodes[0].steps[0].causes"],
      ["episodes.0.steps.0.causes", [LONG], "episodes[0].steps[0].causes[0]"],
      ...alternativeRows("episodes.0.steps.0.alternatives", "episodes[0].steps[0].alternatives"),
    ],
  },
]);
