/** The answer of a dry run: what would be decided about a service, and what that would do. */
import type { StateDiff } from "../../state/diff.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import type { Alternative } from "../plan/alternatives.ts";
import type { ActionEstimate, ActionKind, ImpactAssessment } from "../../state/plan.ts";

/** What the dry run is about. */
export type PreviewSubject =
  /** An observation, taken for the newest one of its node. */
  | { readonly kind: "diff"; readonly diff: StateDiff }
  /** The newest observation that there is of this service. */
  | { readonly kind: "service"; readonly resourceId: ResourceId };

/** A small step that would be decided. */
export interface PreviewDecision {
  /** One word: that of `Decision`, or `ignore` for a service that is not known. */
  readonly kind: string;
  /** A sentence for people. */
  readonly why: string;
}

export interface PreviewAction {
  readonly kind: ActionKind;
  /** A few words for people; may be empty. */
  readonly what: string;
  readonly node: string;
  readonly isDisruptive: boolean;
  readonly estimate: ActionEstimate;
}

export interface PreviewPlan {
  /** In order. */
  readonly actions: readonly PreviewAction[];
  readonly estimatedDurationMs: number;
  readonly impact: ImpactAssessment;
}

/** Something that changes what the answer is worth. */
export interface PreviewWarning {
  /** One word for programs. */
  readonly code: string;
  /** A sentence for people. */
  readonly message: string;
}

export interface PlanPreview {
  readonly resourceId: ResourceId;
  /** Revision that the answer is true for. */
  readonly revision: bigint;
  /** The observation as text; "" = there is none. */
  readonly seen: string;
  /** In order; the last one says what comes of it. */
  readonly decisions: readonly PreviewDecision[];
  /** The plan that would be made, or the one that is in progress. Not set = no action. */
  readonly plan?: PreviewPlan;
  readonly alternatives: readonly Alternative[];
  readonly warnings: readonly PreviewWarning[];
}
