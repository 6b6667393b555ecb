/**
 * Who writes: one instance holds the key `leader` on a lease, and everything written is guarded by that key (docs/adr/0010).
 *
 * With several instances the one that holds it acts and the others stand by. An instance that is alone holds it as well, so that a
 * second one, started by mistake, is noticed; for it the lease decides nothing about acting.
 *
 * I1: `isValid` is true only while etcd cannot have given the key to somebody else: from the moment before the last successful
 *     keep-alive was sent, for the time to live. Monotonic time only, so a process that was stopped finds out before it acts.
 * I2: a term is never used by two instances: it is written in the transaction that takes the key, guarded by the one before.
 * I3: `onElected` and `onDeposed` alternate, the first before the second.
 */
import type { Clock, Timer } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import {
  readable,
  readLeader,
  readSchema,
  type SchemaDocument,
  writeLeader,
  writeSchema,
} from "../share/documents.ts";
import type { Keys } from "../share/keys.ts";
import {
  type Compare,
  type EtcdFailure,
  type EtcdKv,
  type EtcdOutcome,
  foundEntries,
  type KeyValue,
  readKey,
  unchanged,
} from "../client/kv.ts";

/** What comes with leading. */
export interface Mandate {
  readonly term: bigint;
  /** That of whoever wrote last; below one that is known here, etcd has gone back in time. */
  readonly termBefore: bigint;
  /** Holds while this instance leads; to be part of every transaction. */
  readonly guard: Compare;
  /** Revision of etcd at which it was given. */
  readonly revision: bigint;
}

export interface LeadershipListener {
  onElected(mandate: Mandate): void;
  onDeposed(reason: string): void;
  /** Another instance holds the key, or ("") nobody does. */
  onLeaderSeen(instance: string): void;
  /** Etcd does not let us ask. */
  onFailure(failure: EtcdFailure): void;
}

export interface LeadershipOptions {
  readonly kv: EtcdKv;
  readonly keys: Keys;
  readonly clock: Clock;
  readonly log: Log;
  readonly random01: () => number;
  readonly instance: string;
  readonly ttlMs: number;
  /** No other instance is meant to be there: what an earlier run of this one left behind is taken over at once. */
  readonly isAlone: boolean;
  /** Newest term that is known here. */
  readonly knownTerm: () => bigint;
  readonly listener: LeadershipListener;
}

interface Holding {
  readonly lease: bigint;
  readonly mandate: Mandate;
  validUntilMs: number;
}

const RETRY = { minMs: 100, maxMs: 1_000 };

export class Leadership {
  readonly #options: LeadershipOptions;
  readonly #abort = new AbortController();
  #holding: Holding | undefined;
  /** Term of the newest mandate of this run. */
  #ledTerm = 0n;
  #wake: () => void = () => {};
  #isFreed = false;
  #done: Promise<void> = Promise.resolve();

  constructor(options: LeadershipOptions) {
    this.#options = options;
  }

  start(): void {
    this.#done = this.#run();
  }

  get mandate(): Mandate | undefined {
    return this.#holding?.mandate;
  }

  /** I1. */
  isValid(): boolean {
    return this.#holding !== undefined && this.#options.clock.monotonicMs() < this.#holding.validUntilMs;
  }

  /** The key may be free: asks at once instead of at the next turn. */
  lookAgain(): void {
    this.#isFreed = true;
    this.#wake();
  }

  /** Somebody saw that the key is not ours any more. */
  depose(reason: string): void {
    if (this.#holding === undefined) return;
    this.#holding = undefined;
    this.#options.log.warn("Not leading any more", { reason });
    this.#options.listener.onDeposed(reason);
    this.#wake();
  }

  /** Gives the key back, so that another instance need not wait for the lease to end. */
  async stop(): Promise<void> {
    this.#abort.abort();
    this.#wake();
    await this.#done;
    const holding = this.#holding;
    this.#holding = undefined;
    if (holding !== undefined) await this.#options.kv.leaseRevoke(holding.lease);
  }

  async #run(): Promise<void> {
    const { ttlMs } = this.#options;
    while (!this.#abort.signal.aborted) {
      const holding = this.#holding;
      if (holding !== undefined) {
        await this.#keep(holding);
        continue;
      }
      this.#isFreed = false;
      const isAsked = await this.#campaign();
      if (this.#holding !== undefined || this.#isFreed) continue;
      const retryMs = RETRY.minMs + this.#options.random01() * (RETRY.maxMs - RETRY.minMs);
      await this.#pause(isAsked ? ttlMs / 2 : retryMs);
    }
  }

  /** One attempt to take the key. False = etcd did not answer. */
  async #campaign(): Promise<boolean> {
    const { kv, keys, instance, isAlone, ttlMs } = this.#options;
    const seen = await kv.txn({
      compare: [],
      then: [readKey(keys.leader), readKey(keys.schema)],
      otherwise: [],
    }, this.#call());
    if (!this.#isOk(seen)) return false;
    const [leader, schema] = foundEntries(seen.value);
    const holder = leader === undefined ? "" : holderOf(leader);
    this.#options.listener.onLeaderSeen(holder);
    if (leader !== undefined && leader.lease !== 0n && !(isAlone && holder === instance)) return true;

    const sentAtMs = this.#options.clock.monotonicMs();
    const lease = await kv.leaseGrant(Math.ceil(ttlMs / 1_000), this.#call());
    if (!this.#isOk(lease)) return false;
    const term = this.#nextTerm(schema);
    const isTaken = await this.#take({ leader, schema, term, lease: lease.value.id, sentAtMs });
    if (!isTaken) void kv.leaseRevoke(lease.value.id);
    return isTaken !== undefined;
  }

  /** True = it is ours; false = somebody was faster; undefined = etcd did not answer. */
  async #take(bid: {
    readonly leader: KeyValue | undefined;
    readonly schema: KeyValue | undefined;
    readonly term: bigint;
    readonly lease: bigint;
    readonly sentAtMs: number;
  }): Promise<boolean | undefined> {
    const { kv, keys, instance, ttlMs } = this.#options;
    const { term, lease, leader, schema } = bid;
    const { term: termBefore, revision } = howFar(schema);
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
    const mandate: Mandate = { term, termBefore, guard, revision: outcome.revision };
    const validUntilMs = bid.sentAtMs + Math.ceil(ttlMs / 1_000) * 1_000;
    if (this.#abort.signal.aborted) return false;
    this.#holding = { lease, mandate, validUntilMs };
    this.#ledTerm = term;
    this.#options.log.info("Leading", { term, instance });
    this.#options.listener.onElected(mandate);
    return true;
  }

  /** One turn of keeping the lease alive. */
  async #keep(holding: Holding): Promise<void> {
    const { clock, kv, ttlMs } = this.#options;
    const everyMs = ttlMs / 3;
    await this.#pause(Math.min(everyMs, Math.max(0, holding.validUntilMs - clock.monotonicMs())));
    if (this.#holding !== holding || this.#abort.signal.aborted) return;
    const sentAtMs = clock.monotonicMs();
    if (sentAtMs >= holding.validUntilMs) {
      return this.depose("etcd did not answer for as long as the lease lives");
    }
    const deadlineMs = Math.min(everyMs, holding.validUntilMs - sentAtMs);
    const outcome = await kv.leaseKeepAlive(holding.lease, { deadlineMs, signal: this.#abort.signal });
    if (this.#holding !== holding) return;
    if (outcome.kind === "failed") return;
    if (outcome.value.ttlSeconds <= 0) return this.depose("the lease has ended");
    holding.validUntilMs = sentAtMs + outcome.value.ttlSeconds * 1_000;
    await this.#checkKey(holding);
  }

  /** The lease lives on where somebody takes the key alone away; an instance that has nothing to write would not notice. */
  async #checkKey(holding: Holding): Promise<void> {
    const { kv, keys } = this.#options;
    const outcome = await kv.range({ key: keys.leader, isPrefix: false }, this.#call());
    if (this.#holding !== holding || outcome.kind === "failed") return;
    const isOurs = outcome.value.entries[0]?.modRevision === holding.mandate.guard.value;
    if (!isOurs) this.depose("the key of the leader is not ours any more");
  }

  /** I2. Who wrote last and comes back keeps the term: nobody else can have led in between. */
  #nextTerm(schema: KeyValue | undefined): bigint {
    const known = this.#options.knownTerm();
    const stored = howFar(schema).term;
    if (stored === known && stored === this.#ledTerm) return stored;
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
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer: Timer = this.#options.clock.schedule(delayMs, resolve);
    this.#wake = resolve;
    if (this.#abort.signal.aborted) resolve();
    return promise.finally(() => timer.cancel());
  }
}

function holderOf(entry: KeyValue): string {
  return readable(readLeader, entry)?.instance ?? "unknown";
}

function howFar(schema: KeyValue | undefined): SchemaDocument {
  return readable(readSchema, schema) ?? { term: 0n, revision: 0n };
}
