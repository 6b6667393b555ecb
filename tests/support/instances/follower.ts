/**
 * A subscriber that follows every change from the first to the last, across restarts of its State Manager, and keeps account of
 * what came.
 *
 * I1: it resumes after the newest position that it knows. Whatever comes twice or out of order is a violation, and so is a gap, but for
 *     one: a State Manager that was killed takes with it what was only observed and told, and says so to whoever knows of it.
 */
import type { StateEvent } from "../../../src/state/event_model.ts";
import type { ServiceState } from "../../../src/state/model.ts";
import type { StateManagerClient, SubscriptionMessage } from "../../../src/client/state_manager.ts";
import type { Instance } from "./instance.ts";

const RECONNECT_MS = 50;
/** The end of what is missing is told with the snapshot that follows. */
const OPEN = 2n ** 64n;

export interface SeenEvent {
  readonly event: StateEvent;
  /** Monotonic milliseconds. */
  readonly arrivedMs: number;
}

export class Follower implements AsyncDisposable {
  /** Every event that came, in order of arrival. */
  readonly events: SeenEvent[] = [];
  /** By `namespace/name`. */
  readonly services = new Map<string, ServiceState>();
  readonly violations: string[] = [];
  readonly #manager: Instance;
  readonly #revisions = new Set<bigint>();
  readonly #missed: { readonly from: bigint; to: bigint }[] = [];
  readonly #end = new AbortController();
  readonly #done: Promise<void>;
  #cursor: bigint | undefined;
  #term: bigint | undefined;
  /** Of the stream before this one: another one = the State Manager was started again. */
  #client: StateManagerClient | undefined;
  #mayMiss = false;

  constructor(manager: Instance) {
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

  /** Whether the change came, or was announced as missing. */
  hasSeen(revision: bigint): boolean {
    return this.#revisions.has(revision) ||
      this.#missed.some(({ from, to }) => from <= revision && revision <= to);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#end.abort();
    await this.#done;
  }

  async #follow(): Promise<void> {
    const { signal } = this.#end;
    while (!signal.aborted) {
      try {
        if (this.#manager.isServing) await this.#subscribe(signal);
      } catch {
        // The State Manager has ended: the next round tries again.
      }
      if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, RECONNECT_MS));
    }
  }

  /** One stream from its begin to its end, whatever ends it. */
  async #subscribe(signal: AbortSignal): Promise<void> {
    const start = this.#cursor === undefined ? { kind: "snapshot" } as const : {
      kind: "after",
      afterRevision: this.#cursor,
      ...(this.#term === undefined ? {} : { afterTerm: this.#term }),
    } as const;
    const options = { start, heartbeatIntervalMs: 1_000, signal };
    const { client } = this.#manager;
    this.#mayMiss = this.#client !== undefined && client !== this.#client;
    this.#client = client;
    for await (const message of client.subscribe(options)) {
      this.#take(message);
      if (message.kind === "change") this.#mayMiss = false;
    }
  }

  #take(message: SubscriptionMessage): void {
    const { kind, revision, term } = message;
    if (revision > 0n) this.#term = term;
    switch (kind) {
      case "snapshot":
        this.services.set(message.service.metadata.id, message.service);
        break;
      case "snapshot-complete":
        for (const gap of this.#missed) gap.to = gap.to === OPEN ? revision : gap.to;
        if (revision < this.cursor && !this.#mayMiss) {
          this.violations.push(`snapshot of revision ${revision} after ${this.cursor} was known`);
        }
        this.#cursor = revision;
        break;
      case "change":
        this.#takeChange(message);
        this.#advance(revision, kind);
        break;
      case "gap":
        this.services.clear();
        this.#missed.push({ from: message.fromRevision, to: OPEN });
        if (this.#mayMiss) break;
        this.violations.push(`gap from ${message.fromRevision} to ${message.toRevision}: ${message.reason}`);
        break;
      case "heartbeat":
        this.#advance(revision, kind);
        break;
    }
  }

  #takeChange({ event, service }: { readonly event: StateEvent; readonly service?: ServiceState }): void {
    const { revision, resourceId } = event;
    if (revision <= this.cursor) {
      this.violations.push(`event of revision ${revision} came after ${this.cursor} was known`);
    }
    this.#revisions.add(revision);
    this.events.push({ event, arrivedMs: performance.now() });
    if (service === undefined) this.services.delete(resourceId);
    else this.services.set(resourceId, service);
  }

  /** The cursor of a message never goes back. */
  #advance(revision: bigint, what: string): void {
    if (revision < this.cursor) this.violations.push(`${what} goes back from ${this.cursor} to ${revision}`);
    else this.#cursor = revision;
  }
}
