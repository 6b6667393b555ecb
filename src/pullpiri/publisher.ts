/**
 * Writes the words for scenarios, packages and models under their keys.
 *
 * I1: only what changed is written, and at a start what differs from the store.
 * I2: what could not be written is written again until it is; of each key only the newest word counts.
 */
import { delay } from "../kit/delay.ts";
import { messageOf } from "../kit/errors.ts";
import type { Buffered, BufferLevel } from "../kit/buffer_level.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { Entry } from "./artifacts.ts";
import type { KeyValueStore } from "./peers.ts";

export interface PublisherDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly store: KeyValueStore;
  /** Keys that are remembered; what does not fit is not written. */
  readonly maxKeys: number;
}

const RETRY_MS = 1_000;
/** Pairs in one call. */
const BATCH = 128;

export class Publisher implements Buffered {
  readonly #deps: PublisherDeps;
  readonly #wanted = new Map<string, string>();
  readonly #written = new Map<string, string>();
  readonly #dirty = new Set<string>();
  #wake: () => void = () => {};
  #refused = 0;
  #isFailing = false;

  constructor(deps: PublisherDeps) {
    this.#deps = deps;
  }

  buffers(): readonly BufferLevel[] {
    return [{
      name: "pullpiri_keys",
      unit: "entries",
      capacity: this.#deps.maxKeys,
      overflow: "refuse",
      used: this.#wanted.size,
      overflows: this.#refused,
    }];
  }

  /** What the store holds already. */
  found(entries: readonly Entry[]): void {
    for (const { key, value } of entries) {
      this.#written.set(key, value);
      if (this.#wanted.get(key) === value) this.#dirty.delete(key);
    }
  }

  /** The value that a key is to have. */
  want(key: string, value: string): void {
    if (this.#wanted.get(key) === value) return;
    if (!this.#wanted.has(key) && this.#wanted.size >= this.#deps.maxKeys) {
      this.#refused += 1;
      return;
    }
    this.#wanted.set(key, value);
    if (this.#written.get(key) === value) this.#dirty.delete(key);
    else this.#dirty.add(key);
    this.#wake();
  }

  /** What is wanted, or else what the store holds. */
  value(key: string): string | undefined {
    return this.#wanted.get(key) ?? this.#written.get(key);
  }

  /** Writes until the signal aborts. Never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    const { clock } = this.#deps;
    while (!signal.aborted) {
      if (this.#dirty.size === 0) await this.#changed(signal);
      else if (!await this.#write(signal)) await delay(clock, RETRY_MS, signal);
    }
  }

  async #changed(signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wake = resolve;
    const end = () => resolve();
    signal.addEventListener("abort", end, { once: true });
    await promise;
    signal.removeEventListener("abort", end);
  }

  /** I2. */
  async #write(signal: AbortSignal): Promise<boolean> {
    const { store, log } = this.#deps;
    const entries = [...this.#dirty].slice(0, BATCH).map((key) => ({
      key,
      value: this.#wanted.get(key) ?? "",
    }));
    try {
      await store.put(entries, signal);
    } catch (error) {
      if (signal.aborted) return false;
      if (!this.#isFailing) {
        log.warn("Cannot write states into Pullpiri's store; it is tried again", { error: messageOf(error) });
      }
      this.#isFailing = true;
      return false;
    }
    if (this.#isFailing) log.info("States are written into Pullpiri's store again");
    this.#isFailing = false;
    for (const { key, value } of entries) {
      this.#written.set(key, value);
      if (this.#wanted.get(key) === value) this.#dirty.delete(key);
    }
    return true;
  }
}
