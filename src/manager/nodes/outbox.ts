/**
 * The desired state that is still to be sent to one node: in the background, until the node has it.
 *
 * I1: at most one entry a service waits; what is sent is read at the moment of sending, so only the latest desired state is sent.
 * I2: of one service one call is on its way at a time, of all of them at most `PARALLEL`.
 * I3: an entry that was not taken waits for a backoff of its own; the others go on. A new desired state ends that backoff, and so does a
 *     new stream; a node that reports that it lacks the state does not.
 *     Such reminders are paced besides (`reminders.ts`): the node may take what it is sent and report the same again.
 * I4: an entry that was not taken `REPORTED_FAILURES` times in a row is reported once, and once more when it is taken. A new desired
 *     state begins a new series; a new stream goes on with it.
 */
import { backoffUpperBoundMs } from "../../kit/backoff.ts";
import type { Clock, Timer } from "../../ports/clock.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import { Reminders } from "./reminders.ts";
import type { SlotLife } from "./slot_life.ts";

const PARALLEL = 4;
const REPORTED_FAILURES = 3;
const RETRY = { baseMs: 500, capMs: 30_000, first: "delayed" } as const;

/** Whether the node has the desired state now; else why not. */
export type SendResult = { readonly kind: "taken" } | { readonly kind: "not-taken"; readonly why: string };

/** A series of failures of one entry. */
interface Series {
  readonly failures: number;
  readonly why: string;
}

export interface OutboxDeps {
  readonly life: SlotLife;
  readonly clock: Clock;
  /** Whether the node can be reached at all; `flush` is called when that begins. */
  readonly isOpen: () => boolean;
  /** Sends the desired state of the service. Never rejects. */
  readonly send: (id: ResourceId) => Promise<SendResult>;
  /** I4; `why` not set = it is taken now. */
  readonly onReported: (id: ResourceId, why: string | undefined) => void;
}

export class Outbox {
  readonly #deps: OutboxDeps;
  readonly #waiting: Set<ResourceId>;
  readonly #sending = new Set<ResourceId>();
  /** Entries in their backoff (I3). */
  readonly #resting = new Map<ResourceId, Timer>();
  /** How often in a row an entry was not taken, and why. */
  readonly #series = new Map<ResourceId, Series>();
  readonly #reminders: Reminders;
  #failures = 0;

  /** `unsent` comes from the slot that this one replaces. */
  constructor(deps: OutboxDeps, unsent: readonly ResourceId[]) {
    this.#deps = deps;
    this.#waiting = new Set(unsent);
    this.#reminders = new Reminders(deps.clock, (id) => this.#enqueue(id));
    deps.life.signal.addEventListener("abort", () => this.#end(), { once: true });
  }

  /** Entries that wait or are on their way. */
  get size(): number {
    return this.#waiting.size + this.#sending.size + this.#resting.size;
  }

  /** What the node may not have yet. */
  get unsent(): readonly ResourceId[] {
    return [...this.#sending, ...this.#waiting, ...this.#resting.keys()];
  }

  /** Calls so far that did not make the node take a desired state. */
  get failures(): number {
    return this.#failures;
  }

  /** Services whose desired state the node does not take (I4). */
  get refused(): number {
    let refused = 0;
    for (const { failures } of this.#series.values()) if (failures >= REPORTED_FAILURES) refused += 1;
    return refused;
  }

  /** Why the node does not take the desired state of the service; undefined = it does, or it is too early to say (I4). */
  refusal(id: ResourceId): string | undefined {
    const series = this.#series.get(id);
    return series !== undefined && series.failures >= REPORTED_FAILURES ? series.why : undefined;
  }

  /** The desired state of the service may have changed. */
  push(id: ResourceId): void {
    this.#series.delete(id);
    this.renew(id);
  }

  /** The node begins anew: it is sent the desired state without a backoff (I3). */
  renew(id: ResourceId): void {
    this.#endRest(id);
    this.#reminders.forget(id);
    this.#enqueue(id);
  }

  /** The node seems to lack the desired state of the service (I3). */
  remind(id: ResourceId): void {
    if (!this.#resting.has(id)) this.#reminders.remind(id);
  }

  /** Sends what may be sent now. */
  flush(): void {
    const { life, isOpen, send } = this.#deps;
    if (life.isOver || !isOpen()) return;
    for (const id of this.#waiting) {
      if (this.#sending.size >= PARALLEL) return;
      if (this.#sending.has(id)) continue;
      this.#waiting.delete(id);
      this.#sending.add(id);
      life.run(() => send(id).then((isTaken) => this.#sent(id, isTaken)));
    }
  }

  #enqueue(id: ResourceId): void {
    this.#waiting.add(id);
    this.flush();
  }

  #sent(id: ResourceId, result: SendResult): void {
    this.#sending.delete(id);
    if (result.kind === "taken") this.#taken(id);
    else this.#rest(id, result.why);
    this.flush();
  }

  #taken(id: ResourceId): void {
    const wasReported = this.refusal(id) !== undefined;
    this.#series.delete(id);
    if (wasReported) this.#deps.onReported(id, undefined);
  }

  #rest(id: ResourceId, why: string): void {
    const { life, clock, onReported } = this.#deps;
    this.#failures += 1;
    // What was pushed meanwhile may be newer, and is sent without a backoff.
    if (life.isOver || this.#waiting.has(id)) return;
    const before = this.#series.get(id)?.failures ?? 0;
    this.#series.set(id, { failures: before + 1, why });
    const wake = () => {
      this.#resting.delete(id);
      this.#enqueue(id);
    };
    this.#resting.set(id, clock.schedule(backoffUpperBoundMs(before, RETRY), wake));
    if (before + 1 === REPORTED_FAILURES) onReported(id, why);
  }

  #endRest(id: ResourceId): void {
    this.#resting.get(id)?.cancel();
    this.#resting.delete(id);
  }

  /** What rests stays unsent: the slot that replaces this one takes it over. */
  #end(): void {
    this.#reminders.end();
    for (const [id, timer] of this.#resting) {
      timer.cancel();
      this.#waiting.add(id);
    }
    this.#resting.clear();
  }
}
