/**
 * One client of the model: the calls of `EtcdKv`, each with a way there, a way back, and a deadline on the test's clock.
 *
 * I1: no call rejects or hangs: what is lost on the way fails as "timed-out" at its deadline.
 * I2: a failure says `mayHaveHappened` exactly when a client could not know better: a write that was sent and not answered, or
 *     answered by "no space".
 */
import type {
  CallOptions,
  EtcdFailure,
  EtcdKv,
  EtcdOutcome,
  RangeAnswer,
  RangeRequest,
  TxnAnswer,
  TxnRequest,
  WatchHandle,
  WatchListener,
  WatchRequest,
} from "../../../../src/etcd/client/kv.ts";
import type { Clock } from "../../../../src/ports/clock.ts";
import type { Leases } from "./leases.ts";
import type { Store } from "./store.ts";
import { NO_SPACE, type StoreOutcome } from "./txn_rules.ts";
import { ModelWatch } from "./watches.ts";

/** The server as its clients see it. */
export interface Server {
  readonly clock: Clock;
  readonly store: Store;
  readonly leases: Leases;
  readonly fragmentEvents: number;
  readonly callTimeoutMs: number;
  readonly clusterId: () => string;
  readonly delayMs: () => number;
  readonly gapMs: () => number;
  readonly isDown: () => boolean;
  /** Whether the answer of this write is to be lost; counts it. */
  readonly losesAnswer: () => boolean;
}

interface Call<T> {
  readonly isWrite: boolean;
  readonly options: CallOptions | undefined;
  readonly run: () => StoreOutcome<T>;
}

export class ModelClient implements EtcdKv {
  readonly name: string;
  readonly #server: Server;
  readonly #watches = new Set<ModelWatch>();
  #isPartitioned = false;
  #isClosed = false;

  constructor(name: string, server: Server) {
    this.name = name;
    this.#server = server;
  }

  /** Streams that have not ended. */
  get watches(): ReadonlySet<ModelWatch> {
    return this.#watches;
  }

  /** The network between this client and the server; on the watches, what was held back goes through once it heals. */
  setPartitioned(isPartitioned: boolean): void {
    this.#isPartitioned = isPartitioned;
    if (isPartitioned) return;
    for (const watch of [...this.#watches]) {
      if (this.#server.isDown()) watch.sever(failure("unavailable", "connection refused"));
      else watch.create();
      watch.pump();
    }
  }

  /** Ends all; calls fail as "cancelled" from now on. */
  close(): void {
    this.#isClosed = true;
    for (const watch of [...this.#watches]) watch.end(failure("cancelled", "the client is closed"));
  }

  silenceWatches(): void {
    for (const watch of this.#watches) watch.silence();
  }

  /** Connections are lost; a partitioned client learns of it when it is healed. */
  severWatches(why: EtcdFailure): void {
    for (const watch of [...this.#watches]) watch.sever(why);
  }

  range(request: RangeRequest, options?: CallOptions): Promise<EtcdOutcome<RangeAnswer>> {
    return this.#call({ isWrite: false, options, run: () => this.#server.store.range(request) });
  }

  txn(request: TxnRequest, options?: CallOptions): Promise<EtcdOutcome<TxnAnswer>> {
    const isWrite = [...request.then, ...request.otherwise].some(({ kind }) => kind !== "range");
    return this.#call({ isWrite, options, run: () => this.#server.store.txn(request) });
  }

  leaseGrant(
    ttlSeconds: number,
    options?: CallOptions,
  ): Promise<EtcdOutcome<{ readonly id: bigint; readonly ttlSeconds: number }>> {
    const { store, leases } = this.#server;
    return this.#call({
      isWrite: true,
      options,
      run: () => store.isFull ? NO_SPACE : { kind: "ok", value: leases.grant(ttlSeconds) },
    });
  }

  leaseKeepAlive(
    id: bigint,
    options?: CallOptions,
  ): Promise<EtcdOutcome<{ readonly ttlSeconds: number }>> {
    const { leases } = this.#server;
    const run = () => ({ kind: "ok", value: { ttlSeconds: leases.keepAlive(id) } } as const);
    return this.#call({ isWrite: false, options, run });
  }

  leaseRevoke(id: bigint, options?: CallOptions): Promise<EtcdOutcome<Record<never, never>>> {
    const { leases } = this.#server;
    return this.#call({
      isWrite: true,
      options,
      run: () =>
        leases.revoke(id)
          ? { kind: "ok", value: {} }
          : { kind: "failed", failure: "lease-not-found", message: "requested lease not found" },
    });
  }

  openWatch(request: WatchRequest, listener: WatchListener): WatchHandle {
    const server = this.#server;
    const watch: ModelWatch = new ModelWatch(request, listener, {
      wire: { ...server, isPartitioned: () => this.#isPartitioned },
      server,
      onEnded: () => this.#watches.delete(watch),
    });
    this.#watches.add(watch);
    this.#later(() => {
      if (this.#isClosed) watch.end(failure("cancelled", "the client is closed"));
      else if (server.isDown()) watch.end(failure("unavailable", "connection refused"));
      // One that cannot get through waits for the network; healing creates it.
      else if (!this.#isPartitioned) watch.create();
    });
    return watch;
  }

  /** After one way over the network; a microtask where that takes no time. */
  #later(arrive: () => void): void {
    const delayMs = this.#server.delayMs();
    if (delayMs > 0) this.#server.clock.schedule(delayMs, arrive);
    else queueMicrotask(arrive);
  }

  #call<T>(call: Call<T>): Promise<EtcdOutcome<T>> {
    const server = this.#server;
    const { isWrite } = call;
    const signal = call.options?.signal;
    if (this.#isClosed || signal?.aborted === true) {
      return Promise.resolve({ kind: "failed", failure: failure("cancelled", "cancelled before it began") });
    }
    if (server.isDown()) {
      return Promise.resolve({ kind: "failed", failure: failure("unavailable", "connection refused") });
    }
    const { promise, resolve } = Promise.withResolvers<EtcdOutcome<T>>();
    const settle = (outcome: EtcdOutcome<T>) => {
      deadline.cancel();
      signal?.removeEventListener("abort", onAbort);
      resolve(outcome);
    };
    const fail = (why: EtcdFailure) => settle({ kind: "failed", failure: why });
    const onAbort = () => fail(failure("cancelled", "cancelled by the caller", isWrite));
    const deadline = server.clock.schedule(
      call.options?.deadlineMs ?? server.callTimeoutMs,
      () => fail(failure("timed-out", "no answer within the deadline", isWrite)),
    );
    signal?.addEventListener("abort", onAbort, { once: true });
    this.#later(() => {
      if (this.#isPartitioned) return;
      if (server.isDown()) return fail(failure("unavailable", "connection lost", isWrite));
      const outcome = call.run();
      const revision = server.store.revision;
      const clusterId = server.clusterId();
      if (isWrite && server.losesAnswer()) return;
      this.#later(() => {
        if (this.#isPartitioned) return;
        if (server.isDown()) fail(failure("unavailable", "connection lost", isWrite));
        else if (outcome.kind === "failed") {
          fail(failure(outcome.failure, outcome.message, outcome === NO_SPACE));
        } else settle({ kind: "ok", value: outcome.value, revision, clusterId });
      });
    });
    return promise;
  }
}

export function failure(
  kind: EtcdFailure["kind"],
  message: string,
  mayHaveHappened = false,
): EtcdFailure {
  return { kind, message: `etcd model: ${message}`, mayHaveHappened };
}
