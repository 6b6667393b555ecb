/**
 * The instances that share a prefix: `instances/<name>` says where each listens, on a lease of its own.
 *
 * I1: nothing depends on it: an instance that cannot register leads and follows all the same, and one warning says so.
 * I2: what was read last is kept while etcd does not answer; an instance that has gone is remembered for `FORGOTTEN_AFTER_MS`.
 * I3: at most `CAPACITY_INSTANCES` are known; those that were seen last stay.
 */
import { delay } from "../../kit/delay.ts";
import { messageOf } from "../../kit/errors.ts";
import type { InstanceInfo } from "../../ports/instances.ts";
import type { EtcdOutcome, KeyValue } from "../client/kv.ts";
import { type InstanceDocument, readable, readInstance, writeInstance } from "./documents.ts";
import type { EtcdAccess } from "./etcd_access.ts";

export const CAPACITY_INSTANCES = 64;
const FORGOTTEN_AFTER_MS = 24 * 3_600_000;

export interface InstanceRegistryOptions {
  readonly etcd: Pick<EtcdAccess, "kv" | "keys" | "clock" | "log">;
  readonly self: { readonly name: string } & InstanceDocument;
  /** Time to live of a registration, milliseconds; it is renewed three times in it. */
  readonly ttlMs: number;
}

interface Known {
  readonly document: InstanceDocument;
  readonly seenAtMs: number;
}

export class InstanceRegistry implements AsyncDisposable {
  readonly #options: InstanceRegistryOptions;
  readonly #known = new Map<string, Known>();
  readonly #end = new AbortController();
  #lease: bigint | undefined;
  #readAtMs: number;
  #isReported = false;
  #done: Promise<void> = Promise.resolve();

  constructor(options: InstanceRegistryOptions) {
    this.#options = options;
    this.#readAtMs = options.etcd.clock.monotonicMs();
    this.#see(options.self.name, options.self);
  }

  start(): void {
    this.#done = this.#keep();
  }

  /** By name. */
  list(): readonly InstanceInfo[] {
    const { clock } = this.#options.etcd;
    const [nowMs, nowWallMs] = [clock.monotonicMs(), clock.wallMs()];
    return [...this.#known].map(([name, { document, seenAtMs }]) => ({
      name,
      addresses: document.addresses,
      version: document.version,
      uptimeMs: Math.max(0, nowWallMs - document.startedAtMs),
      isRegistered: name === this.#options.self.name ? this.#lease !== undefined : seenAtMs >= this.#readAtMs,
      seenMs: nowMs - seenAtMs,
    })).sort((a, b) => a.name < b.name ? -1 : 1);
  }

  /** How long ago the list was read. */
  get ageMs(): number {
    return this.#options.etcd.clock.monotonicMs() - this.#readAtMs;
  }

  /** Gives the registration back. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#end.abort();
    await this.#done;
    const lease = this.#lease;
    this.#lease = undefined;
    if (lease !== undefined) await this.#options.etcd.kv.leaseRevoke(lease);
  }

  async #keep(): Promise<void> {
    const { etcd: { clock, log }, ttlMs } = this.#options;
    const { signal } = this.#end;
    while (!signal.aborted) {
      try {
        const problem = await this.#renew();
        if (problem !== undefined && !this.#isReported && !signal.aborted) {
          log.warn("Cannot register this instance; it is tried again", { reason: problem });
        }
        this.#isReported = problem !== undefined;
      } catch (error) {
        log.error("The registration of this instance failed; it goes on", { error: messageOf(error) });
      }
      await delay(clock, ttlMs / 3, signal);
    }
  }

  /** One round: the lease, the list, and where it is missing, the key. Why that failed; undefined = it did not. */
  async #renew(): Promise<string | undefined> {
    const { etcd: { kv, keys }, self } = this.#options;
    const call = { signal: this.#end.signal };
    if (this.#lease !== undefined) {
      const kept = await kv.leaseKeepAlive(this.#lease, call);
      if (kept.kind === "failed" && kept.failure.kind !== "lease-not-found") return kept.failure.message;
      if (kept.kind === "failed" || kept.value.ttlSeconds <= 0) this.#lease = undefined;
    }
    const listed = await kv.range({ key: keys.instances, isPrefix: true, limit: CAPACITY_INSTANCES }, call);
    if (listed.kind === "failed") return listed.failure.message;
    this.#take(listed.value.entries);
    const own = listed.value.entries.find(({ key }) => key === keys.instance(self.name));
    if (own !== undefined && own.lease === this.#lease) return undefined;
    return await this.#register();
  }

  async #register(): Promise<string | undefined> {
    const { etcd: { kv, keys }, self, ttlMs } = this.#options;
    const call = { signal: this.#end.signal };
    if (this.#lease === undefined) {
      const granted = await kv.leaseGrant(Math.ceil(ttlMs / 1_000), call);
      if (granted.kind === "failed") return granted.failure.message;
      this.#lease = granted.value.id;
    }
    const put = { key: keys.instance(self.name), value: writeInstance(self), lease: this.#lease };
    return failureOf(await kv.txn({ compare: [], then: [{ kind: "put", ...put }], otherwise: [] }, call));
  }

  #take(entries: readonly KeyValue[]): void {
    const { clock, keys } = this.#options.etcd;
    this.#readAtMs = clock.monotonicMs();
    for (const { key, value } of entries) {
      const document = readable(readInstance, { value });
      if (document !== undefined) this.#see(key.slice(keys.instances.length), document);
    }
    this.#see(this.#options.self.name, this.#options.self);
    for (const [name, { seenAtMs }] of this.#known) {
      if (this.#readAtMs - seenAtMs > FORGOTTEN_AFTER_MS) this.#known.delete(name);
    }
  }

  /** I3. */
  #see(name: string, document: InstanceDocument): void {
    this.#known.delete(name);
    this.#known.set(name, { document, seenAtMs: this.#options.etcd.clock.monotonicMs() });
    const [oldest] = this.#known.keys();
    if (this.#known.size > CAPACITY_INSTANCES && oldest !== undefined) this.#known.delete(oldest);
  }
}

function failureOf(outcome: EtcdOutcome<unknown>): string | undefined {
  return outcome.kind === "failed" ? outcome.failure.message : undefined;
}
