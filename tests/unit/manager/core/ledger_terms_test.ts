import { deepEqual, equal, ok, throws } from "node:assert/strict";
import type { AdoptedStep } from "../../../../src/manager/serve/api.ts";
import { Ledger, TERM_STRIDE } from "../../../../src/manager/core/ledger.ts";
import { withParts } from "../../../../src/state/record.ts";
import { recordDraft } from "../../../../src/reconciliation/apply/transition.ts";
import type { ServiceRecord } from "../../../../src/state/record.ts";
import type { StateEvent } from "../../../../src/state/event_model.ts";
import { eventOf, idOf, serviceOf } from "../../../support/domain.ts";
import { MemoryStore } from "../../../support/engine/memory_store.ts";
import { VirtualClock } from "../../../support/engine/virtual_clock.ts";
import { MemoryLog } from "../../../support/memory_log.ts";

const ID = idOf("vehicle/lidar");
const OTHER = idOf("vehicle/radar");
const NOTE = recordDraft("StatusObserved", "NodeAgent", { metadata: { reason: "seen" } });

function newLedger(store = new MemoryStore()) {
  const ledger = new Ledger({ store, clock: new VirtualClock(), log: new MemoryLog() });
  ledger.load();
  const commit = (id = ID) =>
    ledger.commit({ id, record: { service: serviceOf({ id }), term: 0n }, events: [NOTE] });
  return { ledger, store, commit };
}

function recordAt(id: string, revision: bigint, term = 2n): ServiceRecord {
  const service = serviceOf({ id });
  return { service: { ...service, metadata: { ...service.metadata, revision } }, term };
}

function stepOf(parts: Partial<AdoptedStep> = {}): AdoptedStep {
  return { revision: 0n, term: 0n, records: [], removed: [], events: [], ...parts };
}

function eventAt(revision: bigint, id = ID): StateEvent {
  return eventOf({ resourceId: id, revision });
}

Deno.test("beginTerm() leaves a gap: the next revision is beyond everything that may have been recorded", () => {
  const { ledger, store, commit } = newLedger();
  commit();
  ledger.beginTerm(3n);
  // The second term may have ended with everything of it lost.
  deepEqual([ledger.term, ledger.revision], [3n, 2n * TERM_STRIDE]);
  deepEqual([store.term, store.revision], [3n, 2n * TERM_STRIDE]);
  equal(commit().revision, 2n * TERM_STRIDE + 1n);
  equal(ledger.get(ID)?.term, 3n);
  ledger.beginTerm(4n);
  equal(ledger.revision, 3n * TERM_STRIDE);
  // A boundary itself is left behind as well: it may have been the last one of a term.
  ledger.beginTerm(5n);
  equal(ledger.revision, 4n * TERM_STRIDE);
});

Deno.test("beginTerm() comes after what others recorded, if that is more; a term that is not newer changes nothing", () => {
  const { ledger, store, commit } = newLedger();
  commit();
  ledger.beginTerm(2n, 7n * TERM_STRIDE + 5n);
  equal(ledger.revision, 8n * TERM_STRIDE);
  const { commits } = store;
  ledger.beginTerm(2n, 50n * TERM_STRIDE);
  ledger.beginTerm(1n);
  deepEqual([ledger.term, ledger.revision, store.commits], [2n, 8n * TERM_STRIDE, commits]);
});

Deno.test("the revisions of a term that the power cut took back are not given again, however many starts follow one another", () => {
  const store = new MemoryStore();
  const run = (known: bigint) => {
    const { ledger, commit } = newLedger(store);
    // As a start does it: what was reserved is synced, then come the term that is kept beside the journal and one of its own.
    store.sync();
    ledger.beginTerm(known);
    ledger.beginTerm(known + 1n);
    const { revision } = commit();
    // One of them lives long enough.
    if (known === 4n) store.sync();
    store.cutPower();
    return revision;
  };
  const given = [1n, 2n, 3n, 4n, 5n, 6n, 7n].map(run);
  given.forEach((revision, at) => ok(revision > (given[at - 1] ?? 0n), `${given}`));
});

Deno.test("the first term of an empty journal needs no gap", () => {
  const { ledger } = newLedger();
  ledger.beginTerm(2n);
  deepEqual([ledger.term, ledger.revision], [2n, 0n]);
});

Deno.test("what is adopted is kept as it was recorded, in one step that listeners hear", () => {
  const { ledger, store } = newLedger();
  const heard: unknown[] = [];
  ledger.onCommitted(({ revision, events, services }) =>
    heard.push([revision, events.map((event) => event.revision), [...services.keys()]])
  );
  const record = recordAt("vehicle/lidar", 12n);
  const { commits } = store;
  ledger.adopt(stepOf({ revision: 12n, term: 2n, records: [record], events: [eventAt(11n), eventAt(12n)] }));
  deepEqual(ledger.get(ID), record);
  deepEqual(store.records.get(ID), record);
  deepEqual([ledger.term, ledger.revision, store.commits], [2n, 12n, commits + 1]);
  deepEqual(heard, [[12n, [11n, 12n], [ID]]]);
  deepEqual(store.events.map(({ revision }) => revision), [11n, 12n]);
});

Deno.test("events that are known are left out; the revision never goes back, nor does the term", () => {
  const { ledger, store } = newLedger();
  ledger.adopt(stepOf({ revision: 12n, term: 3n, events: [eventAt(11n), eventAt(12n)] }));
  ledger.adopt(stepOf({ revision: 9n, term: 2n, events: [eventAt(9n), eventAt(12n), eventAt(13n)] }));
  deepEqual(store.events.map(({ revision }) => revision), [11n, 12n, 13n]);
  deepEqual([ledger.revision, ledger.term], [13n, 3n]);
  ledger.adopt(stepOf({ revision: 20n, records: [recordAt("vehicle/lidar", 5n)] }));
  equal(ledger.revision, 20n);
  equal(ledger.get(ID)?.service.metadata.revision, 5n);
});

Deno.test("a service that ended elsewhere is gone; one that only has an event is told with its state, not as gone", () => {
  const { ledger, store, commit } = newLedger();
  commit();
  commit(OTHER);
  const services: ReadonlySet<string>[] = [];
  ledger.onCommitted((step) => services.push(new Set(step.services.keys())));
  ledger.adopt(stepOf({ revision: 5n, removed: [OTHER], events: [eventAt(4n), eventAt(5n, OTHER)] }));
  equal(ledger.get(OTHER), undefined);
  equal(store.records.has(OTHER), false);
  deepEqual(services, [new Set([ID])]);
});

Deno.test("a listener does not adopt, and a listener that throws does not lock the ledger", () => {
  const { ledger, commit } = newLedger();
  const end = ledger.onCommitted(() => void ledger.adopt(stepOf()));
  throws(() => commit(), /listener of the ledger/);
  end();
  commit();
  equal(ledger.revision, 2n);
});

Deno.test("what the journal refused is written with what is adopted, or begun, after it", () => {
  const { ledger, store, commit } = newLedger();
  store.failure = new Error("no space left");
  commit();
  ledger.adopt(stepOf({ revision: 5n, term: 2n, records: [recordAt("vehicle/radar", 5n)], removed: [] }));
  ledger.adopt(stepOf({ revision: 6n, term: 2n, removed: [OTHER] }));
  deepEqual([ledger.unsavedCount, ledger.failedCommits, store.records.size], [2, 3, 0]);
  store.failure = undefined;
  ledger.beginTerm(3n);
  equal(ledger.unsavedCount, 0);
  deepEqual([...store.records.keys()], [ID]);
  deepEqual([store.term, store.revision], [3n, 2n * TERM_STRIDE]);
});

Deno.test("a commit does not lose the term or its gap over a restart", () => {
  const { ledger, store, commit } = newLedger();
  commit();
  ledger.beginTerm(4n);
  ledger.close();
  const next = newLedger(store.copy());
  deepEqual([next.ledger.term, next.ledger.revision], [4n, 3n * TERM_STRIDE]);
  equal(next.commit().revision, 3n * TERM_STRIDE + 1n);
});

Deno.test("withParts() replaces a part, takes one away, and leaves the others", () => {
  const recovery = {
    issueType: "Crash",
    failureCount: 1,
    issueFailures: 1,
    attempts: {},
    lastAttemptAtMs: 0,
    evidence: "",
  } as const;
  const record = { ...recordAt("vehicle/lidar", 1n), recovery };
  equal(withParts(record, {}).recovery, recovery);
  deepEqual(Object.keys(withParts(record, { recovery: null })).toSorted(), ["service", "term"]);
  const moved = withParts(record, { recovery: { ...recovery, failureCount: 2 }, service: serviceOf() });
  deepEqual([moved.recovery?.failureCount, moved.term, moved.service.metadata.revision], [2, 2n, 0n]);
});

/** The state is known up to 8, its events up to 5: the lead ended in between. */
const KNOWN_AHEAD = stepOf({
  revision: 5n,
  term: 2n,
  records: [recordAt("vehicle/lidar", 8n)],
  events: [eventAt(5n)],
});

function missingAfter(ledger: Ledger, afterRevision: bigint): bigint {
  return ledger.readEvents({ afterRevision, limit: 10, which: "oldest" }).evictedRevision;
}

Deno.test("a state whose events were lost with their lead is in force: that they are missing is said, here and at who leads next", () => {
  const follows = newLedger().ledger;
  follows.adopt(KNOWN_AHEAD);
  equal(missingAfter(follows, 5n), 0n);
  const lineage = [{ term: 3n, after: 5n, from: TERM_STRIDE }];
  deepEqual(follows.adopt(stepOf({ revision: TERM_STRIDE, lineage })).adopted?.hasLost, true);
  equal(missingAfter(follows, 5n), 8n);
  const next = [...lineage, { term: 4n, after: TERM_STRIDE, from: 2n * TERM_STRIDE }];
  const again = follows.adopt(stepOf({ revision: 2n * TERM_STRIDE, lineage: next }));
  deepEqual(again.adopted?.hasLost, false, "it was said before");

  const leads = newLedger().ledger;
  leads.adopt(KNOWN_AHEAD);
  leads.beginTerm(3n, 5n);
  equal(missingAfter(leads, 5n), 8n);
  equal(missingAfter(leads, 0n), 8n);
});

Deno.test("a term that begins where all is known marks nothing", () => {
  const { ledger } = newLedger();
  ledger.adopt({ ...KNOWN_AHEAD, revision: 8n, events: [eventAt(5n), eventAt(8n)] });
  ledger.beginTerm(3n, 8n);
  equal(missingAfter(ledger, 5n), 0n);
});
