/**
 * Finds the history that an explanation is about, and has it explained.
 *
 * I1: what is read is bounded: the newest events of one service, and for an id that says nothing of its service so many pages.
 */
import { StateManagerError } from "../../kit/errors.ts";
import type { EventPage, EventQuery } from "../../ports/store.ts";
import { explain } from "../../reconciliation/explain/explain.ts";
import type {
  Episode,
  ExplainedStep,
  ExplainSubject,
  Explanation,
} from "../../reconciliation/explain/explain_model.ts";
import type { PhaseReport } from "../../reconciliation/explain/phases.ts";
import type { EventType, StateEvent } from "../../state/event_model.ts";
import type { ResourceId } from "../../state/resource_id.ts";

/** Newest events of a service that are reported. */
const MAX_EVENTS = 1_000;
/** Events that carry the id of a plan. */
const PLAN_EVENTS: readonly EventType[] = ["PlanCreated", "ActionExecuted", "RecoveryAttempted"];
const PAGE = 1_000;
const MAX_PAGES = 20;

export interface ExplanationSource {
  readHistory(query: EventQuery): EventPage;
  /** Undefined = the service does not exist. */
  phases(id: ResourceId): PhaseReport | undefined;
}

/** Throws a StateManagerError of kind "not-found" for what is not kept. */
export function explainHistory(subject: ExplainSubject, source: ExplanationSource): Explanation {
  switch (subject.kind) {
    case "service": {
      const story = storyOf(subject.resourceId, source);
      if (story.episodes.length === 0 && story.phases === undefined) {
        throw new StateManagerError({ kind: "not-found", what: subject.resourceId });
      }
      return { ...story, episodes: story.episodes.slice(-subject.last) };
    }
    case "revision": {
      const { revision } = subject;
      const what = `an event with revision ${revision}`;
      const after = revision - 1n;
      const event = revision === 0n ? undefined : source.readHistory({
        afterRevision: after,
        upToRevision: revision,
        limit: 1,
        which: "oldest",
      }).events[0];
      return episodesWith(event, (step) => step.revision === revision, { source, what });
    }
    case "plan": {
      const { id } = subject;
      const isIt = ({ planId, actionId }: { readonly planId: string; readonly actionId: string }) =>
        planId === id || actionId === id || (planId !== "" && id.startsWith(`${planId}/`));
      const event = findPlanEvent(
        source,
        ({ metadata }) => isIt({ planId: metadata["planId"] ?? "", actionId: metadata["actionId"] ?? "" }),
      );
      return episodesWith(event, isIt, { source, what: `a plan or action ${id}` });
    }
  }
}

function storyOf(resourceId: ResourceId, source: ExplanationSource): Explanation {
  const query = { resourceId, afterRevision: 0n, limit: MAX_EVENTS, which: "newest" } as const;
  const { events, evictedRevision } = source.readHistory(query);
  const phases = source.phases(resourceId);
  return {
    resourceId,
    episodes: explain(events),
    evictedRevision,
    ...(phases === undefined ? {} : { phases }),
  };
}

/** The episodes of the event's service in which such a step is. */
function episodesWith(
  event: StateEvent | undefined,
  isIt: (step: ExplainedStep) => boolean,
  { source, what }: { readonly source: ExplanationSource; readonly what: string },
): Explanation {
  if (event !== undefined) {
    const story = storyOf(event.resourceId, source);
    const episodes = story.episodes.filter((episode: Episode) => episode.steps.some(isIt));
    if (episodes.length > 0) return { ...story, episodes };
  }
  throw new StateManagerError({ kind: "not-found", what });
}

/** From the newest event back (I1). */
function findPlanEvent(
  source: ExplanationSource,
  isIt: (event: StateEvent) => boolean,
): StateEvent | undefined {
  let upToRevision: bigint | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const { events } = source.readHistory({
      afterRevision: 0n,
      ...(upToRevision === undefined ? {} : { upToRevision }),
      eventTypes: PLAN_EVENTS,
      limit: PAGE,
      which: "newest",
    });
    const found = events.findLast(isIt);
    const [oldest] = events;
    if (found !== undefined || oldest === undefined || events.length < PAGE) return found;
    upToRevision = oldest.revision - 1n;
  }
  return undefined;
}
