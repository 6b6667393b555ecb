/**
 * Checks what clients of several instances see against the sentences of docs/consistency.md. Pure: the simulation and scripts/chaos feed
 * it with what their readers, writers and subscribers saw.
 *
 * I1: it knows nothing but what was answered and told, and when.
 */
import type { SubscriptionMessage } from "../../../src/manager/serve/subscription.ts";
import type { StateEvent } from "../../../src/state/event_model.ts";
import type { ServiceState } from "../../../src/state/model.ts";
import type { ResourceId } from "../../../src/state/resource_id.ts";

/** A change that was acknowledged. */
export interface Acknowledged {
  readonly service: ServiceState;
  /** When the answer came; all times are by one clock, milliseconds. */
  readonly atMs: number;
}

/** A read that was answered. */
export interface Read {
  readonly instance: string;
  /** When it was sent. */
  readonly atMs: number;
  readonly services: readonly ServiceState[];
  readonly isStale: boolean;
  readonly stalenessMs?: number;
}

/** What a subscriber knows for sure: everything after one revision up to another. */
interface Stretch {
  readonly after: bigint;
  upTo: bigint;
  readonly received: Set<bigint>;
}

/** Newest told events that are compared between subscribers. */
const MAX_EVENTS = 50_000;

export class SubscriberHistory {
  readonly name: string;
  readonly services = new Map<ResourceId, ServiceState>();
  readonly stretches: Stretch[] = [];
  /** Between a gap, or the begin, and the end of the snapshot. */
  isInSnapshot = true;
  cursor: { readonly revision: bigint; readonly term: bigint } | undefined;

  constructor(name: string) {
    this.name = name;
  }
}

export class HistoryChecker {
  readonly #report: (sentence: string, what: string) => void;
  /** Service, its creation and generation -> what it asks for, and who said so first. */
  readonly #specs = new Map<string, { readonly text: string; readonly by: string }>();
  /** The highest generation that was ever told of a service, and up to which none is promised any more. */
  readonly #highest = new Map<ResourceId, bigint>();
  readonly #lost = new Map<ResourceId, bigint>();
  readonly #acknowledged = new Map<ResourceId, Acknowledged[]>();
  /** Revision -> what happened then. */
  readonly #events = new Map<bigint, string>();
  readonly #subscribers: SubscriberHistory[] = [];

  constructor(report: (sentence: string, what: string) => void) {
    this.#report = report;
  }

  subscriber(name: string): SubscriberHistory {
    const subscriber = new SubscriberHistory(name);
    this.#subscribers.push(subscriber);
    return subscriber;
  }

  acknowledged(acknowledged: Acknowledged): void {
    const { service } = acknowledged;
    this.#told(service, "a writer");
    const { id } = service.metadata;
    const known = this.#acknowledged.get(id) ?? [];
    this.#acknowledged.set(id, [...known.slice(-20), acknowledged]);
  }

  /** A change that was made from one generation, and only from that one, was acknowledged. */
  compared(
    { instance, expected, service }: {
      readonly instance: string;
      readonly expected: bigint;
      readonly service: ServiceState;
    },
  ): void {
    const { id, generation } = service.metadata;
    if (generation === expected + 1n) return;
    this.#report("compare-and-set", `${instance} changed ${id} from ${expected}, and it is ${generation}`);
  }

  /** Somebody destroyed what etcd held of the service: what was acknowledged of it is not promised any more. */
  forget(id: ResourceId): void {
    this.#acknowledged.delete(id);
  }

  /**
   * Somebody destroyed all that says which generations of the service were given. An instance that had not seen the newest ones cannot know
   * of them: what was told so far may be given again, and what comes after it is promised.
   */
  forgetGenerations(id: ResourceId): void {
    this.#lost.set(id, this.#highest.get(id) ?? 0n);
  }

  /** Somebody destroyed what only the State Manager writes. */
  destroyed(id: ResourceId): void {
    this.forget(id);
    this.forgetGenerations(id);
  }

  /** A fresh read has every change that was acknowledged before the age of the read. */
  read({ instance, atMs, services, isStale, stalenessMs }: Read): void {
    for (const service of services) this.#told(service, instance);
    if (isStale || stalenessMs === undefined) return;
    for (const service of services) {
      const { id, generation, createdAtMs } = service.metadata;
      const owed = (this.#acknowledged.get(id) ?? []).filter((one) =>
        one.atMs <= atMs - stalenessMs && one.service.metadata.createdAtMs === createdAtMs
      ).at(-1);
      if (owed === undefined || owed.service.metadata.generation <= generation) continue;
      this.#report(
        "bounded-staleness",
        `${instance} tells generation ${generation} of ${id}, ${owed.service.metadata.generation} was acknowledged ` +
          `${Math.round(atMs - owed.atMs)} ms ago and the answer is at most ${
            Math.round(stalenessMs)
          } ms old`,
      );
    }
  }

  message(subscriber: SubscriberHistory, instance: string, message: SubscriptionMessage): void {
    const { revision, term = 0n } = message;
    switch (message.kind) {
      case "gap":
        subscriber.services.clear();
        subscriber.isInSnapshot = true;
        break;
      case "snapshot":
        this.#told(message.service, instance);
        if (!subscriber.isInSnapshot) subscriber.services.clear();
        subscriber.isInSnapshot = true;
        subscriber.services.set(message.service.metadata.id, message.service);
        break;
      case "snapshot-complete":
        subscriber.isInSnapshot = false;
        subscriber.stretches.push({ after: revision, upTo: revision, received: new Set() });
        break;
      case "change":
        this.#change(subscriber, instance, message);
        break;
      case "heartbeat":
        this.#advance(subscriber, instance, revision);
        break;
    }
    if (revision > 0n) subscriber.cursor = { revision, term };
    else if (message.kind === "snapshot-complete") subscriber.cursor = undefined;
  }

  /** The stream ended inside a snapshot: what came of it is void. */
  resumes(subscriber: SubscriberHistory): void {
    if (subscriber.isInSnapshot) subscriber.services.clear();
  }

  /** Everything has come to rest: whoever follows knows what is. */
  settled(services: readonly ServiceState[]): void {
    for (const subscriber of this.#subscribers) {
      const { name } = subscriber;
      if (subscriber.isInSnapshot) continue;
      this.#complete(subscriber);
      for (const service of services) {
        const { id, generation } = service.metadata;
        const known = subscriber.services.get(id);
        const isSame = known?.metadata.generation === generation &&
          known.status.state === service.status.state;
        if (isSame) continue;
        const what = known === undefined ? "nothing" : `${known.metadata.generation} ${known.status.state}`;
        this.#report(
          "nothing-is-missed",
          `${name} knows ${what} of ${id}, which is ${generation} ${service.status.state}`,
        );
      }
      const there = new Set(services.map(({ metadata }) => metadata.id));
      for (const id of subscriber.services.keys()) {
        if (!there.has(id)) this.#report("nothing-is-missed", `${name} knows ${id}, which has ended`);
      }
    }
  }

  #change(
    subscriber: SubscriberHistory,
    instance: string,
    { event, service, revision }: SubscriptionMessage & { readonly kind: "change" },
  ): void {
    const stretch = subscriber.stretches.at(-1);
    if (stretch !== undefined && revision <= stretch.upTo) {
      this.#report(
        "order",
        `${subscriber.name} is told ${revision} by ${instance} after it knew ${stretch.upTo}`,
      );
    }
    const isNews = this.#one(event, instance);
    // Another service may have its name in the same millisecond. Whoever is told of an end later does not end that one.
    if (isNews && event.eventType === "Terminated") this.#ended(event.resourceId);
    if (service === undefined) subscriber.services.delete(event.resourceId);
    else {
      this.#told(service, instance);
      subscriber.services.set(event.resourceId, service);
    }
    if (stretch === undefined) return;
    stretch.upTo = revision;
    stretch.received.add(revision);
  }

  #advance(subscriber: SubscriberHistory, instance: string, revision: bigint): void {
    const stretch = subscriber.stretches.at(-1);
    if (stretch === undefined || subscriber.isInSnapshot) return;
    if (revision < stretch.upTo) {
      this.#report("order", `${instance} takes ${subscriber.name} back from ${stretch.upTo} to ${revision}`);
    } else stretch.upTo = revision;
  }

  /** A revision is one event, at every instance. Answers whether nobody was told before. */
  #one({ revision, eventType, resourceId, timestampMs }: StateEvent, instance: string): boolean {
    const text = `${resourceId} ${eventType} ${timestampMs}`;
    const known = this.#events.get(revision);
    if (known === undefined) this.#events.set(revision, text);
    else if (known !== text) {
      this.#report("one-history", `${instance} tells ${revision} as ${text}, it was ${known}`);
    }
    const oldest = this.#events.size > MAX_EVENTS ? this.#events.keys().next().value : undefined;
    if (oldest !== undefined) this.#events.delete(oldest);
    return known === undefined;
  }

  #ended(id: ResourceId): void {
    for (const key of [...this.#specs.keys()]) if (key.startsWith(`${id} of `)) this.#specs.delete(key);
    this.#highest.delete(id);
    this.#lost.delete(id);
  }

  /** Between two gaps a subscriber gets every event that anybody was told. */
  #complete({ name, stretches }: SubscriberHistory): void {
    for (const { after, upTo, received } of stretches) {
      const missed = [...this.#events].filter(([revision]) =>
        revision > after && revision <= upTo && !received.has(revision)
      );
      if (missed.length === 0) continue;
      const [revision, text] = missed[0] ?? [];
      this.#report(
        "nothing-is-missed",
        `${name} was not told ${missed.length} changes between ${after} and ${upTo}, as ${revision} ${text}`,
      );
    }
  }

  /** A generation is one spec. */
  #told({ metadata: { id, generation, createdAtMs, labels }, spec }: ServiceState, instance: string): void {
    const key = `${id} of ${createdAtMs}, generation ${generation}`;
    const text = JSON.stringify(
      { spec, labels },
      (_name, value) => typeof value === "bigint" ? `${value}` : value,
    );
    if (generation > (this.#highest.get(id) ?? 0n)) this.#highest.set(id, generation);
    const known = this.#specs.get(key);
    if (known?.text === text) return;
    this.#specs.set(key, { text, by: instance });
    if (known === undefined || generation <= (this.#lost.get(id) ?? 0n)) return;
    this.#report(
      "one-spec-a-generation",
      `${instance} tells ${key} as ${text}, it was ${known.text} to ${known.by}`,
    );
  }
}
