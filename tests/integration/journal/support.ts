/** Services, events and logs for the tests of the journal. */
import assert from "node:assert/strict";
import { type Journal, type JournalOptions, openJournal } from "../../../src/journal/journal.ts";
import type { CommitBatch, EventQuery } from "../../../src/ports/store.ts";
import type { Log, LogFields } from "../../../src/ports/log.ts";
import type { ServiceRecord } from "../../../src/state/record.ts";
import type { StateEvent } from "../../../src/state/event_model.ts";
import { newServiceState } from "../../../src/state/model.ts";
import { parseResourceId, type ResourceId, splitResourceId } from "../../../src/state/resource_id.ts";

export const LIDAR = parseResourceId("vehicle/lidar");
export const RADAR = parseResourceId("vehicle/radar");

export function recordOf(id: ResourceId, revision: bigint): ServiceRecord {
  const { namespace, name } = splitResourceId(id);
  const service = newServiceState(name, namespace, { nowMs: 1_000 });
  return { service: { ...service, metadata: { ...service.metadata, revision } }, term: 1n };
}

export function eventOf(id: ResourceId, revision: bigint, change: Partial<StateEvent> = {}): StateEvent {
  return {
    resourceId: id,
    eventType: "StatusObserved",
    timestampMs: 1_000,
    changes: [{ field: "status.state", oldValue: "Pending", newValue: "Running" }],
    source: "NodeAgent",
    metadata: { reason: "test" },
    revision,
    clockSynchronised: false,
    ...change,
  };
}

/** One service, one event: what nearly every commit looks like. */
export function step(id: ResourceId, revision: bigint, change: Partial<StateEvent> = {}): CommitBatch {
  return {
    revision,
    term: 1n,
    records: [recordOf(id, revision)],
    removed: [],
    events: [eventOf(id, revision, change)],
  };
}

export function removal(id: ResourceId, revision: bigint): CommitBatch {
  return {
    revision,
    term: 1n,
    records: [],
    removed: [id],
    events: [eventOf(id, revision, { eventType: "Terminated" })],
  };
}

export function query(change: Partial<EventQuery> = {}): EventQuery {
  return { afterRevision: 0n, limit: 1_000, which: "oldest", ...change };
}

export function revisionsOf(journal: Journal, change: Partial<EventQuery> = {}): readonly bigint[] {
  return journal.readEvents(query(change)).events.map(({ revision }) => revision);
}

/** Each state has the event that explains it, and no event is missing between the kept ones. */
export function assertWhole(journal: Journal, context = ""): void {
  const { revision, records } = journal.load();
  for (const { service } of records) {
    const { id, revision: own } = service.metadata;
    const newest = revisionsOf(journal, { resourceId: id, which: "newest", limit: 1 });
    assert.deepEqual(newest, [own], `${context}: ${id} and its event were torn apart`);
  }
  const { evictedRevision } = journal.readEvents(query({ limit: 1 }));
  const kept = revisionsOf(journal, { afterRevision: evictedRevision, limit: 10_000 });
  const expected = Array.from(
    { length: kept.length },
    (_unused, index) => evictedRevision + BigInt(index + 1),
  );
  assert.deepEqual(kept, expected, context);
  assert.equal(kept.at(-1) ?? revision, revision, context);
}

/** Opens a journal that must be sound. */
export function openSound(path: string, options: JournalOptions = {}): Journal {
  const outcome = openJournal(path, options);
  if (outcome.kind !== "opened") throw new Error(`The journal was ${outcome.kind}`);
  return outcome.journal;
}

export interface RecordedLine {
  readonly level: keyof Log;
  readonly message: string;
  readonly fields: LogFields;
}

/** A log that remembers. */
export function recordingLog(): Log & { readonly lines: readonly RecordedLine[] } {
  const lines: RecordedLine[] = [];
  const take = (level: keyof Log) => (message: string, fields: LogFields = {}) => {
    lines.push({ level, message, fields });
  };
  return { lines, debug: take("debug"), info: take("info"), warn: take("warn"), error: take("error") };
}
