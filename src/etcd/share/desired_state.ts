/**
 * Handles what other components write to the keys of services while this instance is the leader: a spec is a desired change; anything
 * else is overwritten with the actual state.
 *
 * I1: a change is processed only while no transaction of the replicator is in flight, so that its own writes are always recognised by
 *     their revision.
 * I2: a deleted spec is the desired change to end the service, unless `meta/schema` is gone as well: then etcd lost its data.
 * I3: a desired change is applied once, in the order in which it was written.
 * I4: the queue of changes is bounded; on overflow, or when a change cannot be applied because of a bug, no further change is applied,
 *     and everything is compared again.
 * I5: what was deleted between the comparison at the begin of the term and the first list of the watch is missing in that list, and is
 *     handled like any other deletion.
 */
import type { BoundedQueue } from "../../kit/bounded_queue.ts";
import { messageOf, StateManagerError } from "../../kit/errors.ts";
import type { SharingApi } from "../../manager/serve/api.ts";
import type { Log } from "../../ports/log.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import type { Keys } from "./keys.ts";
import type { EtcdKv } from "../client/kv.ts";
import { type DesiredChange, isInForce, readDesiredChange } from "./merge.ts";
import { NO_REPLICA, type Replica } from "./replica.ts";
import type { Replicator } from "./replicator.ts";
import { keyOf } from "../watch/events.ts";
import type { WatchChange, WatchHandler, WatchSynced } from "../watcher.ts";

export class DesiredState implements WatchHandler {
  readonly #kv: EtcdKv;
  readonly #keys: Keys;
  readonly #log: Log;
  readonly #manager: SharingApi;
  readonly #replicator: Replicator;
  readonly #onReset: (reason: string) => void;
  readonly #waiting: BoundedQueue<WatchChange>;
  /** Keys in the first list; not set = it is complete (I5). */
  #listed: Set<string> | undefined = new Set();
  #isBusy = false;
  #isEnded = false;

  constructor(options: {
    readonly kv: EtcdKv;
    readonly keys: Keys;
    readonly log: Log;
    readonly manager: SharingApi;
    readonly replicator: Replicator;
    /** Queue of the changes that wait for the transaction in flight, with the rule "refuse". Empty, and not shared until `end`. */
    readonly waiting: BoundedQueue<WatchChange>;
    /** Everything must be compared again. */
    readonly onReset: (reason: string) => void;
  }) {
    this.#kv = options.kv;
    this.#keys = options.keys;
    this.#log = options.log;
    this.#manager = options.manager;
    this.#replicator = options.replicator;
    this.#waiting = options.waiting;
    this.#onReset = options.onReset;
  }

  /** Ignores all further changes. */
  end(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#waiting.clear();
  }

  /** I5. */
  onSynced(revision: bigint, { origin, isReset }: WatchSynced): void {
    const listed = this.#listed;
    if (this.#isEnded || origin !== "list" || listed === undefined) return;
    this.#listed = undefined;
    if (isReset) return;
    for (const [id, { specMod, statusMod }] of [...this.#replicator.knownReplicas()]) {
      const keys = [[this.#keys.spec(id), specMod], [this.#keys.status(id), statusMod]] as const;
      for (const [key, mod] of keys) {
        const isGone = mod !== 0n && mod < revision && !listed.has(key);
        if (isGone) this.onChange({ kind: "delete", key, revision });
      }
    }
  }

  onChange(change: WatchChange): void {
    if (this.#isEnded) return;
    if (change.kind === "put" && change.origin === "list") this.#listed?.add(change.entry.key);
    // In a different history a revision does not tell who wrote a value.
    if (change.kind !== "delete" && change.isReset) {
      return this.#reset("etcd has a different history than before");
    }
    if (this.#isOurs(change)) return;
    if (this.#waiting.push(change) === "refused") {
      return this.#reset(`more than ${this.#waiting.capacity} changes in etcd wait to be applied`);
    }
    if (!this.#isBusy) void this.#work().catch((error) => this.#broken(error));
  }

  /** I4. */
  #broken(error: unknown): void {
    this.#log.error("Cannot apply a change in etcd; everything is compared again", {
      error: messageOf(error),
    });
    this.#isBusy = false;
    if (!this.#isEnded) this.#reset(`a change in etcd cannot be applied: ${messageOf(error)}`);
  }

  #reset(reason: string): void {
    this.end();
    this.#onReset(reason);
  }

  /** Applies a desired change, or records why it is refused. */
  apply(id: ResourceId, desiredChange: DesiredChange): void {
    switch (desiredChange.kind) {
      case "refused":
        return this.#refuse(id, desiredChange.problem);
      case "delete":
        return this.#accept(id, () => {
          if (this.#manager.record(id) === undefined) return true;
          this.#manager.acceptDesired({ ...plain(id), labels: {}, reason: "Its spec was deleted in etcd" });
          return false;
        });
      case "change":
        return this.#accept(id, () => {
          const { spec, labels } = desiredChange.document;
          const isSame = isInForce(desiredChange.document, this.#manager.record(id));
          this.#manager.acceptDesired({ ...plain(id), spec, labels, reason: "Its spec was changed in etcd" });
          return isSame;
        });
    }
  }

  /** Whether the change is known already, in most cases because this instance wrote it. */
  #isOurs(change: WatchChange): boolean {
    const key = this.#keys.parse(keyOf(change));
    if (key?.kind !== "spec" && key?.kind !== "status") return true;
    const replica = this.#replicator.replica(key.id) ?? NO_REPLICA;
    const known = key.kind === "spec" ? replica.specMod : replica.statusMod;
    return change.kind === "put"
      ? change.entry.modRevision <= known
      : known === 0n || change.revision <= known;
  }

  async #work(): Promise<void> {
    this.#isBusy = true;
    for (;;) {
      await this.#replicator.settled();
      // The changes that wait after the end are those of another term.
      const change = this.#isEnded ? undefined : this.#waiting.shift();
      if (change === undefined) break;
      if (!this.#isOurs(change)) await this.#handle(change);
    }
    this.#isBusy = false;
  }

  async #handle(change: WatchChange): Promise<void> {
    const key = this.#keys.parse(keyOf(change));
    if (key?.kind !== "spec" && key?.kind !== "status") return;
    const { id } = key;
    const replica = this.#replicator.replica(id) ?? NO_REPLICA;
    const isPut = change.kind === "put";
    if (key.kind === "status") {
      // Only the State Manager owns the status: it is written again.
      const statusMod = isPut ? change.entry.modRevision : 0n;
      this.#replicator.correct(id, { ...replica, statusMod, written: undefined });
      return;
    }
    if (isPut) {
      this.#replicator.correct(id, { ...replica, specMod: change.entry.modRevision, specKey: "outdated" });
      this.apply(id, readDesiredChange(change.entry.value));
      return;
    }
    this.#replicator.correct(id, { ...replica, specMod: 0n, specKey: "outdated" });
    if (await this.#isLoss()) {
      this.#log.warn("Etcd lost a spec; it is written again", { resourceId: id });
    } else if (!this.#isEnded) this.apply(id, { kind: "delete" });
  }

  /** I2. When etcd does not answer, a loss is assumed: no service ends by mistake. */
  async #isLoss(): Promise<boolean> {
    const outcome = await this.#kv.range({ key: this.#keys.schema, isPrefix: false });
    return outcome.kind === "failed" || outcome.value.entries.length === 0;
  }

  #accept(id: ResourceId, change: () => boolean): void {
    try {
      this.#mark(id, change() ? "in-force" : "outdated");
    } catch (error) {
      if (!(error instanceof StateManagerError)) throw error;
      this.#refuse(id, error.message);
    }
  }

  #refuse(id: ResourceId, problem: string): void {
    this.#manager.refuseDesired(id, problem);
    this.#mark(id, "refused");
  }

  #mark(id: ResourceId, specKey: Replica["specKey"]): void {
    const replica = this.#replicator.replica(id) ?? NO_REPLICA;
    if (replica.specKey !== specKey) this.#replicator.correct(id, { ...replica, specKey });
  }
}

function plain(
  resourceId: ResourceId,
): { readonly resourceId: ResourceId; readonly expectedGeneration: bigint } {
  return { resourceId, expectedGeneration: 0n };
}
