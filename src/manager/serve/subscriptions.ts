/** All subscriptions of one manager, within their limit. */
import type { Buffered, BufferLevel } from "../../kit/buffer_level.ts";
import { ReservedSlots } from "../../kit/reserved_slots.ts";
import { StateManagerError } from "../../kit/errors.ts";
import {
  type ChangeMessage,
  DEFAULT_QUEUE_CAPACITY,
  type SubscribeRequest,
  Subscription,
  type SubscriptionMessage,
  type SubscriptionOptions,
} from "./subscription.ts";

/** The messages of one subscription, in order. */
export type SubscriptionMessages = AsyncGenerator<SubscriptionMessage, void, undefined> & {
  /** The change that follows the one that was read last, where it waits already and is of this term (0 = not known). */
  nextOf(term: bigint): ChangeMessage | undefined;
};

/** Where subscriptions come from, for whoever offers them to others. */
export interface SubscriptionSource {
  /**
   * Takes its place at once and gives it back when the messages end or the signal aborts, which ends them.
   * Throws a StateManagerError of kind "limit" when all places for its kind are taken.
   */
  subscribe(request: SubscribeRequest, signal: AbortSignal, kind?: string): SubscriptionMessages;
  /** Subscriptions at this moment. */
  count(): number;
}

export interface SubscriptionsOptions extends Omit<SubscriptionOptions, "onOverflow"> {
  /** Subscriptions at once. Default 64. */
  readonly maxSubscribers?: number;
  /** Those who subscribe, as far as each kind has places of its own. Default: none. */
  readonly kinds?: readonly string[];
  /** What the buffers and the setting are called. Default: those of the gRPC API. */
  readonly names?: SubscriptionNames;
}

export interface SubscriptionNames {
  readonly places: string;
  readonly queues: string;
  readonly setting: string;
}

const API_NAMES: SubscriptionNames = {
  places: "subscribers",
  queues: "subscriber_queues",
  setting: "limits.subscribers",
};

/** Those of the page over HTTP. */
export const VIEWER_NAMES: SubscriptionNames = {
  places: "viewers",
  queues: "viewer_queues",
  setting: "http.viewers",
};

export class Subscriptions implements SubscriptionSource, Buffered {
  readonly #options: SubscriptionOptions;
  readonly #queueCapacity: number;
  readonly #places: ReservedSlots;
  readonly #names: SubscriptionNames;
  readonly #open = new Set<Subscription>();
  #overflows = 0;

  constructor(options: SubscriptionsOptions) {
    this.#options = { ...options, onOverflow: () => void (this.#overflows += 1) };
    this.#queueCapacity = options.queueCapacity ?? DEFAULT_QUEUE_CAPACITY;
    this.#names = options.names ?? API_NAMES;
    const { maxSubscribers: capacity = 64, kinds = [] } = options;
    this.#places = new ReservedSlots({ name: this.#names.places, capacity, kinds });
  }

  count(): number {
    return this.#open.size;
  }

  /** The queues of all subscribers count as one buffer. */
  buffers(): readonly BufferLevel[] {
    let queued = 0;
    for (const subscription of this.#open) queued += subscription.queued;
    return [...this.#places.buffers(), {
      name: this.#names.queues,
      unit: "entries",
      capacity: this.#places.capacity * this.#queueCapacity,
      overflow: "read-again",
      used: queued,
      overflows: this.#overflows,
    }];
  }

  subscribe(request: SubscribeRequest, signal: AbortSignal, kind?: string): SubscriptionMessages {
    if (!this.#places.take(kind)) {
      throw new StateManagerError({
        kind: "limit",
        what: this.#names.places,
        limit: this.#places.capacity,
        setting: this.#names.setting,
      });
    }
    const subscription = new Subscription(this.#options, request, signal);
    const release = () => {
      if (this.#open.delete(subscription)) this.#places.release(kind);
      signal.removeEventListener("abort", release);
      subscription.close();
    };
    this.#open.add(subscription);
    // A reader that never begins to read would never reach the end of `messages`.
    signal.addEventListener("abort", release, { once: true });
    if (signal.aborted) release();
    return messagesOf(subscription, release);
  }
}

function messagesOf(subscription: Subscription, release: () => void): SubscriptionMessages {
  return Object.assign(readAll(subscription, release), {
    nextOf: (term: bigint) => subscription.nextOf(term),
  });
}

async function* readAll(
  subscription: Subscription,
  release: () => void,
): AsyncGenerator<SubscriptionMessage, void, undefined> {
  try {
    for (;;) {
      const message = await subscription.next();
      if (message === undefined) return;
      yield message;
    }
  } finally {
    release();
  }
}
