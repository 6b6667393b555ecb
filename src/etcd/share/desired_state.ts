/**
 * What other components do to the keys of services while this instance leads: a spec they write is a wish, anything else is put right.
 *
 * I1: a change is looked at only while no transaction of ours is under way, so that what we wrote ourselves is always recognised by
 *     its revision.
 * I2: a spec that is deleted is a wish to end the service, except where our own bookkeeping went with it: then etcd lost its data.
 * I3: a wish is dealt with once, in the order in which it was written.
 */
import { StateManagerError } from "../../kit/errors.ts";
import type { SharingApi } from "../../manager/serve/api.ts";
import type { Log } from "../../ports/log.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import type { Keys } from "./keys.ts";
import type { EtcdKv } from "../client/kv.ts";
import { isFulfilled, readWish, type Wish } from "./merge.ts";
import { NO_REPLICA, type Replica } from "./replica.ts";
import type { Replicator } from "./replicator.ts";
import { keyOf } from "../watch/events.ts";
import type { WatchChange, WatchHandler } from "../watcher.ts";

export class DesiredState implements WatchHandler {
  readonly #kv: EtcdKv;
  readonly #keys: Keys;
  readonly #log: Log;
  readonly #manager: SharingApi;
  readonly #replicator: Replicator;
  readonly #onReset: () => void;
  readonly #waiting: WatchChange[] = [];
  #isBusy = false;
  #isEnded = false;

  constructor(options: {
    readonly kv: EtcdKv;
    readonly keys: Keys;
    readonly log: Log;
    readonly manager: SharingApi;
    readonly replicator: Replicator;
    /** Etcd has another history now: everything must be compared again. */
    readonly onReset: () => void;
  }) {
    this.#kv = options.kv;
    this.#keys = options.keys;
    this.#log = options.log;
    this.#manager = options.manager;
    this.#replicator = options.replicator;
    this.#onReset = options.onReset;
  }

  /** Nothing is looked at any more. */
  end(): void {
    this.#isEnded = true;
    this.#waiting.length = 0;
  }

  onChange(change: WatchChange): void {
    if (this.#isEnded) return;
    // In another history a revision says nothing of who wrote it.
    if (change.kind !== "delete" && change.isReset) {
      this.end();
      this.#onReset();
      return;
    }
    if (this.#isOurs(change)) return;
    this.#waiting.push(change);
    if (!this.#isBusy) void this.#work();
  }

  /** Deals with what somebody wants of a service. */
  grant(id: ResourceId, wish: Wish): void {
    switch (wish.kind) {
      case "refused":
        return this.#refuse(id, wish.problem);
      case "delete":
        return this.#accept(id, () => {
          if (this.#manager.record(id) === undefined) return true;
          this.#manager.acceptDesired({
            ...{ ...plain(id), labels: {}, reason: "Its spec was deleted in etcd" },
            ...newGeneration(wish),
          });
          return false;
        });
      case "change":
        return this.#accept(id, () => {
          const { spec, labels } = wish.document;
          const isSame = wish.isNewGeneration !== true &&
            isFulfilled(wish.document, this.#manager.record(id));
          this.#manager.acceptDesired({
            ...{ ...plain(id), spec, labels, reason: "Its spec was changed in etcd" },
            ...newGeneration(wish),
          });
          return isSame;
        });
    }
  }

  /** Known already, most of them because we wrote them. */
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
      const change = this.#waiting.shift();
      if (change === undefined) break;
      if (!this.#isOurs(change)) await this.#deal(change);
    }
    this.#isBusy = false;
  }

  async #deal(change: WatchChange): Promise<void> {
    const key = this.#keys.parse(keyOf(change));
    if (key?.kind !== "spec" && key?.kind !== "status") return;
    const { id } = key;
    const replica = this.#replicator.replica(id) ?? NO_REPLICA;
    const isPut = change.kind === "put";
    if (key.kind === "status") {
      // Nobody else has anything to say there.
      const statusMod = isPut ? change.entry.modRevision : 0n;
      this.#replicator.correct(id, { ...replica, statusMod, written: undefined });
      return;
    }
    if (isPut) {
      this.#replicator.correct(id, { ...replica, specMod: change.entry.modRevision, specKey: "outdated" });
      this.grant(id, readWish(change.entry.value));
      return;
    }
    this.#replicator.correct(id, { ...replica, specMod: 0n, specKey: "outdated" });
    if (await this.#isLoss()) {
      this.#log.warn("Etcd lost a spec; it is written again", { resourceId: id });
    } else if (!this.#isEnded) this.grant(id, { kind: "delete" });
  }

  /** I2. When etcd does not answer, the safe side: nothing ends. */
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

function newGeneration({ isNewGeneration = false }: { readonly isNewGeneration?: boolean }) {
  return isNewGeneration ? { isNewGeneration } : {};
}

function plain(
  resourceId: ResourceId,
): { readonly resourceId: ResourceId; readonly expectedGeneration: bigint } {
  return { resourceId, expectedGeneration: 0n };
}
