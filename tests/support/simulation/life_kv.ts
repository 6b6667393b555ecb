/** Etcd as one run sees it: answers wait while the run is paused, and a run can end just before or after a write. */
import type {
  CallOptions,
  EtcdKv,
  EtcdOutcome,
  RangeAnswer,
  RangeRequest,
  TxnAnswer,
  TxnRequest,
  WatchHandle,
  WatchListener,
  WatchRequest,
} from "../../../src/etcd/client/kv.ts";
import type { Life } from "./life.ts";

export class LifeKv implements EtcdKv {
  readonly #kv: EtcdKv;
  readonly #life: Life;
  readonly #hooks: { readonly before: () => void; readonly after: () => void };

  constructor(kv: EtcdKv, life: Life, hooks: { readonly before: () => void; readonly after: () => void }) {
    this.#kv = kv;
    this.#life = life;
    this.#hooks = hooks;
  }

  range(request: RangeRequest, options?: CallOptions): Promise<EtcdOutcome<RangeAnswer>> {
    return this.#life.pass(this.#kv.range(request, options));
  }

  async txn(request: TxnRequest, options?: CallOptions): Promise<EtcdOutcome<TxnAnswer>> {
    const isWrite = request.then.some(({ kind }) => kind !== "range");
    if (isWrite) this.#hooks.before();
    const outcome = await this.#life.pass(this.#kv.txn(request, options));
    if (isWrite) this.#hooks.after();
    return outcome;
  }

  leaseGrant(
    ttlSeconds: number,
    options?: CallOptions,
  ): Promise<EtcdOutcome<{ readonly id: bigint; readonly ttlSeconds: number }>> {
    return this.#life.pass(this.#kv.leaseGrant(ttlSeconds, options));
  }

  leaseKeepAlive(
    id: bigint,
    options?: CallOptions,
  ): Promise<EtcdOutcome<{ readonly ttlSeconds: number }>> {
    return this.#life.pass(this.#kv.leaseKeepAlive(id, options));
  }

  leaseRevoke(id: bigint, options?: CallOptions): Promise<EtcdOutcome<Record<never, never>>> {
    return this.#life.pass(this.#kv.leaseRevoke(id, options));
  }

  openWatch(request: WatchRequest, listener: WatchListener): WatchHandle {
    const life = this.#life;
    return this.#kv.openWatch(request, {
      onResponse: (response) => life.run(() => listener.onResponse(response)),
      onEnd: (failure) => life.run(() => listener.onEnd(failure)),
    });
  }
}
