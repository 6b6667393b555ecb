/**
 * Following services, without any transport: a snapshot or a replay first, then every change in order of revision.
 *
 * A subscription is pulled: it does nothing until its reader asks for the next message, so a slow reader costs a bounded queue
 * and nobody else anything.
 *
 * I1: revisions of changes grow strictly, and between the snapshot or the replay and what follows there is neither a duplicate
 *     nor a hole: the manager's interface is synchronous, and the step from one to the other happens within one turn.
 * I2: at most `queueCapacity` changes wait. One more empties the queue; the reader then gets a gap that names the revisions it
 *     may have missed, and a fresh snapshot.
 * I3: where the store no longer has everything after the reader's revision, it gets a gap and a snapshot instead of a hole.
 *     So does a reader whose revision was discarded with the term that it belonged to, or that is missing here.
 * I4: a service that stops to match the filter, or ends, is reported once more: the change that made it so is delivered.
 * I5: `revision` of a message is what the reader can resume from once it has dealt with the message; 0 inside a snapshot.
 */
import { delay } from "../../kit/delay.ts";
import type { Clock } from "../../ports/clock.ts";
import { type EventFilter, filterEvents, type StateEvent } from "../../state/events.ts";
import type { ServiceState } from "../../state/model.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import { type Committed, type ManagerApi, matchesFilter, type ServiceFilter } from "./api.ts";
import type {
  ChangeMessage,
  SubscribeRequest,
  SubscriptionMessage,
  SubscriptionPayload,
} from "./subscription_messages.ts";
import { eventsNamedBy, type LostHistory, Replay } from "./subscription_replay.ts";

export type * from "./subscription_messages.ts";

export interface SubscriptionOptions {
  readonly api: ManagerApi;
  readonly clock: Clock;
  /** Changes that wait for one slow reader. Default 1,024. */
  readonly queueCapacity?: number;
  /** More changes than that waited (I2). */
  readonly onOverflow?: () => void;
}

export const DEFAULT_QUEUE_CAPACITY = 1_024;

interface QueuedChange {
  readonly event: StateEvent;
  readonly service: ServiceState | undefined;
}

interface Snapshot {
  readonly services: readonly ServiceState[];
  readonly revision: bigint;
  sent: number;
}

/** Where the next message comes from. */
type Phase =
  | { readonly kind: "replay"; readonly replay: Replay }
  | { readonly kind: "snapshot"; readonly snapshot: Snapshot }
  | { readonly kind: "live" };

const SNAPSHOT_PAGE = 1_000;

/** One subscription. `next` is called by one reader, one call at a time. */
export class Subscription {
  readonly #api: ManagerApi;
  readonly #clock: Clock;
  readonly #capacity: number;
  readonly #onOverflow: (() => void) | undefined;
  readonly #filter: ServiceFilter;
  readonly #heartbeatMs: number;
  readonly #signal: AbortSignal;
  readonly #unlisten: () => void;
  /** Whether a service can begin or stop to match. */
  readonly #isDynamic: boolean;
  /** Services that match, after the newest change that was examined; only where the filter is dynamic. */
  #inside = new Set<ResourceId>();
  #queue: QueuedChange[] = [];
  /** Why changes are missing since the reader's cursor. */
  #gapReason: string | undefined;
  /** The reader knows everything that matches up to here. */
  #cursor: bigint;
  #phase: Phase;
  #lastMessageAtMs: number;
  #wake: () => void = () => {};

  constructor(options: SubscriptionOptions, request: SubscribeRequest, signal: AbortSignal) {
    this.#api = options.api;
    this.#clock = options.clock;
    this.#capacity = options.queueCapacity ?? DEFAULT_QUEUE_CAPACITY;
    this.#onOverflow = options.onOverflow;
    this.#filter = request.filter;
    this.#isDynamic = request.filter.states.length > 0 || request.filter.nodes.length > 0;
    this.#heartbeatMs = request.heartbeatIntervalMs;
    this.#signal = signal;
    this.#lastMessageAtMs = this.#clock.monotonicMs();
    if (request.start.kind === "snapshot") {
      this.#cursor = 0n;
      this.#phase = { kind: "snapshot", snapshot: this.#takeSnapshot() };
    } else {
      const { afterRevision, afterTerm = 0n } = request.start;
      this.#cursor = afterRevision;
      const cursor = { revision: afterRevision, term: afterTerm };
      this.#phase = { kind: "replay", replay: new Replay(this.#api, this.#filter, cursor) };
    }
    this.#unlisten = this.#api.onCommitted((step) => this.#committed(step));
    this.#signal.addEventListener("abort", this.#aborted, { once: true });
  }

  /** Changes that wait for the reader. */
  get queued(): number {
    return this.#queue.length;
  }

  /** The next message, as soon as there is one; undefined once the signal has aborted. */
  async next(): Promise<SubscriptionMessage | undefined> {
    while (!this.#signal.aborted) {
      const message = this.#poll() ?? await this.#waitForMore();
      if (message === undefined) continue;
      this.#lastMessageAtMs = this.#clock.monotonicMs();
      const term = message.revision === 0n ? 0n : this.#termOf(message.revision);
      return term === 0n ? message : { ...message, term };
    }
    return undefined;
  }

  /** A change that may go with the one before it: it waits already, and is of the same term (0 = not known). Called after `next`. */
  nextOf(term: bigint): ChangeMessage | undefined {
    if (this.#phase.kind !== "live" || this.#gapReason !== undefined) return undefined;
    const [waiting] = this.#queue;
    if (waiting === undefined || this.#termOf(waiting.event.revision) !== term) return undefined;
    this.#queue.shift();
    return this.#change(waiting.event, waiting.service);
  }

  #termOf(revision: bigint): bigint {
    return this.#api.cursorAt(revision).term;
  }

  /** Lets go of the manager. A second call does nothing. */
  close(): void {
    this.#unlisten();
    this.#signal.removeEventListener("abort", this.#aborted);
    this.#queue = [];
    this.#inside.clear();
  }

  readonly #aborted = (): void => {
    this.close();
    this.#wake();
  };

  /** The next message, if it is there already. */
  #poll(): SubscriptionPayload | undefined {
    if (this.#phase.kind === "replay") return this.#pollReplay(this.#phase.replay);
    if (this.#phase.kind === "snapshot") return this.#pollSnapshot(this.#phase.snapshot);
    if (this.#gapReason !== undefined) {
      return this.#gap({ fromRevision: this.#cursor + 1n, reason: this.#gapReason });
    }
    const change = this.#queue.shift();
    if (change !== undefined) return this.#change(change.event, change.service);
    this.#cursor = this.#api.revision();
    return undefined;
  }

  #pollSnapshot(snapshot: Snapshot): SubscriptionPayload {
    const service = snapshot.services[snapshot.sent];
    if (service !== undefined) {
      snapshot.sent += 1;
      return { kind: "snapshot", service, revision: 0n };
    }
    this.#phase = { kind: "live" };
    this.#cursor = snapshot.revision;
    return { kind: "snapshot-complete", count: snapshot.services.length, revision: snapshot.revision };
  }

  /** Becomes live in the turn in which the store has nothing newer (I1). */
  #pollReplay(replay: Replay): SubscriptionPayload | undefined {
    const step = replay.next();
    switch (step.kind) {
      case "event":
        return this.#change(step.event, this.#find(step.event.resourceId));
      case "lost":
        return this.#gap(step);
      case "more":
        this.#cursor = step.revision;
        return undefined;
      case "end":
        this.#cursor = step.revision;
        if (this.#isDynamic) this.#matching();
        this.#phase = { kind: "live" };
        return undefined;
    }
  }

  #change(event: StateEvent, service: ServiceState | undefined): ChangeMessage {
    this.#cursor = event.revision;
    return { kind: "change", event, ...(service !== undefined && { service }), revision: event.revision };
  }

  /** The gap; what follows it is a snapshot that was taken with it (I2, I3). */
  #gap({ fromRevision, reason }: Pick<LostHistory, "fromRevision" | "reason">): SubscriptionPayload {
    const snapshot = this.#takeSnapshot();
    this.#phase = { kind: "snapshot", snapshot };
    // Whoever breaks off inside the snapshot resumes from before the gap.
    const toRevision = snapshot.revision < fromRevision ? fromRevision : snapshot.revision;
    return { kind: "gap", fromRevision, toRevision, reason, revision: fromRevision - 1n };
  }

  /** Everything that matches, at one revision, within one turn (I1). Services are immutable: it costs references only. */
  #takeSnapshot(): Snapshot {
    this.#queue = [];
    this.#gapReason = undefined;
    return { services: this.#matching(), revision: this.#api.revision(), sent: 0 };
  }

  #matching(): ServiceState[] {
    const services: ServiceState[] = [];
    let after: ResourceId | undefined;
    do {
      const page = this.#api.queryServices(this.#filter, {
        limit: SNAPSHOT_PAGE,
        ...(after !== undefined && { after }),
      });
      services.push(...page.services);
      after = page.nextAfter;
    } while (after !== undefined);
    if (this.#isDynamic) this.#inside = new Set(services.map(({ metadata }) => metadata.id));
    return services;
  }

  #committed(step: Committed): void {
    // During a replay the store is where changes come from; after an overflow the next snapshot has them.
    if (this.#phase.kind === "replay" || this.#gapReason !== undefined) return;
    if (step.gap !== undefined) return this.#miss(step.gap);
    for (const event of filterEvents(step.events, this.#wantedOf(step))) {
      this.#queue.push({ event, service: step.services.get(event.resourceId) });
    }
    if (this.#queue.length > this.#capacity) {
      this.#onOverflow?.();
      return this.#miss(`more than ${this.#capacity} changes waited for this subscriber`);
    }
    this.#wake();
  }

  /** The next snapshot has what is missing. */
  #miss(reason: string): void {
    this.#queue = [];
    this.#gapReason = reason;
    this.#wake();
  }

  /** The events of services that match, or did before this step (I4). */
  #wantedOf({ events, services }: Committed): EventFilter {
    if (!this.#isDynamic) return eventsNamedBy(this.#filter);
    const ids = [...new Set(events.map(({ resourceId }) => resourceId))];
    return { resourceIds: ids.filter((id) => this.#isWanted(id, services.get(id))) };
  }

  #isWanted(id: ResourceId, service: ServiceState | undefined): boolean {
    const wasInside = this.#inside.has(id);
    const isInside = service !== undefined && matchesFilter(service, this.#filter);
    if (isInside) this.#inside.add(id);
    else this.#inside.delete(id);
    return wasInside || isInside;
  }

  #find(id: ResourceId): ServiceState | undefined {
    const filter = { namespaces: [], resourceIds: [id], states: [], nodes: [] };
    return this.#api.queryServices(filter, { limit: 1 }).services[0];
  }

  /** Undefined after a commit, an abort or a turn given to others; a heartbeat where it is time for one. */
  async #waitForMore(): Promise<SubscriptionPayload | undefined> {
    const isReplay = this.#phase.kind === "replay";
    const dueMs = this.#lastMessageAtMs + this.#heartbeatMs;
    const delayMs = isReplay ? 0 : Math.max(0, dueMs - this.#clock.monotonicMs());
    const woken = new AbortController();
    this.#wake = () => woken.abort();
    await delay(this.#clock, delayMs, woken.signal);
    return isReplay || woken.signal.aborted ? undefined : this.#heartbeat();
  }

  #heartbeat(): SubscriptionPayload {
    const { isStale, stalenessMs } = this.#api.staleness();
    return {
      kind: "heartbeat",
      timestampMs: this.#clock.wallMs(),
      isStale,
      ...(stalenessMs === undefined ? {} : { stalenessMs }),
      revision: this.#cursor,
    };
  }
}
