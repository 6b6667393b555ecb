/** What an explanation is made of: episodes of steps, each a sentence with the ids that it rests on. */
import type { ResourceId } from "../../state/resource_id.ts";
import type { Alternative } from "../plan/alternatives.ts";
import type { PhaseReport } from "./phases.ts";

/** What kind of fact a step is. */
export const STEP_KINDS = [
  /** The desired state was changed, or an operator asked for an action. */
  "Wanted",
  /** A node saw it. */
  "Seen",
  /** A plan, or a stage of recovery. */
  "Decided",
  /** The ActionController did it. */
  "Acted",
  /** What came of it. */
  "Result",
  /** The phase changed. */
  "Phase",
  /** It waits for something outside. */
  "Waits",
  /** An alert was sent. */
  "Told",
  "Noted",
] as const;
export type StepKind = typeof STEP_KINDS[number];

export interface ExplainedStep {
  readonly revision: bigint;
  /** Wall time, for people. */
  readonly timestampMs: number;
  readonly clockSynchronised: boolean;
  readonly kind: StepKind;
  /** Sentences for people. */
  readonly text: string;
  /** "" = none. */
  readonly planId: string;
  /** "" = none. */
  readonly actionId: string;
  /** Ids of what caused it, oldest first. */
  readonly causes: readonly string[];
  readonly alternatives: readonly Alternative[];
}

/** From something that happened to where it left the service. */
export interface Episode {
  /** What it was about. */
  readonly title: string;
  /** Where it ended, or where it is. */
  readonly outcome: string;
  /** The service came to rest. */
  readonly isOver: boolean;
  /** In order of revision; never empty. */
  readonly steps: readonly ExplainedStep[];
}

/** What is to be explained. */
export type ExplainSubject =
  /** The newest episodes of a service; at most `last`. */
  | { readonly kind: "service"; readonly resourceId: ResourceId; readonly last: number }
  /** The episode of one event. */
  | { readonly kind: "revision"; readonly revision: bigint }
  /** The episode of a plan or an action. */
  | { readonly kind: "plan"; readonly id: string };

export interface Explanation {
  readonly resourceId: ResourceId;
  /** Oldest first. */
  readonly episodes: readonly Episode[];
  /** Events of the service up to this revision may have been overwritten; 0 = none was. */
  readonly evictedRevision: bigint;
  /** The present phase; not set = the service has ended, or the instance that answers does not report it. */
  readonly phases?: PhaseReport;
}
