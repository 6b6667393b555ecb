/**
 * etcd in memory, with the semantics of etcd 3.6 and faults on the test's command: for tests that need many histories, time that
 * does not pass, or a failure at an exact moment. `tests/integration/etcd/model_equivalence_test.ts` holds it to a real etcd.
 *
 * I1: nothing happens but by a call, a microtask or the given clock: the same calls give the same run.
 * I2: a client sees nothing that it could not see of a real etcd.
 *
 * Left out: users and roles, several members, nested transactions. Keys are ASCII.
 */
import type { KeyValue, Operation } from "../../../src/etcd/client/kv.ts";
import type { Clock } from "../../../src/ports/clock.ts";
import { failure, ModelClient, type Server } from "./model/client.ts";
import { Leases, type LeaseSnapshot } from "./model/leases.ts";
import { type Revision, Store, type StoreSnapshot } from "./model/store.ts";

export type { ModelClient, Revision };

export interface ModelOptions {
  readonly clock: Clock;
  /** Deadline of a call that sets none. Default 2,000. */
  readonly callTimeoutMs?: number;
  /** Longest watch response, in events; longer ones come in fragments. Default: no limit. */
  readonly fragmentEvents?: number;
}

/** A backup: what `etcdctl snapshot save` writes. */
export interface ModelSnapshot {
  readonly store: StoreSnapshot;
  readonly leases: readonly LeaseSnapshot[];
}

export class ModelEtcd {
  /** One way over the network, for calls and watches from now on; milliseconds. */
  delayMs = 0;
  /** Least time between two responses of one stream, milliseconds: what is sent at once arrives over some time. */
  gapMs = 0;
  readonly #store: Store;
  readonly #leases: Leases;
  readonly #server: Server;
  readonly #clients: ModelClient[] = [];
  readonly #onRevision = new Set<(revision: Revision) => void>();
  #clusters = 1;
  #isDown = false;
  #answersToLose = 0;

  constructor({ clock, callTimeoutMs = 2_000, fragmentEvents = Infinity }: ModelOptions) {
    this.#leases = new Leases(clock, (id) => this.#endLease(id));
    this.#store = new Store({
      hasLease: (id) => this.#leases.has(id),
      onRevision: (revision) => this.#notifyWatches(revision),
    });
    this.#server = {
      clock,
      store: this.#store,
      leases: this.#leases,
      fragmentEvents,
      callTimeoutMs,
      clusterId: () => this.clusterId,
      delayMs: () => this.delayMs,
      gapMs: () => this.gapMs,
      isDown: () => this.#isDown,
      losesAnswer: () => this.#answersToLose > 0 && this.#answersToLose-- > 0,
    };
  }

  get revision(): bigint {
    return this.#store.revision;
  }
  get compactRevision(): bigint {
    return this.#store.compactRevision;
  }
  get clusterId(): string {
    return `cluster-${this.#clusters}`;
  }
  /** Writes are refused. */
  get isFull(): boolean {
    return this.#store.isFull;
  }
  /** Leases that have not ended. */
  get leases(): readonly bigint[] {
    return this.#leases.ids;
  }
  /** Watch streams that are open, over all clients. */
  get openWatches(): number {
    return this.#clients.reduce((sum, client) => sum + client.watches.size, 0);
  }

  /** One more client, with a connection of its own. */
  client(name: string = `client-${this.#clients.length + 1}`): ModelClient {
    const client = new ModelClient(name, this.#server);
    this.#clients.push(client);
    return client;
  }

  /** What is there now, in order of key; not over the network. */
  entries(prefix: string = ""): readonly KeyValue[] {
    return this.#store.entries(prefix);
  }

  /** The entry under exactly this key. */
  entry(key: string): KeyValue | undefined {
    return this.#store.entries(key).find((entry) => entry.key === key);
  }

  /** Writes at the server itself, whatever the network; one revision. Throws when etcd would refuse it. */
  write(...operations: readonly Operation[]): bigint {
    const outcome = this.#store.txn({ compare: [], then: operations, otherwise: [] });
    if (outcome.kind === "failed") throw new Error(`Cannot write to the model: ${outcome.message}`);
    return this.#store.revision;
  }
  put(key: string, value: string): bigint {
    return this.write({ kind: "put", key, value });
  }
  delete(key: string): bigint {
    return this.write({ kind: "delete", key, isPrefix: false });
  }

  /** Called with every new revision, before any watch. */
  onRevision(listener: (revision: Revision) => void): void {
    this.#onRevision.add(listener);
  }

  /** A network partition between this client and the server: calls time out, watches fall silent. */
  partition(client: ModelClient): void {
    client.setPartitioned(true);
  }
  /** Ends the partition: held responses of watches are delivered. */
  heal(client: ModelClient): void {
    client.setPartitioned(false);
  }

  /** The server stops: watches end, calls are refused. What it keeps stays, and no lease ends meanwhile. */
  down(): void {
    this.#isDown = true;
    this.#leases.pause();
    this.breakWatches("connection lost");
  }
  /** The server is back; every lease has its full time again. */
  up(): void {
    if (!this.#isDown) return;
    this.#isDown = false;
    this.#leases.resume();
  }

  /** The next `count` writes happen, and their answers are lost. */
  loseAnswers(count: number): void {
    this.#answersToLose = count;
  }

  /** All watch streams end as a lost connection does; a partitioned client learns of it when it is healed. */
  breakWatches(why = "connection reset"): void {
    for (const client of this.#clients) client.severWatches(failure("unavailable", why));
  }

  /** Open streams are dead from now on: nothing arrives, not even an end. New ones work. */
  silenceWatches(): void {
    for (const client of this.#clients) client.silenceWatches();
  }

  /** Throws when etcd would refuse it. Open watches go on. */
  compact(revision: bigint = this.revision): void {
    const outcome = this.#store.compact(revision);
    if (outcome.kind === "failed") throw new Error(`Cannot compact the model: ${outcome.message}`);
  }

  /** The database is full, or has room again; `lateWrites` are done all the same, and answered as refused. */
  noSpace(isFull: boolean, { lateWrites = 0 } = {}): void {
    this.#store.isFull = isFull;
    this.#store.lateWrites = lateWrites;
  }

  /** Ends a lease at once, as its time does. */
  expireLease(id: bigint): void {
    this.#leases.revoke(id);
  }

  /** Set up anew: another cluster, revision 1, nothing in it. */
  reset(): void {
    this.#clusters++;
    this.#replace({ store: undefined, leases: [] });
  }

  snapshot(): ModelSnapshot {
    return { store: this.#store.snapshot(), leases: this.#leases.snapshot() };
  }

  /** Restored from a backup: the same cluster, its revision goes back. */
  restore(snapshot: ModelSnapshot): void {
    this.#replace(snapshot);
  }

  #replace({ store, leases }: { store: StoreSnapshot | undefined; leases: readonly LeaseSnapshot[] }): void {
    this.#store.restore(store);
    this.#leases.restore(leases);
    if (this.#isDown) this.#leases.pause();
    this.breakWatches("the server was stopped");
  }

  #notifyWatches(revision: Revision): void {
    for (const listener of this.#onRevision) listener(revision);
    for (const client of this.#clients) {
      for (const watch of client.watches) watch.onRevision(revision);
    }
  }

  #endLease(id: bigint): void {
    const keys = this.#store.entries("").filter(({ lease }) => lease === id);
    this.#store.deleteAll(keys.map(({ key }) => key));
  }
}
