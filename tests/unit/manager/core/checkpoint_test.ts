import { deepEqual, equal } from "node:assert/strict";
import { Alerts } from "../../../../src/manager/core/alerts.ts";
import { Indexes } from "../../../../src/manager/core/indexes.ts";
import { Ledger } from "../../../../src/manager/core/ledger.ts";
import { recordDraft } from "../../../../src/reconciliation/apply/transition.ts";
import type { StateAlert } from "../../../../src/state/alert.ts";
import { idOf, serviceOf } from "../../../support/domain.ts";
import { MemoryStore } from "../../../support/engine/memory_store.ts";
import { VirtualClock } from "../../../support/engine/virtual_clock.ts";
import { MemoryLog } from "../../../support/memory_log.ts";

const NAMES = ["vehicle/radar", "vehicle/lidar", "vehicle/camera"] as const;
const NOTE = recordDraft("StatusObserved", "NodeAgent", { metadata: { reason: "seen" } });

function newLedger(store: MemoryStore, clock: VirtualClock): Ledger {
  const writes = { budgetBytesPerDay: 1_000, baseMs: 100, maxMs: 60_000 };
  return new Ledger({ store, clock, log: new MemoryLog(), writes });
}

Deno.test("a ledger that goes on from a checkpoint gives the same revisions, in the same order, at the same pace", async () => {
  const clock = new VirtualClock();
  const store = new MemoryStore();
  const ledger = newLedger(store, clock);
  ledger.load();
  ledger.beginTerm(3n, 7n);
  for (const id of NAMES) {
    store.bytes += 5_000;
    await clock.advance(1_000);
    ledger.commit({ id: idOf(id), record: { service: serviceOf({ id }), term: 0n }, events: [NOTE] });
  }
  ledger.settle();
  const checkpoint = ledger.checkpoint();
  if (checkpoint === undefined) throw new Error("everything is in the journal");
  const other = newLedger(store.copy(), clock);
  other.restore(checkpoint);
  deepEqual([...other.records()], [...ledger.records()]);
  deepEqual(other.writing, ledger.writing);
  equal(ledger.writing.windowMs > 100, true);
  const [id] = NAMES;
  const next = { id: idOf(id), record: { service: serviceOf({ id }), term: 0n }, events: [NOTE] } as const;
  deepEqual(other.commit(next), ledger.commit(next));
  equal(other.term, 3n);
  deepEqual(other.checkpoint(), ledger.checkpoint());
});

Deno.test("a ledger that could not write, or has something that waits, has no checkpoint", () => {
  const store = new MemoryStore();
  const ledger = newLedger(store, new VirtualClock());
  ledger.load();
  store.failure = new Error("no space");
  const [id] = NAMES;
  ledger.commit({ id: idOf(id), record: { service: serviceOf({ id }), term: 0n }, events: [NOTE] });
  equal(ledger.checkpoint(), undefined);
  store.failure = undefined;
  ledger.settle();
  equal(ledger.checkpoint()?.records.length, 1);
});

Deno.test("a limit of alerts goes on from a checkpoint: what was sent just now is not sent again, and what was left out is counted", async () => {
  const clock = new VirtualClock();
  const sent: StateAlert[] = [];
  let id = 0;
  const newAlerts = () =>
    new Alerts({
      monitoring: { queueAlert: (alert) => void sent.push(alert), queueMetrics: () => {} },
      ...{ clock, log: new MemoryLog(), ids: { next: () => `${++id}` } },
    });
  const draft = { severity: "Warning", reason: "ReactionBudgetExceeded", message: "slow" } as const;
  const alerts = newAlerts();
  alerts.raise(draft);
  alerts.raise(draft);
  const other = newAlerts();
  other.restore(alerts.checkpoint());
  other.raise(draft);
  equal(sent.length, 1);
  await clock.advance(10_000);
  other.raise(draft);
  equal(sent.at(-1)?.message, "slow (and 2 others before)");
});

Deno.test("the phases of a service go on from a checkpoint, with how long each lasted and since when it is in the newest", async () => {
  const clock = new VirtualClock();
  const settings = { trackerChanges: 8, maxServices: 10 };
  const [id] = NAMES;
  const indexes = new Indexes(clock, settings);
  const states = ["Pending", "Initializing", "Running", "Failed", "Initializing", "Running"] as const;
  for (const state of states) {
    indexes.adopt(serviceOf({ id, status: { state } }));
    await clock.advance(1_000);
  }
  const other = new Indexes(clock, settings);
  other.restore(indexes.checkpoint());
  other.adopt(serviceOf({ id, status: { state: "Running" } }));
  const [before, after] = [indexes, other].map((one) => one.tracker(idOf(id)));
  deepEqual(after?.stateHistory, before?.stateHistory);
  deepEqual(after?.transitionTimes, before?.transitionTimes);
  equal(after?.current?.atMs, 5_000);
  deepEqual(other.buffers(), indexes.buffers());
});
