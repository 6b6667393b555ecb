/**
 * The histories of services that ended: kept in etcd for a while, and forgotten beyond a bound, the ones that ended first.
 *
 * I1: at most `limit` of them stay; what an earlier run left behind is found by one look over the keys, in the background.
 * I2: a ring is deleted only under the mandate and while the service has no status there: one that came back keeps its history.
 */
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import type { Keys } from "./keys.ts";
import type { EtcdKv } from "../client/kv.ts";
import type { Mandate } from "../lead/leadership.ts";

const PAGE_KEYS = 1_000;
/** Between two pages: this is nobody's hurry. */
const PAUSE_MS = 50;

export class EndedRings {
  readonly #kv: EtcdKv;
  readonly #keys: Keys;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #limit: number;
  readonly #exists: (id: ResourceId) => boolean;
  /** In the order in which they ended, as far as that is known. */
  readonly #ended = new Set<ResourceId>();
  #mandate: Mandate | undefined;
  #isForgetting = false;

  constructor(options: {
    readonly kv: EtcdKv;
    readonly keys: Keys;
    readonly clock: Clock;
    readonly log: Log;
    readonly limit: number;
    readonly exists: (id: ResourceId) => boolean;
  }) {
    this.#kv = options.kv;
    this.#keys = options.keys;
    this.#clock = options.clock;
    this.#log = options.log;
    this.#limit = options.limit;
    this.#exists = options.exists;
  }

  /** Looks for what an earlier run left, and forgets what is too much. */
  begin(mandate: Mandate): void {
    this.#mandate = mandate;
    void this.#sweep(mandate).then(() => this.#forget());
  }

  end(): void {
    this.#mandate = undefined;
  }

  /** Something was committed about this service. */
  note(id: ResourceId): void {
    if (this.#exists(id)) this.#ended.delete(id);
    else if (!this.#ended.has(id)) {
      this.#ended.add(id);
      void this.#forget();
    }
  }

  async #sweep(mandate: Mandate): Promise<void> {
    const prefix = this.#keys.allEvents;
    let fromKey = prefix;
    for (;;) {
      const page = await this.#kv.range({
        key: prefix,
        isPrefix: true,
        isKeysOnly: true,
        limit: PAGE_KEYS,
        fromKey,
      });
      if (page.kind === "failed" || this.#mandate !== mandate) return;
      for (const { key } of page.value.entries) {
        const parsed = this.#keys.parse(key);
        if (parsed?.kind === "event" && !this.#exists(parsed.id)) this.#ended.add(parsed.id);
      }
      const last = page.value.entries.at(-1);
      if (!page.value.hasMore || last === undefined) return;
      fromKey = `${last.key}\0`;
      await new Promise<void>((resolve) => void this.#clock.schedule(PAUSE_MS, resolve));
    }
  }

  /** One after the other; what fails is tried again with the next one that ends. */
  async #forget(): Promise<void> {
    if (this.#isForgetting) return;
    this.#isForgetting = true;
    for (const id of this.#ended) {
      const mandate = this.#mandate;
      if (this.#ended.size <= this.#limit || mandate === undefined) break;
      if (this.#exists(id)) {
        this.#ended.delete(id);
        continue;
      }
      const outcome = await this.#kv.txn({
        compare: [mandate.guard, {
          key: this.#keys.status(id),
          target: "create",
          result: "equal",
          value: 0n,
        }],
        then: [{ kind: "delete", key: this.#keys.events(id), isPrefix: true }],
        otherwise: [],
      });
      if (outcome.kind === "failed") break;
      this.#ended.delete(id);
      if (outcome.value.hasSucceeded) {
        this.#log.debug("The history of an ended service is forgotten", { resourceId: id });
      }
    }
    this.#isForgetting = false;
  }
}
