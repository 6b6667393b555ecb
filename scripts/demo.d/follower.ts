/**
 * The demo's subscriber: follows every change from the first to the last, across restarts of the State Manager, and keeps
 * account of what came.
 *
 * I1: it resumes after the newest revision that it knows. Whatever comes twice, out of order or as a gap is a violation.
 */
import type { ServiceState__Output } from "../../src/grpc/gen/piccolo/common/v1/ServiceState.ts";
import type { StateEvent__Output } from "../../src/grpc/gen/piccolo/common/v1/StateEvent.ts";
import type { StateChangeEvent__Output } from "../../src/grpc/gen/piccolo/statemanager/v1/StateChangeEvent.ts";
import type { StateSubscriptionRequest } from "../../src/grpc/gen/piccolo/statemanager/v1/StateSubscriptionRequest.ts";
import type { StateManager } from "./state_manager.ts";

const RECONNECT_MS = 50;

export interface SeenEvent {
  readonly event: StateEvent__Output;
  /** `namespace/name` */
  readonly resource: string;
  /** Monotonic milliseconds. */
  readonly arrivedMs: number;
}

export class Follower implements AsyncDisposable {
  /** Every event that came, in order of arrival. */
  readonly events: SeenEvent[] = [];
  readonly services = new Map<string, ServiceState__Output>();
  readonly violations: string[] = [];
  /** Called after each message that says something new. */
  onChange: () => void = () => {};
  readonly #manager: StateManager;
  readonly #revisions = new Set<string>();
  readonly #done: Promise<void>;
  #cursor: bigint | undefined;
  #cancel: () => void = () => {};
  #isEnding = false;

  constructor(manager: StateManager) {
    this.#manager = manager;
    this.#done = this.#follow();
  }

  /** Whether the snapshot has come: from then on every change is seen. */
  get isInStep(): boolean {
    return this.#cursor !== undefined;
  }

  get cursor(): bigint {
    return this.#cursor ?? 0n;
  }

  hasSeen(revision: string): boolean {
    return this.#revisions.has(revision);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isEnding = true;
    this.#cancel();
    await this.#done;
  }

  async #follow(): Promise<void> {
    while (!this.#isEnding) {
      if (this.#manager.isRunning) await this.#subscribe();
      if (!this.#isEnding) await new Promise((resolve) => setTimeout(resolve, RECONNECT_MS));
    }
  }

  /** One stream from its begin to its end, whatever ends it. */
  async #subscribe(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const start: StateSubscriptionRequest = this.#cursor === undefined
      ? { snapshot: {} }
      : { afterRevision: String(this.#cursor) };
    try {
      const call = this.#manager.client.subscribeToStateChanges({ ...start, heartbeatIntervalMs: 1_000 });
      this.#cancel = () => call.cancel();
      call.on("data", (message: StateChangeEvent__Output) => this.#take(message));
      call.on("error", () => resolve());
      call.on("end", () => resolve());
    } catch {
      // Between two lives of the manager there is no client: the next round tries again.
      resolve();
    }
    await promise;
  }

  #take(message: StateChangeEvent__Output): void {
    const revision = BigInt(message.revision);
    switch (message.payload) {
      case "snapshot":
        if (message.snapshot) this.#keep(message.snapshot);
        break;
      case "snapshotComplete":
        if (this.#cursor !== undefined && revision < this.#cursor) {
          this.violations.push(`snapshot of revision ${revision} after ${this.#cursor} was known`);
        }
        this.#cursor = revision;
        break;
      case "change":
        this.#takeChange(message);
        break;
      case "gap":
        this.violations.push(
          `gap from ${message.gap?.fromRevision} to ${message.gap?.toRevision}: ${message.gap?.reason}`,
        );
        break;
      case "heartbeat":
        this.#advance(revision, "heartbeat");
        break;
      default:
        this.violations.push("message without payload");
    }
    this.onChange();
  }

  #takeChange({ change, revision: cursor }: StateChangeEvent__Output): void {
    const event = change?.event;
    if (!event) {
      this.violations.push(`change of revision ${cursor} without event`);
      return;
    }
    const revision = BigInt(event.revision);
    if (revision <= this.cursor) {
      this.violations.push(`event of revision ${revision} came after ${this.cursor} was known`);
    }
    const resource = `${event.resourceId?.namespace}/${event.resourceId?.name}`;
    this.#revisions.add(event.revision);
    this.events.push({ event, resource, arrivedMs: performance.now() });
    if (change?.service) this.#keep(change.service);
    else this.services.delete(resource);
    this.#advance(BigInt(cursor), "change");
  }

  /** The cursor of a message never goes back. */
  #advance(revision: bigint, what: string): void {
    if (revision < this.cursor) this.violations.push(`${what} goes back from ${this.cursor} to ${revision}`);
    else this.#cursor = revision;
  }

  #keep(service: ServiceState__Output): void {
    const id = service.metadata?.id;
    if (id) this.services.set(`${id.namespace}/${id.name}`, service);
  }
}
