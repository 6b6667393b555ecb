/** Explanations of a service's state: `piccolo.statemanager.v1.Explain`. */
import {
  at,
  bigInteger,
  integer,
  list,
  missingOneof,
  text,
  timeMs,
  truncateBytes,
} from "../../records/checks.ts";
import type {
  Episode,
  ExplainedStep,
  ExplainSubject,
  Explanation,
  StepKind,
} from "../../reconciliation/explain/explain_model.ts";
import type { Episode as WireEpisode, Episode__Output } from "../gen/piccolo/statemanager/v1/Episode.ts";
import type { ExplainedStep as WireStep } from "../gen/piccolo/statemanager/v1/ExplainedStep.ts";
import type { ExplainedStep__Output } from "../gen/piccolo/statemanager/v1/ExplainedStep.ts";
import type { ExplainRequest } from "../gen/piccolo/statemanager/v1/ExplainRequest.ts";
import type { ExplainRequest__Output } from "../gen/piccolo/statemanager/v1/ExplainRequest.ts";
import type { ExplainResponse } from "../gen/piccolo/statemanager/v1/ExplainResponse.ts";
import type { ExplainResponse__Output } from "../gen/piccolo/statemanager/v1/ExplainResponse.ts";
import type { StepKind__Output as WireStepKind } from "../gen/piccolo/statemanager/v1/StepKind.ts";
import { type EnumCodec, enumCodec } from "./enum_codec.ts";
import * as limits from "./limits.ts";
import { resourceIdFromWire, resourceIdToWire } from "./names.ts";
import { phasesFromWire, phasesToWire } from "./phases.ts";
import { alternativeFromWire, alternativeToWire } from "./preview.ts";

export const STEP_KIND: EnumCodec<StepKind, WireStepKind> = enumCodec<StepKind, WireStepKind>(
  {
    Wanted: "STEP_KIND_WANTED",
    Seen: "STEP_KIND_SEEN",
    Decided: "STEP_KIND_DECIDED",
    Acted: "STEP_KIND_ACTED",
    Result: "STEP_KIND_RESULT",
    Phase: "STEP_KIND_PHASE",
    Waits: "STEP_KIND_WAITS",
    Told: "STEP_KIND_TOLD",
    Noted: "STEP_KIND_NOTED",
  },
  {
    STEP_KIND_UNSPECIFIED: undefined,
    STEP_KIND_WANTED: "Wanted",
    STEP_KIND_SEEN: "Seen",
    STEP_KIND_DECIDED: "Decided",
    STEP_KIND_ACTED: "Acted",
    STEP_KIND_RESULT: "Result",
    STEP_KIND_PHASE: "Phase",
    STEP_KIND_WAITS: "Waits",
    STEP_KIND_TOLD: "Told",
    STEP_KIND_NOTED: "Noted",
  },
);

export function explainSubjectToWire(subject: ExplainSubject): ExplainRequest {
  switch (subject.kind) {
    case "service":
      return { resourceId: resourceIdToWire(subject.resourceId), last: subject.last };
    case "revision":
      return { revision: subject.revision.toString() };
    case "plan":
      return { planOrActionId: subject.id };
  }
}

export function explainSubjectFromWire(wire: ExplainRequest__Output): ExplainSubject {
  switch (wire.subject) {
    case "resourceId":
      return {
        kind: "service",
        resourceId: resourceIdFromWire(wire.resourceId ?? null, "resource_id"),
        last: integer(wire.last, "last", limits.EPISODES) || limits.DEFAULT_EPISODES,
      };
    case "revision":
      return { kind: "revision", revision: bigInteger(wire.revision ?? "", "revision", { min: 1n }) };
    case "planOrActionId":
      return { kind: "plan", id: text(wire.planOrActionId ?? "", "plan_or_action_id", limits.ACTION_ID) };
    default:
      throw missingOneof("", "subject", ["resource_id", "revision", "plan_or_action_id"]);
  }
}

export function explanationToWire(explanation: Explanation): ExplainResponse {
  return {
    resourceId: resourceIdToWire(explanation.resourceId),
    episodes: explanation.episodes.map(episodeToWire),
    evictedRevision: explanation.evictedRevision.toString(),
    ...(explanation.phases === undefined ? {} : { phases: phasesToWire(explanation.phases) }),
  };
}

function episodeToWire({ title, outcome, isOver, steps }: Episode): WireEpisode {
  return { title: truncated(title), outcome: truncated(outcome), over: isOver, steps: steps.map(stepToWire) };
}

function stepToWire(step: ExplainedStep): WireStep {
  return {
    revision: step.revision.toString(),
    timestampMs: Math.trunc(step.timestampMs).toString(),
    clockSynchronised: step.clockSynchronised,
    kind: STEP_KIND.toWire(step.kind),
    text: truncated(step.text),
    planId: step.planId,
    actionId: step.actionId,
    causes: step.causes.slice(-limits.MAX_CAUSATION),
    alternatives: step.alternatives.slice(0, limits.MAX_FEW).map(alternativeToWire),
  };
}

/** A sentence may contain a long text of a peer; it is truncated, not refused. */
function truncated(sentence: string): string {
  return truncateBytes(sentence, limits.STEP_TEXT.maxBytes ?? Infinity);
}

export function explanationFromWire(wire: ExplainResponse__Output): Explanation {
  return {
    resourceId: resourceIdFromWire(wire.resourceId, "resource_id"),
    episodes: list(wire.episodes, "episodes", { max: limits.EPISODES.max, element: episodeFromWire }),
    evictedRevision: bigInteger(wire.evictedRevision, "evicted_revision"),
    ...(wire.phases === null ? {} : { phases: phasesFromWire(wire.phases, "phases") }),
  };
}

function episodeFromWire(wire: Episode__Output, path: string): Episode {
  return {
    title: text(wire.title, at(path, "title"), limits.STEP_TEXT),
    outcome: text(wire.outcome, at(path, "outcome"), limits.STEP_TEXT),
    isOver: wire.over,
    steps: list(wire.steps, at(path, "steps"), { max: limits.MAX_STEPS, element: stepFromWire }),
  };
}

function stepFromWire(wire: ExplainedStep__Output, path: string): ExplainedStep {
  return {
    revision: bigInteger(wire.revision, at(path, "revision")),
    timestampMs: timeMs(wire.timestampMs, at(path, "timestamp_ms")),
    clockSynchronised: wire.clockSynchronised,
    kind: STEP_KIND.fromWire(wire.kind, at(path, "kind")),
    text: text(wire.text, at(path, "text"), limits.STEP_TEXT),
    planId: text(wire.planId, at(path, "plan_id"), limits.SENTENCE),
    actionId: text(wire.actionId, at(path, "action_id"), limits.SENTENCE),
    causes: list(wire.causes, at(path, "causes"), {
      max: limits.MAX_CAUSATION,
      element: (id, causePath) => text(id, causePath, limits.SENTENCE),
    }),
    alternatives: list(wire.alternatives, at(path, "alternatives"), {
      max: limits.MAX_FEW,
      element: alternativeFromWire,
    }),
  };
}
