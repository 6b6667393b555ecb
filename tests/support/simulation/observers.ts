/** All observers of a run as one, in order. */
import type { Ending, Observer, Run } from "./observer.ts";

export class Observers implements Required<Observer> {
  readonly #all: readonly Observer[];

  constructor(all: readonly Observer[]) {
    this.#all = all;
  }

  started(run: Run): void {
    for (const one of this.#all) one.started?.(run);
  }

  acting(run: Run): void {
    for (const one of this.#all) one.acting?.(run);
  }

  committed(...args: Parameters<Required<Observer>["committed"]>): void {
    for (const one of this.#all) one.committed?.(...args);
  }

  sent(...args: Parameters<Required<Observer>["sent"]>): void {
    for (const one of this.#all) one.sent?.(...args);
  }

  answered(...args: Parameters<Required<Observer>["answered"]>): void {
    for (const one of this.#all) one.answered?.(...args);
  }

  executed(...args: Parameters<Required<Observer>["executed"]>): void {
    for (const one of this.#all) one.executed?.(...args);
  }

  arrived(...args: Parameters<Required<Observer>["arrived"]>): void {
    for (const one of this.#all) one.arrived?.(...args);
  }

  asked(...args: Parameters<Required<Observer>["asked"]>): void {
    for (const one of this.#all) one.asked?.(...args);
  }

  alerted(...args: Parameters<Required<Observer>["alerted"]>): void {
    for (const one of this.#all) one.alerted?.(...args);
  }

  ended(run: Run, how: Ending): void {
    for (const one of this.#all) one.ended?.(run, how);
  }

  acknowledged(...args: Parameters<Required<Observer>["acknowledged"]>): void {
    for (const one of this.#all) one.acknowledged?.(...args);
  }

  stepped(): void {
    for (const one of this.#all) one.stepped?.();
  }

  settled(): void {
    for (const one of this.#all) one.settled?.();
  }
}
