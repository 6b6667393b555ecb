/** DesiredState alone: a manager without effects, a replicator, a watch, and etcd in memory. */
import { DesiredState } from "../../../../src/etcd/share/desired_state.ts";
import { writeLeader, writeSchema } from "../../../../src/etcd/share/documents.ts";
import type { EtcdKv } from "../../../../src/etcd/client/kv.ts";
import type { LeaderTerm } from "../../../../src/etcd/lead/leader_election.ts";
import { mergeService } from "../../../../src/etcd/share/merge.ts";
import { Replicator } from "../../../../src/etcd/share/replicator.ts";
import { EtcdWatcher, type WatchChange } from "../../../../src/etcd/watcher.ts";
import { BoundedQueue } from "../../../../src/kit/bounded_queue.ts";
import type { ServiceRecord } from "../../../../src/state/record.ts";
import type { ServiceState } from "../../../../src/state/model.ts";
import type { ResourceId } from "../../../../src/state/resource_id.ts";
import { ModelEtcd } from "../../../support/etcd/model.ts";
import { guardOf, KEYS, managerOf, type QuietManager } from "./parts.ts";

/** A client whose answers to transactions arrive after the watch has delivered their changes. */
function withSlowAnswers(kv: EtcdKv, wait: () => Promise<void>): EtcdKv {
  return {
    range: (request, options) => kv.range(request, options),
    txn: async (request, options) => {
      const outcome = await kv.txn(request, options);
      await wait();
      return outcome;
    },
    leaseGrant: (ttlSeconds, options) => kv.leaseGrant(ttlSeconds, options),
    leaseKeepAlive: (id, options) => kv.leaseKeepAlive(id, options),
    leaseRevoke: (id, options) => kv.leaseRevoke(id, options),
    openWatch: (request, listener) => kv.openWatch(request, listener),
  };
}

export class DesiredWorld implements AsyncDisposable {
  readonly parts: QuietManager;
  readonly etcd: ModelEtcd;
  readonly replicator: Replicator;
  readonly desired: DesiredState;
  readonly waiting: BoundedQueue<WatchChange>;
  /** Generations of each service, in the order in which they came into force. */
  readonly changes: string[] = [];
  resets = 0;
  /** How long after the delivery by the watch the answer to a transaction arrives, milliseconds. */
  answerDelayMs = 0;
  readonly #watcher: EtcdWatcher;
  readonly #leaderTerm: LeaderTerm;

  constructor(records: readonly ServiceRecord[] = [], waitingChanges = 100) {
    this.waiting = new BoundedQueue({ capacity: waitingChanges, onFull: "refuse" });
    this.parts = managerOf({ records });
    const { manager, clock, log } = this.parts;
    this.etcd = new ModelEtcd({ clock, callTimeoutMs: 500 });
    this.etcd.delayMs = 1;
    const leader = this.etcd.write(
      { kind: "put", key: KEYS.leader, value: writeLeader({ instance: "one", term: 1n }) },
      { kind: "put", key: KEYS.schema, value: writeSchema({ term: 1n, revision: 0n }) },
    );
    this.#leaderTerm = { term: 1n, previousTerm: 0n, guard: guardOf(leader), revision: leader };
    const client = this.etcd.client();
    const kv = withSlowAnswers(client, () => this.#pause());
    const random01 = () => 0.5;
    manager.onCommitted((step) => {
      for (const { eventType, resourceId } of step.events) {
        const state = step.services.get(resourceId);
        if (eventType === "SpecChanged") this.changes.push(`${resourceId} ${state?.spec.version}`);
      }
      this.replicator.note(step);
    });
    this.replicator = new Replicator({
      etcd: { kv, keys: KEYS, clock, log, random01 },
      settings: { linger: { lingerMs: 0, quietMs: 0 }, ringSize: 4, capacityEvents: 64, maxServices: 1_000 },
      source: {
        revision: () => manager.revision(),
        record: (id) => manager.record(id),
        events: (query) => manager.readHistory(query).events,
      },
      listener: {
        onDeposed: () => {},
        onConflict: (shared) => {
          const merged = mergeService(shared, { record: (id) => manager.record(id), hasEnded: () => true });
          this.replicator.correct(merged.id, merged.replica);
          if (merged.desiredChange !== undefined) this.desired.apply(merged.id, merged.desiredChange);
        },
        onFailure: () => {},
        onSuccess: () => {},
        onUnshareable: () => {},
      },
    });
    this.desired = new DesiredState({
      ...{ kv, keys: KEYS, log, manager },
      replicator: this.replicator,
      waiting: this.waiting,
      onReset: () => void this.resets++,
    });
    this.#watcher = new EtcdWatcher({ kv: client, clock, random01, log });
  }

  /** All records are written, and the watch is established. */
  async begin(): Promise<void> {
    const { manager, clock } = this.parts;
    const toWrite = [...manager.records()].map(({ service }) => service.metadata.id);
    this.replicator.begin(this.#leaderTerm, { cursor: manager.revision(), replicas: new Map(), toWrite });
    this.#watcher.watchPrefix(KEYS.services, this.desired);
    await clock.advance(1_000);
  }

  writeSpec(id: ResourceId, version: string): void {
    this.etcd.put(KEYS.spec(id), JSON.stringify({ spec: { version } }));
  }

  service(id: ResourceId): ServiceState | undefined {
    return this.parts.manager.record(id)?.service;
  }

  valueOf(key: string): string | undefined {
    return this.etcd.entries(key)[0]?.value;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.desired.end();
    this.replicator.pause();
    let isEnded = false;
    void this.#watcher[Symbol.asyncDispose]().then(() => isEnded = true);
    await this.parts.clock.until(() => isEnded, 10_000);
    await this.parts.clock.advance(this.answerDelayMs + 1_000);
  }

  #pause(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.parts.clock.schedule(this.answerDelayMs, resolve);
    return promise;
  }
}
