/**
 * The client of an etcd cluster: `EtcdKv` over the network, and the plain calls of the specification on top of it.
 *
 * I1: no call of `EtcdKv` rejects, and every call ends within its deadline; `get` and `getPrefix` reject with an EtcdError when etcd
 *     gives no answer, because "the key does not exist" and "no answer" must not look alike.
 * I2: a call after `close` is "cancelled"; `close` twice does nothing and leaves nothing open.
 */
import { invalid } from "../kit/errors.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import { Authenticator, type EtcdAuth } from "./client/authenticator.ts";
import { EtcdConnection } from "./client/connection.ts";
import { type CallEffect, type EtcdCall, Failover } from "./client/failover.ts";
import { EtcdError, notUnderstood, type Reply } from "./client/failures.ts";
import type {
  CallOptions,
  EtcdKv,
  EtcdOutcome,
  KeyValue,
  Operation,
  RangeAnswer,
  RangeRequest,
  TxnAnswer,
  TxnRequest,
  WatchHandle,
  WatchListener,
  WatchRequest,
} from "./client/kv.ts";
import type { IResponseHeader, UnaryCalls } from "./client/library.ts";
import { forEachEntry } from "./client/pages.ts";
import { type EndpointStatus, statusOf } from "./client/server_status.ts";
import type { EtcdTls } from "./client/tls.ts";
import { WatchStream } from "./watch/stream.ts";
import { rangeFromWire, rangeToWire, txnFromWire, txnToWire } from "./client/wire.ts";

export type { EtcdAuth, EtcdTls };
export { EtcdError };

export interface EtcdConfig {
  /** `host:port`, with or without `https://` or `http://`; at least one. */
  readonly endpoints: readonly string[];
  /** Set = TLS. Without it only an endpoint with `https://` is called over TLS, with the authorities of the system. */
  readonly tls?: EtcdTls;
  /** What the certificates are now; asked for each connection. Default: `tls`, always. */
  readonly readTls?: () => EtcdTls;
  readonly auth?: EtcdAuth;
  /** Longest wait for the answer to a call that sets no deadline of its own, over all attempts, milliseconds. */
  readonly callTimeoutMs: number;
  readonly log: Log;
  readonly clock: Clock;
}

const NO_TLS: EtcdTls = { ca: "" };

/**
 * A client; connects with the first call. HTTP/2 must be installed before (`installHttp2`).
 * @throws StateManagerError "invalid" when an endpoint is malformed, or contradicts the TLS settings.
 */
export function newClient(config: EtcdConfig): EtcdClient {
  return new EtcdClient(config);
}

export class EtcdClient implements EtcdKv, AsyncDisposable {
  readonly #config: EtcdConfig;
  readonly #closing = new AbortController();
  readonly #connections: readonly EtcdConnection[];
  readonly #authenticator: Authenticator;
  readonly #failover: Failover;

  constructor(config: EtcdConfig) {
    const { endpoints, tls, readTls = () => tls ?? NO_TLS, auth, clock, log, callTimeoutMs } = config;
    if (endpoints.length === 0) throw invalid("etcd.endpoints", "there is none", "at least one endpoint");
    this.#config = config;
    const connectionOptions = tls === undefined ? { clock } : { clock, tls: readTls };
    this.#connections = endpoints.map((endpoint) => new EtcdConnection(endpoint, connectionOptions));
    this.#authenticator = new Authenticator(auth, {
      clock,
      closing: this.#closing.signal,
      timeoutMs: callTimeoutMs,
    });
    this.#failover = new Failover(this.#connections, { authenticator: this.#authenticator, clock, log });
  }

  /** The value of the key; undefined = it does not exist. @throws EtcdError when etcd gives no answer. */
  async get(key: string, options?: CallOptions): Promise<string | undefined> {
    const outcome = await this.range({ key, isPrefix: false }, options);
    if (outcome.kind === "failed") throw new EtcdError(outcome.failure);
    return outcome.value.entries[0]?.value;
  }

  /** True = etcd has stored it. False = the call failed, and the write may have happened all the same; `txn` distinguishes the two. */
  put(key: string, value: string, options?: CallOptions): Promise<boolean> {
    return this.#write({ kind: "put", key, value }, options);
  }

  /** True = the key does not exist any more, whether it did before or not. False = as with `put`. */
  delete(key: string, options?: CallOptions): Promise<boolean> {
    return this.#write({ kind: "delete", key, isPrefix: false }, options);
  }

  /**
   * All keys that begin with `prefix`, in order of key, as they were at one revision. Each page has its own deadline.
   * @throws EtcdError when etcd gives no answer.
   */
  async getPrefix(prefix: string, options?: CallOptions): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    const take = ({ key, value }: KeyValue) => void found.set(key, value);
    const failed = await forEachEntry(this, { key: prefix, isPrefix: true }, take, options);
    if (failed !== undefined) throw new EtcdError(failed.failure);
    return found;
  }

  range(request: RangeRequest, options?: CallOptions): Promise<EtcdOutcome<RangeAnswer>> {
    const call = unary("range", rangeToWire(request), { what: "Cannot read", effect: "none" });
    return this.#run(call, rangeFromWire, options);
  }

  txn(request: TxnRequest, options?: CallOptions): Promise<EtcdOutcome<TxnAnswer>> {
    const isRead = [...request.then, ...request.otherwise].every(({ kind }) => kind === "range");
    const call = unary("txn", txnToWire(request), {
      what: "Cannot write to",
      effect: isRead ? "none" : "once",
    });
    return this.#run(call, txnFromWire, options);
  }

  leaseGrant(
    ttlSeconds: number,
    options?: CallOptions,
  ): Promise<EtcdOutcome<{ readonly id: bigint; readonly ttlSeconds: number }>> {
    const request = { TTL: String(ttlSeconds), ID: "0" };
    // A lease that was granted but whose answer was lost expires by itself.
    const call = unary("leaseGrant", request, { what: "Cannot get a lease of", effect: "repeatable" });
    return this.#run(call, ({ ID, TTL }) => ({ id: BigInt(ID), ttlSeconds: Number(TTL) }), options);
  }

  leaseKeepAlive(
    id: bigint,
    options?: CallOptions,
  ): Promise<EtcdOutcome<{ readonly ttlSeconds: number }>> {
    return this.#run(
      {
        what: "Cannot keep a lease of",
        effect: "repeatable",
        attempt: (connection, bounds) => connection.exchange("leaseKeepAlive", { ID: String(id) }, bounds),
      },
      ({ TTL }) => ({ ttlSeconds: Math.max(0, Number(TTL)) }),
      options,
    );
  }

  leaseRevoke(id: bigint, options?: CallOptions): Promise<EtcdOutcome<Record<never, never>>> {
    const request = { ID: String(id) };
    const call = unary("leaseRevoke", request, { what: "Cannot revoke a lease of", effect: "repeatable" });
    return this.#run(call, () => ({}), options);
  }

  openWatch(request: WatchRequest, listener: WatchListener): WatchHandle {
    return new WatchStream(request, listener, {
      failover: this.#failover,
      clock: this.#config.clock,
      timeoutMs: this.#config.callTimeoutMs,
      closing: this.#closing.signal,
      onTokenRefused: (token) => this.#authenticator.forget(token),
    });
  }

  /** The status of each endpoint, in the order of the configuration; never rejects. */
  status(options: CallOptions = {}): Promise<readonly EndpointStatus[]> {
    const signal = this.#signalWith(options.signal);
    const untilMs = this.#config.clock.monotonicMs() + (options.deadlineMs ?? this.#config.callTimeoutMs);
    return Promise.all(
      this.#connections.map((connection) => statusOf(connection, this.#authenticator, { untilMs, signal })),
    );
  }

  /** Ends what is under way as "cancelled" and closes all connections. */
  close(): void {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    for (const connection of this.#connections) connection.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.close();
    return Promise.resolve();
  }

  async #write(operation: Operation, options: CallOptions | undefined): Promise<boolean> {
    const outcome = await this.txn({ compare: [], then: [operation], otherwise: [] }, options);
    return outcome.kind === "ok";
  }

  async #run<Response extends { readonly header: IResponseHeader }, Value>(
    call: EtcdCall<Response>,
    toValue: (response: Response) => Value,
    options: CallOptions = {},
  ): Promise<EtcdOutcome<Value>> {
    const reply = await this.#failover.run(call, {
      deadlineMs: options.deadlineMs ?? this.#config.callTimeoutMs,
      signal: this.#signalWith(options.signal),
    });
    if (reply.kind === "failed") return { kind: "failed", failure: reply.problem.failure };
    try {
      const { header } = reply.value;
      const value = toValue(reply.value);
      return { kind: "ok", value, revision: BigInt(header.revision), clusterId: header.cluster_id };
    } catch (error) {
      return { kind: "failed", failure: notUnderstood(error, `${call.what} etcd`).failure };
    }
  }

  #signalWith(signal: AbortSignal | undefined): AbortSignal {
    return signal === undefined ? this.#closing.signal : AbortSignal.any([this.#closing.signal, signal]);
  }
}

function unary<Name extends keyof UnaryCalls>(
  name: Name,
  request: UnaryCalls[Name]["request"],
  options: { readonly what: string; readonly effect: CallEffect },
): EtcdCall<UnaryCalls[Name]["response"]> {
  return {
    ...options,
    attempt: (connection, bounds): Promise<Reply<UnaryCalls[Name]["response"]>> =>
      connection.unary(name, request, bounds),
  };
}
