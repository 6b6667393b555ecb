/** Notices that processes which are nobody's child here are gone: each is looked for every 40 ms, which costs 2 us. */
import type { Scheduler, Timer } from "../../kit/delay.ts";
import { isThere } from "./proc.ts";

const LOOK_MS = 40;

export class GoneWatch implements Disposable {
  readonly #timers: Scheduler;
  readonly #watched = new Map<string, { readonly pid: number; readonly onGone: () => void }>();
  #timer: Timer | undefined;

  constructor(timers: Scheduler) {
    this.#timers = timers;
  }

  /** Calls back once, when no process has this pid. */
  watch(instanceId: string, pid: number, onGone: () => void): void {
    this.#watched.set(instanceId, { pid, onGone });
    this.#timer ??= this.#timers.schedule(LOOK_MS, () => this.#look());
  }

  leave(instanceId: string): void {
    this.#watched.delete(instanceId);
  }

  [Symbol.dispose](): void {
    this.#watched.clear();
    this.#timer?.cancel();
  }

  #look(): void {
    for (const [instanceId, { pid, onGone }] of [...this.#watched]) {
      if (isThere(pid)) continue;
      this.#watched.delete(instanceId);
      onGone();
    }
    this.#timer = this.#watched.size === 0 ? undefined : this.#timers.schedule(LOOK_MS, () => this.#look());
  }
}
