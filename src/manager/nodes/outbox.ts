/**
 * The desired state that is still to be sent to one node: in the background, until the node has it.
 *
 * I1: at most one entry a service waits; what is sent is read at the moment of sending, so only the latest desired state is sent.
 * I2: of one service one call is on its way at a time, of all of them at most `PARALLEL`.
 * I3: an entry that was not taken waits again; after a failure nothing is sent for `RETRY_MS`.
 */
import { delay } from "../../kit/delay.ts";
import type { Clock } from "../../ports/clock.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import type { SlotLife } from "./slot_life.ts";

const PARALLEL = 4;
const RETRY_MS = 500;

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
  #isPausing = false;

  /** `unsent` comes from the slot that this one replaces. */
  constructor(deps: OutboxDeps, unsent: readonly ResourceId[]) {
    this.#deps = deps;
    this.#waiting = new Set(unsent);
  }

  /** Entries that wait or are on their way. */
  get size(): number {
    return this.#waiting.size + this.#sending.size;
  }

  /** What the node may not have yet. */
  get unsent(): readonly ResourceId[] {
    return [...this.#sending, ...this.#waiting];
  }

  /** The desired state of the service may have changed. */
  push(id: ResourceId): void {
    this.#waiting.add(id);
    this.flush();
  }

  /** Sends what may be sent now. */
  flush(): void {
    const { life, isOpen, send } = this.#deps;
    if (life.isOver || this.#isPausing || !isOpen()) return;
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
    if (!isTaken) {
      this.#waiting.add(id);
      this.#pause();
    }
    this.flush();
  }

  #pause(): void {
    const { life, clock } = this.#deps;
    if (this.#isPausing) return;
    this.#isPausing = true;
    life.run(() => delay(clock, RETRY_MS, life.signal).then(() => this.#resume()));
  }

  #resume(): void {
    this.#isPausing = false;
    this.flush();
  }
}
