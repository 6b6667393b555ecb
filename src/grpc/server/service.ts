/**
 * StateManager gRPC service implementation (seed `grpc/server/service.rs`): requests of the wire in, answers of the wire out,
 * without the transport.
 *
 * I1: a request is checked whole before anything is done with it; what is refused changes nothing.
 * I2: nothing but the status is answered while the manager is not ready.
 * I3: an answer fits a message: a page that would be too large is cut short, and the page after it begins where it ends.
 */
import { StateManagerError } from "../../errors.ts";
import type { ManagerApi, ServicePage } from "../../manager/api.ts";
import type { SubscriptionMessages, SubscriptionSource } from "../../manager/subscriptions.ts";
import type { EventPage, EventQuery } from "../../ports.ts";
import type { StateEvent } from "../../state/events.ts";
import type { ServiceState } from "../../state/model.ts";
import type { GetHistoryRequest__Output } from "../gen/piccolo/statemanager/v1/GetHistoryRequest.ts";
import type { GetHistoryResponse } from "../gen/piccolo/statemanager/v1/GetHistoryResponse.ts";
import type { GetStatusResponse } from "../gen/piccolo/statemanager/v1/GetStatusResponse.ts";
import type { StateChangeEvent } from "../gen/piccolo/statemanager/v1/StateChangeEvent.ts";
import type { StateQueryRequest__Output } from "../gen/piccolo/statemanager/v1/StateQueryRequest.ts";
import type { StateQueryResponse } from "../gen/piccolo/statemanager/v1/StateQueryResponse.ts";
import type { StateSubscriptionRequest__Output } from "../gen/piccolo/statemanager/v1/StateSubscriptionRequest.ts";
import type { StateUpdateRequest__Output } from "../gen/piccolo/statemanager/v1/StateUpdateRequest.ts";
import type { StateUpdateResponse } from "../gen/piccolo/statemanager/v1/StateUpdateResponse.ts";
import {
  eventPageToWire,
  historyQueryFromWire,
  managerStatusToWire,
  outcomeToWire,
  pageToWire,
  queryFromWire,
  specChangeFromWire,
} from "../wire/query.ts";
import { messageToWire, subscriptionFromWire } from "../wire/subscription.ts";

export interface StateManagerServiceOptions {
  readonly api: ManagerApi;
  readonly subscriptions: SubscriptionSource;
  /** Version of the program. */
  readonly version: string;
  /** Largest message that is sent, bytes. */
  readonly maxMessageBytes: number;
}

/** Fixed part of a service or an event on the wire, bytes; an upper bound for ordinary ones. */
const BASE_BYTES = 1_024;

export class StateManagerService {
  readonly #api: ManagerApi;
  readonly #options: StateManagerServiceOptions;
  /** A text of n UTF-16 units takes up to 3n bytes: with a quarter of the message for text, any text fits. */
  readonly #budget: number;
  #isClosing = false;

  constructor(options: StateManagerServiceOptions) {
    this.#api = options.api;
    this.#options = options;
    this.#budget = options.maxMessageBytes / 4;
  }

  /** Whether requests are served: the manager is ready and the server not on its way down. */
  isServing(): boolean {
    return !this.#isClosing && this.#api.isReady();
  }

  /** From now on every request is refused. */
  beginClosing(): void {
    this.#isClosing = true;
  }

  /** Handle state update request. Resolves when the change survives a power cut. */
  async updateState(request: StateUpdateRequest__Output): Promise<StateUpdateResponse> {
    this.#checkServing();
    return outcomeToWire(await this.#api.updateState(specChangeFromWire(request)));
  }

  /** Handle state query request. */
  queryState(request: StateQueryRequest__Output): StateQueryResponse {
    this.#checkServing();
    const { filter, page } = queryFromWire(request);
    return pageToWire(fitServices(this.#api.queryServices(filter, page), this.#budget));
  }

  /** Handle subscription to state changes: the messages, until the signal aborts. */
  subscribeToStateChanges(
    request: StateSubscriptionRequest__Output,
    signal: AbortSignal,
  ): AsyncGenerator<StateChangeEvent, void, undefined> {
    this.#checkServing();
    return encoded(this.#options.subscriptions.subscribe(subscriptionFromWire(request), signal));
  }

  /** Reads what happened to a service, newest last. */
  getHistory(request: GetHistoryRequest__Output): GetHistoryResponse {
    this.#checkServing();
    const query = historyQueryFromWire(request);
    return eventPageToWire(fitEvents(this.#api.readHistory(query), query.which, this.#budget));
  }

  /** Health and load of the manager itself; answered even while it is not ready. */
  getStatus(): GetStatusResponse {
    const status = this.#api.status();
    const isReady = status.isReady && !this.#isClosing;
    return managerStatusToWire({ ...status, isReady, version: this.#options.version });
  }

  #checkServing(): void {
    if (this.isServing()) return;
    const why = this.#isClosing ? "shutting down" : "starting";
    throw new StateManagerError({ kind: "not-ready", why });
  }
}

async function* encoded(messages: SubscriptionMessages): AsyncGenerator<StateChangeEvent, void, undefined> {
  for await (const message of messages) yield messageToWire(message);
}

function textLength(texts: Readonly<Record<string, string>>): number {
  let length = 0;
  for (const [key, value] of Object.entries(texts)) length += key.length + value.length;
  return length;
}

function serviceLength({ metadata, spec, status }: ServiceState): number {
  const conditions = status.conditions.reduce((sum, { message }) => sum + message.length, 0);
  return BASE_BYTES + textLength(metadata.labels) + textLength(spec.config) + conditions +
    status.lastReason.length + 128 * (spec.dependencies.length + spec.nodes.length);
}

function eventLength(event: StateEvent): number {
  return BASE_BYTES + textLength(event.metadata) + JSON.stringify(event.changes).length;
}

/** How many of the first entries fit the budget; at least one. */
function countFitting<T>(entries: readonly T[], length: (entry: T) => number, budget: number): number {
  let used = 0;
  const index = entries.findIndex((entry) => (used += length(entry)) > budget);
  return index < 0 ? entries.length : Math.max(1, index);
}

function fitServices(page: ServicePage, budget: number): ServicePage {
  const count = countFitting(page.services, serviceLength, budget);
  const last = page.services[count - 1];
  if (count === page.services.length || last === undefined) return page;
  return { ...page, services: page.services.slice(0, count), nextAfter: last.metadata.id };
}

function fitEvents(page: EventPage, which: EventQuery["which"], budget: number): EventPage {
  const isNewest = which === "newest";
  const events = isNewest ? page.events.toReversed() : page.events;
  const kept = events.slice(0, countFitting(events, eventLength, budget));
  return { ...page, events: isNewest ? kept.toReversed() : kept };
}
