/**
 * Clients of several instances: subscribers that resume at one instance after the other, readers at each of them, and writers that read at
 * one and compare and set at another. What they see is held against the sentences of docs/consistency.md.
 *
 * I1: a change counts as acknowledged only when nobody else put or destroyed a key of its service between the call and its answer: that
 *     takes its place, acknowledged or not.
 * I2: writers end with the faults; subscribers and readers go on until everything has come to rest.
 */
import { CallError } from "../../src/client/state_manager.ts";
import { readable, readStatus } from "../../src/etcd/share/documents.ts";
import type { Keys } from "../../src/etcd/share/keys.ts";
import type { WatchChange, WatchHandler } from "../../src/etcd/watcher.ts";
import { delay } from "../../src/kit/delay.ts";
import { ALL_SERVICES } from "../../src/manager/serve/api.ts";
import { SystemClock } from "../../src/platform/process/clock.ts";
import { readStamp } from "../../src/records/spec_document.ts";
import type { ResourceId } from "../../src/state/resource_id.ts";
import type { ServiceState } from "../../src/state/model.ts";
import { HistoryChecker, type SubscriberHistory } from "../../tests/support/history/checker.ts";
import type { Member } from "../../tests/support/instances/group.ts";
import { Dice } from "./dice.ts";
import type { Story } from "./story.ts";

const SUBSCRIBERS = 3;
const WRITERS = 2;
/** How long a subscriber stays with an instance, milliseconds. */
const STAYS_MS = { min: 300, max: 7_000 };
const READ_EVERY_MS = 150;
const WRITE_EVERY_MS = { min: 100, max: 900 };
/** Before an instance that does not serve is looked at again. */
const AWAY_MS = 100;
const HEARTBEAT_MS = 500;
const PAGE = 1_000;

/** What the clients did. */
export interface ClientCounts {
  reads: number;
  messages: number;
  resumed: number;
  gaps: number;
  acknowledged: number;
}

export class Clients implements WatchHandler {
  readonly counts: ClientCounts = { reads: 0, messages: 0, resumed: 0, gaps: 0, acknowledged: 0 };
  readonly #members: readonly Member[];
  readonly #keys: Keys;
  readonly #checker: HistoryChecker;
  readonly #clock = new SystemClock();
  readonly #end = new AbortController();
  /** When somebody else last wrote a key of the service (I1). */
  readonly #foreignAtMs = new Map<ResourceId, number>();
  #writes = 0;

  constructor(
    { members, keys, story }: {
      readonly members: readonly Member[];
      readonly keys: Keys;
      readonly story: Story;
    },
  ) {
    this.#members = members;
    this.#keys = keys;
    this.#checker = new HistoryChecker((sentence, what) => story.violation(`${sentence}: ${what}`));
  }

  /** Until `end`; the writers until the signal aborts (I2). */
  async run(seed: number, faults: AbortSignal): Promise<void> {
    const dice = (index: number) => new Dice(seed * 131 + index);
    await Promise.all([
      ...Array.from({ length: SUBSCRIBERS }, (_, index) => this.#subscriber(index, dice(index))),
      ...this.#members.map((member) => this.#reader(member)),
      ...Array.from({ length: WRITERS }, (_, index) => this.#writer(faults, dice(SUBSCRIBERS + index))),
    ]);
  }

  /** Everything has come to rest, as the leader tells it: whoever follows knows it. */
  async settled(services: readonly ServiceState[]): Promise<void> {
    // A heartbeat tells up to where a subscriber knows everything.
    await delay(this.#clock, 3 * HEARTBEAT_MS);
    this.#checker.settled(services);
  }

  end(): void {
    this.#end.abort();
  }

  /** Somebody else is about to write a key of the service, or has. */
  foreign(id: ResourceId): void {
    this.#foreignAtMs.set(id, performance.now());
    this.#checker.forget(id);
  }

  /** Somebody else is about to destroy what only the State Manager writes of the service, or has. */
  destroyed(id: ResourceId): void {
    this.foreign(id);
    this.#checker.destroyed(id);
  }

  /** A change by the API that began then was acknowledged. */
  acknowledged(service: ServiceState, beganMs: number): void {
    if ((this.#foreignAtMs.get(service.metadata.id) ?? -Infinity) >= beganMs) return;
    this.counts.acknowledged += 1;
    this.#checker.acknowledged({ service, atMs: performance.now() });
  }

  onChange(change: WatchChange): void {
    const key = this.#keys.parse(change.kind === "put" ? change.entry.key : change.key);
    const entry = change.kind === "put" ? change.entry : undefined;
    if (key?.kind === "spec" && entry !== undefined && readable(readStamp, entry) === undefined) {
      this.foreign(key.id);
    }
    if (key?.kind === "status" && (entry === undefined || readable(readStatus, entry) === undefined)) {
      this.destroyed(key.id);
    }
  }

  onSynced(): void {}

  /** One subscriber, at one instance after the other. */
  async #subscriber(index: number, dice: Dice): Promise<void> {
    const history = this.#checker.subscriber(`subscriber ${index}`);
    while (!this.#end.signal.aborted) {
      const member = dice.pick(this.#members);
      const staysMs = dice.between(STAYS_MS.min, STAYS_MS.max);
      if (member.manager.isServing) await this.#follow(history, member, staysMs);
      await this.#rest(AWAY_MS);
    }
  }

  async #follow(history: SubscriberHistory, { name, manager }: Member, staysMs: number): Promise<void> {
    const { cursor } = history;
    this.#checker.resumes(history);
    this.counts.resumed += 1;
    const signal = AbortSignal.any([AbortSignal.timeout(staysMs), this.#end.signal]);
    try {
      const messages = manager.client.subscribe({
        start: cursor === undefined ? { kind: "snapshot" } : {
          kind: "after",
          afterRevision: cursor.revision,
          ...(cursor.term === 0n ? {} : { afterTerm: cursor.term }),
        },
        heartbeatIntervalMs: HEARTBEAT_MS,
        signal,
      });
      for await (const message of messages) {
        this.counts.messages += 1;
        if (message.kind === "gap") this.counts.gaps += 1;
        this.#checker.message(history, name, message);
      }
    } catch (error) {
      if (!isExpected(error, manager)) throw error;
    }
  }

  async #reader(member: Member): Promise<void> {
    while (!this.#end.signal.aborted) {
      await this.#read(member);
      await this.#rest(READ_EVERY_MS);
    }
  }

  /** Undefined = it does not answer now. */
  async #read({ name, manager }: Member): Promise<readonly ServiceState[] | undefined> {
    if (!manager.isServing) return undefined;
    const atMs = performance.now();
    try {
      const page = await manager.client.queryServices(ALL_SERVICES, { limit: PAGE });
      this.counts.reads += 1;
      this.#checker.read({ instance: name, atMs, ...page });
      return page.services;
    } catch (error) {
      if (!isExpected(error, manager)) throw error;
      return undefined;
    }
  }

  /** Reads at one instance, and asks another one to put something else in the place of what it read. */
  async #writer(faults: AbortSignal, dice: Dice): Promise<void> {
    while (!faults.aborted) {
      const [from, to] = [dice.pick(this.#members), dice.pick(this.#members)];
      const services = (await this.#read(from) ?? []).filter(({ spec }) => spec.state === "Running");
      if (services.length > 0) await this.#compareAndSet(to, dice.pick(services));
      await this.#rest(dice.between(WRITE_EVERY_MS.min, WRITE_EVERY_MS.max));
    }
  }

  async #compareAndSet(
    { manager, name }: Member,
    { metadata: { id, generation }, spec }: ServiceState,
  ): Promise<void> {
    if (!manager.isServing) return;
    const beganMs = performance.now();
    try {
      const { service } = await manager.client.updateState({
        ...{ resourceId: id, spec, labels: { writer: `${++this.#writes}` } },
        ...{ expectedGeneration: generation, reason: "compare and set" },
      });
      this.#checker.compared({ instance: name, expected: generation, service });
      this.acknowledged(service, beganMs);
    } catch (error) {
      // Refused, or not acknowledged: the client knows.
      if (!isExpected(error, manager)) throw error;
    }
  }

  #rest(ms: number): Promise<void> {
    return delay(this.#clock, ms, this.#end.signal);
  }
}

/** An instance that ends takes its client with it. */
function isExpected(error: unknown, manager: Member["manager"]): boolean {
  return error instanceof CallError || !manager.isServing;
}
