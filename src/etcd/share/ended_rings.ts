/**
 * The rings of events of services that ended: kept in etcd up to a limit; beyond it the ones that ended first are deleted.
 *
 * I1: at most `limit` of them stay; those that an earlier run left are found by one throttled scan over the keys, in the background.
 *     While etcd deletes none, SURPLUS more are remembered; any beyond that are found by another scan later.
 * I2: a ring is deleted only under the guard of the leader term and while the service has no status in etcd: a service that was created
 *     again keeps its history.
 */
import type { Buffered, BufferLevel } from "../../kit/buffer_level.ts";
import { delay } from "../../kit/delay.ts";
import { messageOf } from "../../kit/errors.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import { writeForgotten } from "./documents.ts";
import type { Keys } from "./keys.ts";
import type { EtcdKv } from "../client/kv.ts";
import type { LeaderTerm } from "../lead/leader_election.ts";

const PAGE_KEYS = 1_000;
/** Pause between two pages: the scan is a throttled background task. */
const PAUSE_MS = 50;
/** I1. */
export const SURPLUS = 1_000;

export class EndedRings implements Buffered {
  readonly #kv: EtcdKv;
  readonly #keys: Keys;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #limit: number;
  readonly #exists: (id: ResourceId) => boolean;
  readonly #revision: () => bigint;
  /** In the order in which they ended, as far as that is known. */
  readonly #ended = new Set<ResourceId>();
  #leaderTerm: LeaderTerm | undefined;
  /** Ends the calls and the pauses of the term. */
  #abort = new AbortController();
  /** The scan and the deletions, one after the other; never rejects. */
  #work: Promise<void> = Promise.resolve();
  /** `#forget` is due or under way. */
  #isForgetting = false;
  /** Some were not remembered: the keys have to be scanned once more. */
  #isIncomplete = false;
  #overflows = 0;

  constructor(options: {
    readonly kv: EtcdKv;
    readonly keys: Keys;
    readonly clock: Clock;
    readonly log: Log;
    readonly limit: number;
    readonly exists: (id: ResourceId) => boolean;
    /** The newest revision that may be in a ring. */
    readonly revision: () => bigint;
  }) {
    this.#kv = options.kv;
    this.#keys = options.keys;
    this.#clock = options.clock;
    this.#log = options.log;
    this.#limit = options.limit;
    this.#exists = options.exists;
    this.#revision = options.revision;
  }

  buffers(): readonly BufferLevel[] {
    return [{
      name: "ended_rings",
      unit: "entries",
      capacity: this.#limit + SURPLUS,
      overflow: "read-again",
      used: this.#ended.size,
      overflows: this.#overflows,
    }];
  }

  /** Scans for rings that an earlier run left, and deletes those beyond the limit. */
  begin(leaderTerm: LeaderTerm): void {
    this.#leaderTerm = leaderTerm;
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#isIncomplete = false;
    this.#do(() => this.#sweep(leaderTerm));
    this.#forgetLater();
  }

  /** Resolves when nothing of it is under way. */
  end(): Promise<void> {
    this.#leaderTerm = undefined;
    this.#abort.abort();
    return this.#work;
  }

  /** Everything in the background, one after the other. What throws is logged, and what comes after it is done all the same. */
  #do(task: () => Promise<void>): void {
    this.#work = this.#work.then(task).catch((error) => {
      this.#log.error("Cannot delete the events of ended services from etcd", { error: messageOf(error) });
    });
  }

  #forgetLater(): void {
    if (this.#isForgetting) return;
    this.#isForgetting = true;
    this.#do(() => this.#forget());
  }

  /** An event of this service was committed. */
  note(id: ResourceId): void {
    if (this.#exists(id)) this.#ended.delete(id);
    else if (!this.#ended.has(id)) {
      this.#remember(id);
      this.#forgetLater();
    }
  }

  #remember(id: ResourceId): void {
    if (this.#ended.has(id)) return;
    if (this.#ended.size < this.#limit + SURPLUS) {
      this.#ended.add(id);
      return;
    }
    this.#isIncomplete = true;
    this.#overflows += 1;
  }

  async #sweep(leaderTerm: LeaderTerm): Promise<void> {
    const prefix = this.#keys.allEvents;
    let fromKey = prefix;
    let previous: ResourceId | undefined;
    for (;;) {
      const page = await this.#kv.range({
        key: prefix,
        isPrefix: true,
        isKeysOnly: true,
        limit: PAGE_KEYS,
        fromKey,
      }, { signal: this.#abort.signal });
      if (page.kind === "failed" || this.#leaderTerm !== leaderTerm) return;
      for (const { key } of page.value.entries) {
        const parsed = this.#keys.parse(key);
        if (parsed?.kind !== "event" || parsed.id === previous) continue;
        previous = parsed.id;
        if (!this.#exists(parsed.id)) this.#remember(parsed.id);
      }
      const last = page.value.entries.at(-1);
      if (!page.value.hasMore || last === undefined) return;
      fromKey = `${last.key}\0`;
      await delay(this.#clock, PAUSE_MS, this.#abort.signal);
    }
  }

  /**
   * Deletes rings one after the other; a failed deletion is repeated when the next service ends. Once those that were remembered are
   * deleted, the keys are scanned for those that were not.
   */
  async #forget(): Promise<void> {
    try {
      await this.#deleteSurplus();
    } finally {
      this.#isForgetting = false;
    }
    if (!this.#isIncomplete || this.#ended.size > this.#limit || this.#leaderTerm === undefined) return;
    this.begin(this.#leaderTerm);
  }

  async #deleteSurplus(): Promise<void> {
    for (const id of this.#ended) {
      const leaderTerm = this.#leaderTerm;
      if (this.#ended.size <= this.#limit || leaderTerm === undefined) break;
      if (this.#exists(id)) {
        this.#ended.delete(id);
        continue;
      }
      const outcome = await this.#kv.txn({
        compare: [leaderTerm.guard, {
          key: this.#keys.status(id),
          target: "create",
          result: "equal",
          value: 0n,
        }],
        then: [
          { kind: "delete", key: this.#keys.events(id), isPrefix: true },
          // Whoever did not follow has to know that there is something it cannot find.
          { kind: "put", key: this.#keys.forgotten, value: writeForgotten({ revision: this.#revision() }) },
        ],
        otherwise: [],
      }, { signal: this.#abort.signal });
      if (outcome.kind === "failed") break;
      this.#ended.delete(id);
      if (outcome.value.hasSucceeded) {
        this.#log.debug("Deleted the events of an ended service from etcd", { resourceId: id });
      }
    }
  }
}
