import { deepEqual, equal, rejects, throws } from "node:assert/strict";
import type { AlertDraft } from "../../../../src/state/alert.ts";
import { type EventDraft } from "../../../../src/state/event_model.ts";
import { Ledger, MAX_UNSAVED_EVENTS } from "../../../../src/manager/core/ledger.ts";
import { recordDraft } from "../../../../src/reconciliation/apply/transition.ts";
import type { EventQuery } from "../../../../src/ports/store.ts";
import { idOf, serviceOf } from "../../../support/domain.ts";
import { MemoryStore } from "../../../support/engine/memory_store.ts";
import { MemoryLog } from "../../../support/memory_log.ts";
import { VirtualClock } from "../../../support/engine/virtual_clock.ts";

const ID = idOf("vehicle/lidar");
const NOTE = recordDraft("StatusObserved", "NodeAgent", { metadata: { reason: "seen" } });
const OTHER = recordDraft("ConditionChanged", "NodeAgent", { metadata: { reason: "seen" } });

function newLedger() {
  const store = new MemoryStore();
  const log = new MemoryLog();
  const ledger = new Ledger({ store, clock: new VirtualClock(), log });
  ledger.load();
  return { ledger, store, log };
}

Deno.test("commit() gives each event a revision of its own and stamps the service with the last one", () => {
  const { ledger, store } = newLedger();
  const { commits } = store;
  const step = ledger.commit({ id: ID, record: { service: serviceOf(), term: 0n }, events: [NOTE, NOTE] });
  deepEqual(step.events.map((event) => event.revision), [1n, 2n]);
  equal(ledger.service(ID)?.metadata.revision, 2n);
  equal(store.records.get(ID)?.service.metadata.revision, 2n);
  equal(store.commits, commits + 1);
});

Deno.test("listeners hear each commit in order, after it is stored, and may not commit themselves", () => {
  const { ledger, store } = newLedger();
  const heard: bigint[] = [];
  const end = ledger.onCommitted((step) => {
    equal(store.revision, step.revision);
    heard.push(step.revision);
  });
  ledger.commit({ id: ID, record: { service: serviceOf(), term: 0n }, events: [NOTE] });
  ledger.commit({ id: ID, record: { service: serviceOf(), term: 0n }, events: [NOTE] });
  end();
  ledger.commit({ id: ID, record: { service: serviceOf(), term: 0n }, events: [NOTE] });
  deepEqual(heard, [1n, 2n]);
  ledger.onCommitted(() => void ledger.commit({ id: ID, record: undefined, events: [NOTE] }));
  throws(
    () => ledger.commit({ id: ID, record: { service: serviceOf(), term: 0n }, events: [NOTE] }),
    /listener of the ledger/,
  );
});

Deno.test("a removed service is gone from memory and store, its end is told", () => {
  const { ledger, store } = newLedger();
  ledger.commit({ id: ID, record: { service: serviceOf(), term: 0n }, events: [NOTE] });
  const step = ledger.commit({ id: ID, record: undefined, events: [{ ...NOTE, eventType: "Terminated" }] });
  equal(step.services.size, 0);
  equal(ledger.size, 0);
  equal(store.records.size, 0);
});

Deno.test("what the journal refused is written with the next commit that works, and not promised before", async () => {
  const { ledger, store, log } = newLedger();
  store.failure = new Error("no space left");
  ledger.commit({ id: ID, record: { service: serviceOf(), term: 0n }, events: [NOTE] });
  equal(ledger.failedCommits, 1);
  equal(ledger.unsavedCount, 1);
  equal(log.lines.filter((line) => line.level === "error").length, 1);
  await rejects(ledger.flush(), /journal cannot be written/);
  store.failure = undefined;
  await ledger.flush();
  equal(ledger.unsavedCount, 0);
  equal(store.records.get(ID)?.service.metadata.revision, 1n);
  deepEqual(store.events.map(({ revision }) => revision), [1n]);
});

Deno.test("a write that failed is tried again after a backoff; one alert reports the outage, one its end", async () => {
  const store = new MemoryStore();
  const clock = new VirtualClock();
  const alerts: AlertDraft[] = [];
  const ledger = new Ledger({
    ...{ store, clock, log: new MemoryLog() },
    alert: (draft) => void alerts.push(draft),
  });
  ledger.load();
  store.failure = new Error("no space left");
  ledger.commit({ id: ID, record: { service: serviceOf(), term: 0n }, events: [NOTE] });
  deepEqual(alerts.map(({ severity, reason }) => `${severity} ${reason}`), ["Critical JournalFailed"]);
  await clock.advance(120_000);
  // 0.5, 1, 2, 4, 8, 16 s, then every 30 s.
  equal(ledger.failedCommits, 1 + 6 + 2);
  equal(ledger.isFailing, true);
  store.failure = undefined;
  await clock.advance(30_000);
  equal(ledger.isFailing, false);
  equal(store.records.get(ID)?.service.metadata.revision, 1n);
  deepEqual(store.events.map(({ revision }) => revision), [1n]);
  deepEqual(alerts.slice(1).map(({ severity, reason }) => `${severity} ${reason}`), ["Info JournalFailed"]);
  equal(clock.pendingCount, 0);
  // Neither a term nor the end of the run is lost by the first failure, and nothing is tried after the end.
  store.failure = new Error("no space left");
  ledger.beginTerm(2n);
  store.failure = undefined;
  await clock.advance(500);
  equal(store.term, 2n);
  store.failure = new Error("no space left");
  ledger.close();
  equal(clock.pendingCount, 0);
});

Deno.test("the events of a time in which the journal could not write are in the history afterwards, the newest of them", () => {
  const { ledger, store } = newLedger();
  const commit = () => ledger.commit({ id: ID, record: { service: serviceOf(), term: 0n }, events: [NOTE] });
  commit();
  store.failure = new Error("no space left");
  for (let count = 0; count < MAX_UNSAVED_EVENTS + 10; count++) commit();
  store.failure = undefined;
  const newest = commit().revision;
  const revisions = store.events.map(({ revision }) => revision);
  equal(revisions.length, 1 + MAX_UNSAVED_EVENTS + 1);
  deepEqual([revisions[0], revisions[1], revisions.at(-1)], [
    1n,
    newest - BigInt(MAX_UNSAVED_EVENTS),
    newest,
  ]);
  commit();
  equal(store.events.length, revisions.length + 1);
});

Deno.test("what the journal cannot take is in the history all the same", () => {
  const { ledger, store } = newLedger();
  const commit = (events: readonly [EventDraft, ...EventDraft[]]) =>
    ledger.commit({ id: ID, record: { service: serviceOf(), term: 0n }, events });
  commit([NOTE, NOTE]);
  store.failure = new Error("no space left");
  commit([NOTE, OTHER]);
  commit([OTHER]);
  const read = (query: Partial<EventQuery>) =>
    ledger.readEvents({ afterRevision: 0n, limit: 10, which: "oldest", ...query }).events.map((
      { revision },
    ) => Number(revision));
  deepEqual(read({}), [1, 2, 3, 4, 5]);
  deepEqual(read({ limit: 3 }), [1, 2, 3]);
  deepEqual(read({ limit: 2, which: "newest" }), [4, 5]);
  deepEqual(read({ afterRevision: 1n, upToRevision: 4n }), [2, 3, 4]);
  deepEqual(read({ eventTypes: [OTHER.eventType] }), [4, 5]);
  deepEqual(read({ resourceId: idOf("vehicle/radar") }), []);
});

Deno.test("load() takes over records and goes on counting where the run before came to its end", () => {
  const { ledger, store } = newLedger();
  ledger.commit({ id: ID, record: { service: serviceOf(), term: 0n }, events: [NOTE] });
  ledger.close();
  const next = new Ledger({ store, clock: new VirtualClock(), log: new MemoryLog() });
  next.load();
  equal(next.service(ID)?.metadata.id, ID);
  equal(next.commit({ id: ID, record: { service: serviceOf(), term: 0n }, events: [NOTE] }).revision, 2n);
});
