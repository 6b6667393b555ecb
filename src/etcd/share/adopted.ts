/** The step by which an instance adopts records and events from etcd. Pure. */
import type { AdoptedStep } from "../../manager/serve/api.ts";
import type { ServiceRecord } from "../../state/record.ts";
import type { StateEvent } from "../../state/event_model.ts";
import type { ResourceId } from "../../state/resource_id.ts";

/**
 * The step with its events in order. `upTo` = the history is known up to there: a record may be newer, which was written with the first of
 * its events, and whoever is told the step waits for the others. 0 = up to the newest record.
 */
export function adoptedStep({ records, removed, events, upTo = 0n, ...more }: {
  readonly records: readonly ServiceRecord[];
  readonly removed: readonly ResourceId[];
  readonly events: readonly StateEvent[];
  readonly upTo?: bigint;
} & Pick<AdoptedStep, "cutTo" | "lineage" | "lost" | "isComparison" | "isUntold">): AdoptedStep {
  const inOrder = events.toSorted(byRevision);
  const revisions = records.map(({ service }) => service.metadata.revision);
  return {
    revision: maxOf([...(upTo > 0n ? [upTo] : revisions), inOrder.at(-1)?.revision ?? 0n]),
    term: maxOf(records.map(({ term }) => term)),
    ...{ records, removed, events: inOrder },
    ...more,
  };
}

export function byRevision(a: StateEvent, b: StateEvent): number {
  return a.revision < b.revision ? -1 : a.revision > b.revision ? 1 : 0;
}

function maxOf(values: readonly bigint[]): bigint {
  return values.reduce((max, value) => value > max ? value : max, 0n);
}
