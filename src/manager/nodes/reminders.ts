/**
 * Paces reminders: a node that goes on reporting that it lacks a desired state is sent it again, less and less often.
 *
 * I1: the first reminder of a service passes at once. Those that follow are one reminder, at the end of a backoff that grows with each;
 *     a service of which none came meanwhile is forgotten.
 * I2: at most MAX_PACED services are remembered, the newest.
 */
import { backoffUpperBoundMs } from "../../kit/backoff.ts";
import type { Clock, Timer } from "../../ports/clock.ts";
import type { ResourceId } from "../../state/resource_id.ts";

/** I2. */
const MAX_PACED = 10_000;
const BACKOFF = { baseMs: 500, capMs: 10_000, first: "delayed" } as const;

interface Paced {
  readonly timer: Timer;
  /** Another reminder came. */
  isDue: boolean;
}

export class Reminders {
  readonly #clock: Pick<Clock, "schedule">;
  readonly #send: (id: ResourceId) => void;
  readonly #paced = new Map<ResourceId, Paced>();
  #isEnded = false;

  constructor(clock: Pick<Clock, "schedule">, send: (id: ResourceId) => void) {
    this.#clock = clock;
    this.#send = send;
  }

  remind(id: ResourceId): void {
    if (this.#isEnded) return;
    const paced = this.#paced.get(id);
    if (paced === undefined) this.#pass(id, 0);
    else paced.isDue = true;
  }

  /** What it lacks is another desired state now, or may be: the next reminder passes at once. */
  forget(id: ResourceId): void {
    this.#paced.get(id)?.timer.cancel();
    this.#paced.delete(id);
  }

  /** Nothing is sent any more. */
  end(): void {
    this.#isEnded = true;
    for (const { timer } of this.#paced.values()) timer.cancel();
    this.#paced.clear();
  }

  #pass(id: ResourceId, passedBefore: number): void {
    const timer = this.#clock.schedule(backoffUpperBoundMs(passedBefore, BACKOFF), () => {
      const isDue = this.#paced.get(id)?.isDue === true;
      this.#paced.delete(id);
      if (isDue) this.#pass(id, passedBefore + 1);
    });
    const [oldest] = this.#paced.size >= MAX_PACED ? this.#paced.keys() : [];
    if (oldest !== undefined) this.forget(oldest);
    this.#paced.set(id, { timer, isDue: false });
    this.#send(id);
  }
}
