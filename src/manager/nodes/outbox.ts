/**
 * The desired state that is still to be sent to one node: in the background, until the node has it.
 *
 * I1: at most one entry a service waits; what is sent is read at the moment of sending, so only the latest desired state is sent.
 * I2: of one service one call is on its way at a time, of all of them at most `PARALLEL`.
 * I3: an entry that was not taken waits for a backoff of its own; the others go on. A new desired state ends that backoff, and so does a
 *     new stream; a node that reports that it lacks the state does not.
 */
import { backoffUpperBoundMs } from "../../kit/backoff.ts";
import type { Clock, Timer } from "../../ports/clock.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import type { SlotLife } from "./slot_life.ts";

const PARALLEL = 4;
const RETRY = { baseMs: 500, capMs: 30_000, first: "delayed" } as const;

export interface OutboxDeps {
  readonly life: SlotLife;
  readonly clock: Clock;
  /** Whether the node can be reached at all; `flush` is called when that begins. */
  readonly isOpen: () => boolean;
  /** Sends the desired state of the service; resolves to whether the node has it. Never rejects. */
  readonly send: (id: ResourceId) => Promise<boolean>;
}

export class Outbox {
  readonly #deps: OutboxDeps;
  readonly #waiting: Set<ResourceId>;
  readonly #sending = new Set<ResourceId>();
  /** Entries in their backoff (I3). */
  readonly #resting = new Map<ResourceId, Timer>();
  /** How often in a row an entry was not taken. */
  readonly #failures = new Map<ResourceId, number>();

  /** `unsent` comes from the slot that this one replaces. */
  constructor(deps: OutboxDeps, unsent: readonly ResourceId[]) {
    this.#deps = deps;
    this.#waiting = new Set(unsent);
    deps.life.signal.addEventListener("abort", () => this.#endRests(), { once: true });
  }

  /** Entries that wait or are on their way. */
  get size(): number {
    return this.#waiting.size + this.#sending.size + this.#resting.size;
  }

  /** What the node may not have yet. */
  get unsent(): readonly ResourceId[] {
    return [...this.#sending, ...this.#waiting, ...this.#resting.keys()];
  }

  /** The desired state of the service may have changed. */
  push(id: ResourceId): void {
    this.#failures.delete(id);
    this.#endRest(id);
    this.#waiting.add(id);
    this.flush();
  }

  /** The node seems to lack the desired state of the service (I3). */
  remind(id: ResourceId): void {
    if (this.#resting.has(id)) return;
    this.#waiting.add(id);
    this.flush();
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

  #sent(id: ResourceId, isTaken: boolean): void {
    this.#sending.delete(id);
    if (isTaken) this.#failures.delete(id);
    else this.#rest(id);
    this.flush();
  }

  #rest(id: ResourceId): void {
    const { life, clock } = this.#deps;
    const failures = this.#failures.get(id) ?? 0;
    this.#failures.set(id, failures + 1);
    // What was pushed meanwhile may be newer, and is sent without a backoff.
    if (life.isOver || this.#waiting.has(id)) return;
    const wake = () => {
      this.#resting.delete(id);
      this.#waiting.add(id);
      this.flush();
    };
    this.#resting.set(id, clock.schedule(backoffUpperBoundMs(failures, RETRY), wake));
  }

  #endRest(id: ResourceId): void {
    this.#resting.get(id)?.cancel();
    this.#resting.delete(id);
  }

  /** What rests stays unsent: the slot that replaces this one takes it over. */
  #endRests(): void {
    for (const [id, timer] of this.#resting) {
      timer.cancel();
      this.#waiting.add(id);
    }
    this.#resting.clear();
  }
}
