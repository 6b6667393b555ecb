/**
 * Leader election: one instance holds the key `leader` on a lease, and every write is guarded by that key (docs/adr/0010).
 *
 * With several instances the leader acts and the others are standbys. A single instance holds the key as well, so that a second one,
 * started by mistake, is detected; whether a single instance acts does not depend on the lease.
 *
 * I1: `isValid` is true only while etcd cannot have given the key to another instance: from the moment before the last successful
 *     keep-alive was sent, for the time to live. By the monotonic clock, so that a process that was stopped finds out before it acts;
 *     and by the wall clock, because the monotonic one stands still while the machine sleeps. A wall clock that was only set costs
 *     no more than one keep-alive, which is sent at once.
 * I2: a term is never used by two instances: it is written in the transaction that takes the key, guarded by the previous one.
 *     A term that was adopted by hand is the next one of this instance, where it is higher than the one that would follow.
 * I3: `onElected` and `onDeposed` alternate, the first before the second.
 * I4: the loop survives what throws in it, and `stop` gives the lease back whatever came before.
 */
import type { EtcdAccess } from "../share/etcd_access.ts";
import { delay } from "../../kit/delay.ts";
import { messageOf } from "../../kit/errors.ts";
import {
  readable,
  readLeader,
  readSchema,
  type SchemaDocument,
  writeLeader,
  writeSchema,
} from "../share/documents.ts";
import {
  type Compare,
  type EtcdFailure,
  type EtcdOutcome,
  foundEntries,
  type KeyValue,
  readKey,
  unchanged,
} from "../client/kv.ts";

/** The term of one election, with the guard that fences its writes. */
export interface LeaderTerm {
  readonly term: bigint;
  /** Term of the last writer; when it is below the known term, etcd was restored to an older state. */
  readonly previousTerm: bigint;
  /** Holds while this instance is the leader; part of every transaction. */
  readonly guard: Compare;
  /** Revision of etcd at which the key was taken. */
  readonly revision: bigint;
}

export interface LeaderElectionListener {
  onElected(leaderTerm: LeaderTerm): void;
  onDeposed(reason: string): void;
  /** The instance that held the key as of this revision of etcd; "" = none. */
  onLeaderSeen(instance: string, revision: bigint): void;
  /** Etcd answered what was sent at this time by the monotonic clock, as of this revision. */
  onAnswered(answer: { readonly atMs: number; readonly revision: bigint }): void;
  /** A call to etcd failed. */
  onFailure(failure: EtcdFailure): void;
}

export interface LeaderElectionOptions {
  readonly etcd: EtcdAccess;
  readonly instance: string;
  readonly ttlMs: number;
  /** A single instance: the key that an earlier run of it left is taken over at once. */
  readonly isAlone: boolean;
  /** Newest term that this instance knows. */
  readonly knownTerm: () => bigint;
  readonly listener: LeaderElectionListener;
}

interface Holding {
  readonly lease: bigint;
  readonly leaderTerm: LeaderTerm;
  validUntilMs: number;
  /** Wall time; the lease may have ended then, whatever the monotonic clock says. */
  validUntilWallMs: number;
}

const RETRY = { minMs: 100, maxMs: 1_000 };

export class LeaderElection {
  readonly #options: LeaderElectionOptions;
  readonly #abort = new AbortController();
  #holding: Holding | undefined;
  /** Newest term in which this run was the leader. */
  #lastOwnTerm = 0n;
  /** Of the pause under way; aborted when there is a reason not to wait. */
  #rest = new AbortController();
  #isKeyFree = false;
  /** The next term is at least this one, because somebody adopted it. */
  #floor = 0n;
  /** Lease of a lead that this instance gave up for a higher term: its key is taken over. */
  #yielded = 0n;
  #done: Promise<void> = Promise.resolve();

  constructor(options: LeaderElectionOptions) {
    this.#options = options;
  }

  start(): void {
    this.#done = this.#run();
  }

  get leaderTerm(): LeaderTerm | undefined {
    return this.#holding?.leaderTerm;
  }

  /** I1. */
  isValid(): boolean {
    const { clock } = this.#options.etcd;
    const holding = this.#holding;
    if (holding === undefined || clock.monotonicMs() >= holding.validUntilMs) return false;
    if (clock.wallMs() < holding.validUntilWallMs) return true;
    // Etcd is asked at once, and once.
    if (holding.validUntilWallMs > -Infinity) this.#rest.abort();
    holding.validUntilWallMs = -Infinity;
    return false;
  }

  /** Since when nobody else can have written, while this instance leads; undefined = it does not lead. By the monotonic clock. */
  get confirmedAtMs(): number | undefined {
    const holding = this.#holding;
    if (holding === undefined) return undefined;
    return this.isValid() ? this.#options.etcd.clock.monotonicMs() : holding.validUntilMs;
  }

  /** The key may be free: campaigns at once instead of after the pause. */
  campaignNow(): void {
    this.#isKeyFree = true;
    this.#rest.abort();
  }

  /** Ends the leader term, because the key or the lease is lost. */
  depose(reason: string): void {
    if (this.#holding === undefined) return;
    this.#holding = undefined;
    this.#options.etcd.log.warn("Leadership lost", { reason });
    this.#options.listener.onDeposed(reason);
    this.#rest.abort();
  }

  /** Begins a term that is at least this one: the present lead ends, and this instance takes its own key. Only while it leads. */
  adoptTerm(term: bigint): void {
    const holding = this.#holding;
    if (holding === undefined) throw new Error("only the leader adopts a term");
    if (term > this.#floor) this.#floor = term;
    this.#yielded = holding.lease;
    this.depose("a higher term is adopted");
  }

  /** Gives the key back, so that another instance need not wait for the lease to end. */
  async stop(): Promise<void> {
    this.#abort.abort();
    this.#rest.abort();
    await this.#done;
    const holding = this.#holding;
    this.#holding = undefined;
    if (holding !== undefined) await this.#options.etcd.kv.leaseRevoke(holding.lease);
  }

  async #run(): Promise<void> {
    while (!this.#abort.signal.aborted) {
      try {
        await this.#step();
      } catch (error) {
        // I4
        this.#options.etcd.log.error("The leader election failed; it goes on", { error: messageOf(error) });
        await this.#pause(RETRY.maxMs);
      }
    }
  }

  /** One keep-alive, or one attempt to be elected. */
  async #step(): Promise<void> {
    const holding = this.#holding;
    if (holding !== undefined) return await this.#keep(holding);
    this.#isKeyFree = false;
    const isAsked = await this.#campaign();
    if (this.#holding !== undefined || this.#isKeyFree) return;
    const retryMs = RETRY.minMs + this.#options.etcd.random01() * (RETRY.maxMs - RETRY.minMs);
    await this.#pause(isAsked ? this.#options.ttlMs / 2 : retryMs);
  }

  /** One attempt to take the key. False = etcd did not answer. */
  async #campaign(): Promise<boolean> {
    const { kv, keys } = this.#options.etcd;
    const { instance, isAlone, ttlMs } = this.#options;
    const askedAtMs = this.#options.etcd.clock.monotonicMs();
    const seen = await kv.txn({
      compare: [],
      then: [readKey(keys.leader), readKey(keys.schema)],
      otherwise: [],
    }, this.#call());
    if (!this.#isOk(seen)) return false;
    const [leader, schema] = foundEntries(seen.value);
    const holder = leader === undefined ? "" : holderOf(leader);
    this.#options.listener.onLeaderSeen(holder, seen.revision);
    this.#options.listener.onAnswered({ atMs: askedAtMs, revision: seen.revision });
    const isOwn = leader !== undefined && holder === instance && (isAlone || leader.lease === this.#yielded);
    if (leader !== undefined && leader.lease !== 0n && !isOwn) return true;

    const sentAtMs = this.#options.etcd.clock.monotonicMs();
    const sentAtWallMs = this.#options.etcd.clock.wallMs();
    const lease = await kv.leaseGrant(Math.ceil(ttlMs / 1_000), this.#call());
    if (!this.#isOk(lease)) return false;
    const term = this.#nextTerm(schema);
    const isTaken = await this.#take({ leader, schema, term, lease: lease.value.id, sentAtMs, sentAtWallMs });
    if (!isTaken) void kv.leaseRevoke(lease.value.id);
    return isTaken !== undefined;
  }

  /** True = this instance holds the key; false = another one was faster; undefined = etcd did not answer. */
  async #take(bid: {
    readonly leader: KeyValue | undefined;
    readonly schema: KeyValue | undefined;
    readonly term: bigint;
    readonly lease: bigint;
    readonly sentAtMs: number;
    readonly sentAtWallMs: number;
  }): Promise<boolean | undefined> {
    const { kv, keys } = this.#options.etcd;
    const { instance, ttlMs } = this.#options;
    const { term, lease, leader, schema } = bid;
    const { term: previousTerm, revision } = schemaOf(schema);
    const outcome = await kv.txn({
      compare: [
        unchanged(keys.leader, leader?.modRevision ?? 0n),
        unchanged(keys.schema, schema?.modRevision ?? 0n),
      ],
      then: [
        { kind: "put", key: keys.leader, value: writeLeader({ instance, term }), lease },
        { kind: "put", key: keys.schema, value: writeSchema({ term, revision }) },
      ],
      otherwise: [],
    }, this.#call());
    if (!this.#isOk(outcome)) return undefined;
    if (!outcome.value.hasSucceeded) return false;
    const guard = unchanged(keys.leader, outcome.revision);
    const leaderTerm: LeaderTerm = { term, previousTerm, guard, revision: outcome.revision };
    const leaseMs = Math.ceil(ttlMs / 1_000) * 1_000;
    const validUntilMs = bid.sentAtMs + leaseMs;
    const validUntilWallMs = bid.sentAtWallMs + leaseMs;
    if (this.#abort.signal.aborted) return false;
    this.#holding = { lease, leaderTerm, validUntilMs, validUntilWallMs };
    this.#lastOwnTerm = term;
    if (this.#yielded !== 0n) void kv.leaseRevoke(this.#yielded);
    this.#yielded = 0n;
    this.#options.etcd.log.info("Elected leader", { term, instance });
    this.#options.listener.onElected(leaderTerm);
    return true;
  }

  /** Waits for the next keep-alive and sends it. */
  async #keep(holding: Holding): Promise<void> {
    const { clock, kv } = this.#options.etcd;
    const { ttlMs } = this.#options;
    const everyMs = ttlMs / 3;
    await this.#pause(Math.min(everyMs, Math.max(0, holding.validUntilMs - clock.monotonicMs())));
    if (this.#holding !== holding || this.#abort.signal.aborted) return;
    const sentAtMs = clock.monotonicMs();
    const sentAtWallMs = clock.wallMs();
    if (sentAtMs >= holding.validUntilMs) {
      return this.depose("the lease expired: etcd did not answer within its time to live");
    }
    const deadlineMs = Math.min(everyMs, holding.validUntilMs - sentAtMs);
    const outcome = await kv.leaseKeepAlive(holding.lease, { deadlineMs, signal: this.#abort.signal });
    if (this.#holding !== holding) return;
    if (outcome.kind === "failed") return;
    if (outcome.value.ttlSeconds <= 0) return this.depose("the lease expired");
    holding.validUntilMs = sentAtMs + outcome.value.ttlSeconds * 1_000;
    holding.validUntilWallMs = sentAtWallMs + outcome.value.ttlSeconds * 1_000;
    await this.#checkKey(holding);
  }

  /** Somebody may delete or overwrite the key while the lease lives; an instance that has nothing to write would not notice. */
  async #checkKey(holding: Holding): Promise<void> {
    const { kv, keys } = this.#options.etcd;
    const outcome = await kv.range({ key: keys.leader, isPrefix: false }, this.#call());
    if (this.#holding !== holding || outcome.kind === "failed") return;
    const isOurs = outcome.value.entries[0]?.modRevision === holding.leaderTerm.guard.value;
    if (!isOurs) this.depose("the leader key was deleted or overwritten");
  }

  /** I2. The last writer that is elected again keeps its term: no other instance can have been the leader in between. */
  #nextTerm(schema: KeyValue | undefined): bigint {
    const known = this.#options.knownTerm();
    const stored = schemaOf(schema).term;
    if (stored === known && stored === this.#lastOwnTerm && stored >= this.#floor) return stored;
    if (stored < this.#floor && known < this.#floor) return this.#floor;
    return (stored > known ? stored : known) + 1n;
  }

  #call(): { readonly signal: AbortSignal } {
    return { signal: this.#abort.signal };
  }

  #isOk<T>(outcome: EtcdOutcome<T>): outcome is Extract<EtcdOutcome<T>, { readonly kind: "ok" }> {
    if (outcome.kind === "ok") return true;
    if (!this.#abort.signal.aborted) this.#options.listener.onFailure(outcome.failure);
    return false;
  }

  #pause(delayMs: number): Promise<void> {
    if (this.#abort.signal.aborted) return Promise.resolve();
    this.#rest = new AbortController();
    return delay(this.#options.etcd.clock, delayMs, this.#rest.signal);
  }
}

function holderOf(entry: KeyValue): string {
  return readable(readLeader, entry)?.instance ?? "unknown";
}

function schemaOf(schema: KeyValue | undefined): SchemaDocument {
  return readable(readSchema, schema) ?? { term: 0n, revision: 0n };
}
