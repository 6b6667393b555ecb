/** What a driver tells, kept and waited for: a listener for tests. */
import { Deadline } from "../../../src/kit/deadline.ts";
import { SystemClock } from "../../../src/platform/process/clock.ts";
import type { Driver, DriverFailure, DriverListener, Instance } from "../../../src/node/driver.ts";

export type Told =
  | { readonly kind: "present"; readonly instances: readonly Instance[] }
  | { readonly kind: "instance"; readonly instance: Instance }
  | { readonly kind: "removed"; readonly instanceId: string }
  | { readonly kind: "away"; readonly failure: DriverFailure };

export class Heard implements DriverListener, AsyncDisposable {
  readonly told: (Told & { readonly atMs: number })[] = [];
  /** What is there now, as far as was told. */
  readonly instances = new Map<string, Instance>();
  readonly #ending = new AbortController();
  readonly #done: Promise<void>;
  #wake: () => void = () => {};

  constructor(driver: Driver) {
    this.#done = driver.watch(this, this.#ending.signal);
  }

  onPresent(instances: readonly Instance[]): void {
    this.instances.clear();
    for (const instance of instances) this.instances.set(instance.labels.instanceId, instance);
    this.#keep({ kind: "present", instances });
  }

  onInstance(instance: Instance): void {
    this.instances.set(instance.labels.instanceId, instance);
    this.#keep({ kind: "instance", instance });
  }

  onRemoved(instanceId: string): void {
    this.instances.delete(instanceId);
    this.#keep({ kind: "removed", instanceId });
  }

  onAway(failure: DriverFailure): void {
    this.#keep({ kind: "away", failure });
  }

  /** The first that is told and fits, from the mark on. */
  async until<T>(
    what: string,
    find: (told: readonly (Told & { readonly atMs: number })[]) => T | undefined | false,
    { from = 0 } = {},
  ): Promise<T> {
    using deadline = new Deadline(new SystemClock(), 30_000);
    while (true) {
      const found = find(this.told.slice(from));
      if (found !== undefined && found !== false) return found;
      if (deadline.hasPassed) {
        throw new Error(`${what}: was not told; told was ${JSON.stringify(this.told.slice(-5))}`);
      }
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      await deadline.race(promise);
    }
  }

  async untilPresent(from = 0): Promise<readonly Instance[]> {
    return await this.until("everything", (told) => told.find((one) => one.kind === "present")?.instances, {
      from,
    });
  }

  /** Resolves when the instance is known so. */
  async untilInstance(
    instanceId: string,
    isIt: (instance: Instance) => boolean,
    what = "a state",
  ): Promise<Instance> {
    return await this.until(`${what} of ${instanceId}`, () => {
      const instance = this.instances.get(instanceId);
      return instance !== undefined && isIt(instance) ? instance : undefined;
    });
  }

  #keep(told: Told): void {
    this.told.push({ ...told, atMs: performance.now() });
    this.#wake();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ending.abort();
    await this.#done;
  }
}
