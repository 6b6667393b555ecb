/** The key-value store in memory: refuses what the real one refuses, and is slow or away when told so. */
import { delay } from "../../../src/kit/delay.ts";
import type { Clock } from "../../../src/ports/clock.ts";
import type { Entry } from "../../../src/pullpiri/artifacts.ts";
import type { KeyValueStore } from "../../../src/pullpiri/peers.ts";

const REFUSED = /[<>?{}]/;
/** How long a client waits for it. */
const DEADLINE_MS = 2_000;

export class SimStore implements KeyValueStore {
  readonly values = new Map<string, string>();
  readonly writes: Entry[] = [];
  isAway = false;
  slowMs = 0;
  reads = 0;
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async getByPrefix(prefix: string, signal: AbortSignal): Promise<readonly Entry[]> {
    this.reads += 1;
    await this.#answer(signal);
    if (prefix === "" || REFUSED.test(prefix)) throw new Error("INVALID_ARGUMENT");
    return [...this.values].filter(([key]) => key.startsWith(prefix)).sort()
      .map(([key, value]) => ({ key, value }));
  }

  async put(entries: readonly Entry[], signal: AbortSignal): Promise<void> {
    await this.#answer(signal);
    for (const { key, value } of entries) {
      if (key === "" || key.length > 1_024 || REFUSED.test(key)) throw new Error("INVALID_ARGUMENT");
      this.values.set(key, value);
      this.writes.push({ key, value });
    }
  }

  async #answer(signal: AbortSignal): Promise<void> {
    if (this.slowMs > 0) await delay(this.#clock, Math.min(this.slowMs, DEADLINE_MS), signal);
    if (this.isAway || this.slowMs >= DEADLINE_MS) throw new Error("UNAVAILABLE");
  }
}
