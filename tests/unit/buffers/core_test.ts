/** The buffers of the core: what is known, what waits to be done, what waits to be stored. */
import { Alerts } from "../../../src/manager/core/alerts.ts";
import { Indexes } from "../../../src/manager/core/indexes.ts";
import { Ledger } from "../../../src/manager/core/ledger.ts";
import { Observations } from "../../../src/manager/core/observations.ts";
import { ReconcileFaults } from "../../../src/manager/core/reconcile_faults.ts";
import { WorkQueue } from "../../../src/manager/core/queue.ts";
import { Runtimes } from "../../../src/manager/core/runtimes.ts";
import { Workers } from "../../../src/manager/core/workers.ts";
import { OutboxLimit } from "../../../src/manager/nodes/outbox_limit.ts";
import { Published } from "../../../src/manager/serve/published.ts";
import { SpecIntake } from "../../../src/manager/serve/spec_intake.ts";
import {
  type SubscriptionNames,
  Subscriptions,
  VIEWER_NAMES,
} from "../../../src/manager/serve/subscriptions.ts";
import { ALL_SERVICES } from "../../../src/manager/serve/api.ts";
import { recordDraft } from "../../../src/reconciliation/apply/transition.ts";
import { DEFAULT_SPEC } from "../../../src/state/model.ts";
import type { ResourceId } from "../../../src/state/resource_id.ts";
import { AlertLog } from "../../../src/manager/core/alert_log.ts";
import { fills } from "../../support/buffers/fills.ts";
import { diffOf, idOf, serviceOf } from "../../support/domain.ts";
import { MemoryStore } from "../../support/engine/memory_store.ts";
import { SETTINGS } from "../../support/engine/rig.ts";
import { VirtualClock } from "../../support/engine/virtual_clock.ts";
import { MemoryLog } from "../../support/memory_log.ts";
import { managerOf } from "../etcd/share/parts.ts";

const CAPACITY = 4;
const name = (index: number): ResourceId => idOf(`vehicle/s${index}`);
const specOf = (resourceId: ResourceId) => ({
  ...{ resourceId, spec: { ...DEFAULT_SPEC, version: "1" }, labels: {}, expectedGeneration: 0n, reason: "" },
});

/** A ledger whose journal can fail, and the intake before it. */
function intake() {
  const store = new MemoryStore();
  const clock = new VirtualClock();
  const ledger = new Ledger({ store, clock, log: new MemoryLog() });
  ledger.load();
  const owner = new SpecIntake({ ledger, clock, maxServices: CAPACITY });
  return { store, ledger, owner };
}

function attempt(work: () => unknown): void {
  try {
    work();
  } catch {
    // It is refused, which the level tells.
  }
}

fills("services", () => {
  const { owner } = intake();
  return { owner, put: (index) => attempt(() => owner.accept([specOf(name(index))])) };
});

fills("unsaved_services", () => {
  const { owner, store } = intake();
  store.failure = new Error("the disk is full");
  return { owner, put: (index) => attempt(() => owner.accept([specOf(name(index))])) };
});

fills("unsaved_events", () => {
  const { ledger, store } = intake();
  store.failure = new Error("the disk is full");
  const events = [recordDraft("SpecChanged", "Operator", { metadata: {} })] as const;
  const record = { service: serviceOf(), term: 1n };
  return { owner: ledger, put: () => ledger.commit({ id: record.service.metadata.id, record, events }) };
});

fills("work_queue", () => {
  const queue = new WorkQueue<ResourceId>({ capacity: CAPACITY });
  return { owner: queue, put: (index) => queue.add(name(index), { priority: 1, nowMs: 0 }) };
});

fills("reconciles", () => {
  const queue = new WorkQueue<ResourceId>({ capacity: 100, maxActive: CAPACITY });
  for (let index = 0; index < 100; index++) queue.add(name(index), { priority: 1, nowMs: 0 });
  return { owner: queue, put: () => queue.take(0) };
});

fills("deferred_work", () => {
  const workers = new Workers({
    queue: new WorkQueue<ResourceId>({ capacity: 1 }),
    ...{ clock: new VirtualClock(), maxServices: CAPACITY },
    faults: new ReconcileFaults(new MemoryLog(), () => {}),
    reconcile: () => Promise.resolve({ kind: "gone" }),
    laneOf: () => "",
    criticalityOf: () => "QM",
    onShed: () => {},
    beforeWork: () => {},
  });
  workers.add(idOf("vehicle/first"));
  // There are no more services than that: what comes is one of those that wait already.
  return { owner: workers, put: (index) => workers.add(name(index % CAPACITY)) };
});

fills("unknown_workloads", () => {
  const clock = new VirtualClock();
  const monitoring = { queueAlert: () => {}, queueMetrics: () => {} };
  const owner = new Observations({
    log: new MemoryLog(),
    ledger: { service: () => undefined },
    runtimes: new Runtimes({ get: () => undefined }, clock, SETTINGS),
    alerts: new Alerts({ monitoring, clock, ids: { next: () => "id" }, log: new MemoryLog() }),
    clock,
    sendDesired: () => {},
  });
  return { owner, put: (index) => owner.take(diffOf({ resourceId: name(index) })) };
});

fills("tracker", () => {
  const owner = new Indexes(new VirtualClock(), { maxServices: 1, trackerChanges: CAPACITY });
  const states = ["Initializing", "Running"] as const;
  return {
    owner,
    put: (index) => owner.adopt(serviceOf({ status: { state: states[index % 2] ?? "Running" } })),
  };
});

fills("desired_outbox", () => {
  const waiting = new Set<string>();
  const nodes = {
    get outboxSize() {
      return waiting.size;
    },
    names: () => [],
    push: (node: string, id: ResourceId) => void waiting.add(`${node} ${id}`),
    remind: (node: string, id: ResourceId) => void waiting.add(`${node} ${id}`),
  };
  const owner = new OutboxLimit({ nodes, isKnown: () => false, maxServices: CAPACITY });
  return { owner, put: (index) => owner.push("front", name(index)) };
});

/** Subscribers of a manager that works on nothing. */
function subscribers(maxSubscribers: number, queueCapacity: number, names?: SubscriptionNames) {
  const { manager, clock } = managerOf();
  const subscriptions = new Subscriptions({
    ...{ api: manager, clock, maxSubscribers, queueCapacity },
    ...(names === undefined ? {} : { names }),
  });
  const leave = new AbortController();
  const start = { kind: "snapshot" } as const;
  const request = { filter: ALL_SERVICES, start, heartbeatIntervalMs: 60_000 };
  const subscribe = () => subscriptions.subscribe(request, leave.signal);
  return { manager, subscriptions, subscribe, end: () => leave.abort() };
}

fills("viewers", () => {
  const { subscriptions, subscribe, end } = subscribers(CAPACITY, 16, VIEWER_NAMES);
  return { owner: subscriptions, put: () => attempt(subscribe), end };
});

fills("viewer_queues", () => {
  const { subscriptions, subscribe, manager, end } = subscribers(1, CAPACITY, VIEWER_NAMES);
  subscribe();
  return { owner: subscriptions, put: (index) => manager.updateState(specOf(name(index))), end };
});

fills("subscribers", () => {
  const { subscriptions, subscribe, end } = subscribers(CAPACITY, 16);
  return { owner: subscriptions, put: () => attempt(subscribe), end };
});

fills("subscriber_queues", () => {
  const { subscriptions, subscribe, manager, end } = subscribers(1, CAPACITY);
  subscribe();
  return { owner: subscriptions, put: (index) => manager.updateState(specOf(name(index))), end };
});

fills("kept_alerts", () => {
  const owner = new AlertLog();
  const alert = {
    severity: "Warning",
    reason: "LoadShed",
    message: "",
    timestampMs: 0,
    revision: 0n,
  } as const;
  return { owner, put: (index) => owner.add({ ...alert, id: `${index}` }) };
});

fills("unconfirmed_steps", () => {
  const { ledger } = intake();
  const owner = new Published(ledger, true);
  owner.begin();
  const events = [recordDraft("SpecChanged", "Operator", { metadata: {} })] as const;
  const record = { service: serviceOf(), term: 1n };
  return { owner, put: () => ledger.commit({ id: record.service.metadata.id, record, events }) };
});
