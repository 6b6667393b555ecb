/** What was only observed waits for a moment; what was decided takes it along. */
import { deepEqual, equal, ok } from "node:assert/strict";
import { Ledger } from "../../../../src/manager/core/ledger.ts";
import { recordDraft } from "../../../../src/reconciliation/apply/transition.ts";
import { idOf, serviceOf } from "../../../support/domain.ts";
import { MemoryStore } from "../../../support/engine/memory_store.ts";
import { VirtualClock } from "../../../support/engine/virtual_clock.ts";
import { MemoryLog } from "../../../support/memory_log.ts";

const ID = idOf("vehicle/lidar");
const WRITES = { budgetBytesPerDay: 0, baseMs: 1_000, maxMs: 60_000 };
const SEEN = recordDraft("StatusObserved", "NodeAgent", { metadata: {} });
const WANTED = recordDraft("SpecChanged", "Operator", { metadata: {} });

function newLedger(store = new MemoryStore()) {
  const clock = new VirtualClock();
  const ledger = new Ledger({ store, clock, log: new MemoryLog(), writes: WRITES });
  ledger.load();
  return { ledger, store, clock };
}

function commit(ledger: Ledger, event = SEEN): void {
  const record = ledger.get(ID) ?? { service: serviceOf(), term: 0n };
  ledger.commit({ id: ID, record, events: [event] });
}

Deno.test("what was observed is in memory at once and in the journal a moment later, in one piece", async () => {
  const { ledger, store, clock } = newLedger();
  commit(ledger, WANTED);
  const commits = store.commits;
  commit(ledger);
  commit(ledger);
  equal(ledger.revision, 3n);
  equal(store.revision, 1n);
  await clock.advance(1_000);
  equal(store.revision, 3n);
  equal(store.commits, commits + 1);
});

Deno.test("a decision is stored at once and takes what waits along, in order", () => {
  const { ledger, store } = newLedger();
  commit(ledger, WANTED);
  commit(ledger);
  commit(ledger, WANTED);
  deepEqual(store.events.map(({ revision }) => revision), [1n, 2n, 3n]);
});

Deno.test("that a service is isolated, and how much of the time is over, is stored at once", () => {
  const { ledger, store } = newLedger();
  commit(ledger, WANTED);
  const isolate = (servedMs: number) => {
    const isolation = { by: "Operator", reason: "test", sinceMs: 0, ttlMs: 9_000, servedMs } as const;
    const record = { service: serviceOf({ status: { isolation } }), term: 0n };
    ledger.commit({
      id: ID,
      record,
      events: [recordDraft("ConditionChanged", "Operator", { metadata: {} })],
    });
  };
  isolate(0);
  equal(store.revision, 2n);
  isolate(3_000);
  equal(store.revision, 3n);
});

Deno.test("whoever asks for history or durability gets all of it", async () => {
  const { ledger, store } = newLedger();
  commit(ledger, WANTED);
  commit(ledger);
  equal(ledger.readEvents({ afterRevision: 0n, limit: 10, which: "oldest" }).events.length, 2);
  commit(ledger);
  await ledger.flush();
  equal(store.revision, 3n);
});

Deno.test("a revision that was told and lost in a crash is never given again; after a clean end none is left out", () => {
  const first = newLedger();
  commit(first.ledger, WANTED);
  commit(first.ledger);
  const told = first.ledger.revision;
  const crashed = newLedger(first.store.copy());
  // What was lost is not known here, and what another instance recorded of it may be taken over.
  ok(crashed.ledger.revision < told);
  crashed.ledger.close();
  const again = newLedger(crashed.store.copy());
  commit(again.ledger, WANTED);
  ok(again.ledger.revision > told);
  const clean = newLedger();
  commit(clean.ledger, WANTED);
  commit(clean.ledger);
  clean.ledger.close();
  const next = newLedger(clean.store.copy());
  commit(next.ledger, WANTED);
  equal(next.ledger.revision, 3n);
});

Deno.test("no more than a bounded number of events waits", () => {
  const { ledger, store } = newLedger();
  commit(ledger, WANTED);
  for (let index = 0; index < 1_000; index++) commit(ledger);
  ok(ledger.revision - store.revision <= 257n);
});
