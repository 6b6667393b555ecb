/** Work that does not help is bounded, and none is done twice because its end is not known. */
import type { ResourceId } from "../../../../src/state/resource_id.ts";
import type { Invariant, Run } from "../observer.ts";
import type { Report } from "../reporter.ts";
import type { World } from "../world.ts";
import { baseId } from "./actions.ts";

/** The same work again and again is bounded, whatever peers do: it has backoff, and ends with an alert. */
export interface WorkBounds {
  readonly windowMs: number;
  /** Of one generation, as everything but `changes`. */
  readonly actions: number;
  readonly alerts: number;
  readonly commits: number;
  /** How often its nodes are sent its desired state. */
  readonly desired: number;
  /** How often its desired state is changed: more than clients ask for is work that nobody wants. */
  readonly changes: number;
}

const PER_GENERATION = ["actions", "alerts", "commits", "desired"] as const;

export function workIsBounded(report: Report, world: World, bounds: WorkBounds): Invariant {
  const nowMs = () => world.clock.monotonicMs();
  const kinds = {
    actions: new Map(),
    alerts: new Map(),
    commits: new Map(),
    desired: new Map(),
    changes: new Map(),
  } satisfies Readonly<
    Record<string, Map<string, number[]>>
  >;
  const lastId = new Map<ResourceId, string>();
  const count = (kind: keyof typeof kinds, id: string): void => {
    const all: Map<string, number[]> = kinds[kind];
    const times = all.get(id) ?? [];
    all.set(id, times);
    times.push(nowMs());
    while ((times[0] ?? Infinity) < nowMs() - bounds.windowMs) times.shift();
    if (times.length > bounds[kind]) {
      report(`${id}: more than ${bounds[kind]} ${kind} within ${bounds.windowMs / 1_000} s`);
    }
  };
  return {
    name: "work-is-bounded",
    sent(_run, { resourceId, id }) {
      // A repetition under the same id is no further action.
      if (lastId.get(resourceId) !== id) count("actions", resourceId);
      lastId.set(resourceId, id);
    },
    alerted: (_run, { resourceId }) => resourceId !== undefined && count("alerts", resourceId),
    // However often a node reports that it lacks the desired state, also in a flood of reports.
    asked: (_run, _node, id) => count("desired", id),
    committed(run, { events }) {
      if (!run.isActing) return;
      for (const { eventType, resourceId } of events) {
        // Another desired state is other work.
        if (eventType !== "SpecChanged") continue;
        for (const kind of PER_GENERATION) kinds[kind].delete(resourceId);
        count("changes", resourceId);
      }
      for (const { resourceId } of events) count("commits", resourceId);
    },
  };
}

/**
 * The id of an action is given up only when it is certain that the action was not done. A plan that is run a second time asks for its ids
 * in the same order again: those that failed are answered from memory.
 */
export function openActionsKeepTheirId(report: Report, openIds: ReadonlySet<string>): Invariant {
  const sent = new WeakMap<Run, Map<string, string[]>>();
  return {
    name: "open-actions-keep-their-id",
    sent(run, action) {
      const actions = sent.get(run) ?? new Map<string, string[]>();
      sent.set(run, actions);
      const ids = actions.get(baseId(action)) ?? [];
      actions.set(baseId(action), ids);
      if (ids.includes(action.id)) return;
      const open = ids.find((id) => openIds.has(id));
      if (open !== undefined) {
        report(`${action.resourceId}: ${action.id} was sent although ${open} may have happened`);
      }
      ids.push(action.id);
    },
  };
}
