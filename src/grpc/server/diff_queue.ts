/** What waits for one subscriber of a node: the newest diff of each service, oldest first. */
import { delay } from "../../kit/delay.ts";
import type { Clock } from "../../ports/clock.ts";
import type { StateDiff } from "../../state/diff.ts";
import type { ResourceId } from "../../state/resource_id.ts";

export class DiffQueue {
  readonly #waiting = new Map<ResourceId, StateDiff>();
  #wake: (() => void) | undefined;

  /** A newer diff takes the place of an older one that was not read yet. */
  push(diff: StateDiff): void {
    this.#waiting.set(diff.resourceId, diff);
    this.#wake?.();
  }

  /** The next one; undefined = there was none for `limitMs`, or the signal aborted. */
  async next(clock: Clock, limitMs: number, signal: AbortSignal): Promise<StateDiff | undefined> {
    if (this.#waiting.size === 0) {
      const over = new AbortController();
      this.#wake = () => over.abort();
      await delay(clock, limitMs, AbortSignal.any([signal, over.signal]));
      this.#wake = undefined;
    }
    for (const [id, diff] of this.#waiting) {
      this.#waiting.delete(id);
      return diff;
    }
    return undefined;
  }
}
