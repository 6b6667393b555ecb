/** A driver without a system: instances are entries of a map that a test changes at will, and that outlive a node. */
import type {
  Driver,
  DriverFailure,
  DriverListener,
  DriverResult,
  Instance,
  InstanceEnd,
  InstanceState,
  StartRequest,
} from "../../../src/node/driver.ts";
import { failed, succeeded } from "../../../src/node/driver.ts";
import { untilAborted } from "../../../src/kit/delay.ts";

/** What runs, whoever watches it. */
export class FakeSystem {
  readonly instances = new Map<string, Instance>();
  /** Every start and stop that was carried out, in order: `start 0 1.0`, `stop 0`. */
  readonly calls: string[] = [];
  /** What the next starts end with; the runtime's own failures. */
  startFailure: DriverFailure | undefined;
  /** What `check` says of a workload. */
  obstacle: DriverFailure | undefined;
  /** Awaited in the middle of a start. */
  duringStart: (() => Promise<void>) | undefined;
  driver: FakeDriver | undefined;
  #clock = 0;

  start({ labels }: StartRequest): Instance {
    this.calls.push(`start ${labels.replica} ${labels.version}`);
    this.#clock += 1;
    const instance: Instance = {
      labels,
      state: { kind: "running", pid: this.#clock },
      health: "healthy",
      wasHealthy: true,
      startedAtMs: this.#clock,
      message: "",
    };
    this.instances.set(labels.instanceId, instance);
    return instance;
  }

  /** Changes the one instance of a replica, as the system would. */
  change(replica: number, change: Partial<Omit<Instance, "labels">>): void {
    const found = [...this.instances.values()].find(({ labels }) => labels.replica === replica);
    if (found === undefined) throw new Error(`there is no replica ${replica}`);
    const instance = { ...found, ...change };
    this.instances.set(instance.labels.instanceId, instance);
    this.driver?.listener?.onInstance(instance);
  }

  end(replica: number, end: Partial<InstanceEnd> = { signal: 9 }): void {
    const state: InstanceState = { kind: "ended", end: { isResourceExhausted: false, message: "", ...end } };
    this.change(replica, { state });
  }
}

export class FakeDriver implements Driver {
  readonly kind = "process";
  listener: DriverListener | undefined;
  readonly #system: FakeSystem;

  constructor(system: FakeSystem) {
    this.#system = system;
    system.driver = this;
  }

  async watch(listener: DriverListener, signal: AbortSignal): Promise<void> {
    this.listener = listener;
    listener.onPresent([...this.#system.instances.values()]);
    await untilAborted(signal);
    this.listener = undefined;
  }

  list(): Promise<DriverResult<readonly Instance[]>> {
    return Promise.resolve(succeeded([...this.#system.instances.values()]));
  }

  inspect(instanceId: string): Promise<DriverResult<Instance>> {
    const instance = this.#system.instances.get(instanceId);
    return Promise.resolve(instance === undefined ? failed("not-found", instanceId) : succeeded(instance));
  }

  async start(request: StartRequest): Promise<DriverResult<Instance>> {
    const known = this.#system.instances.get(request.labels.instanceId);
    if (known !== undefined) return succeeded(known);
    await this.#system.duringStart?.();
    const { startFailure } = this.#system;
    if (startFailure !== undefined) return { ok: false, failure: startFailure };
    const instance = this.#system.start(request);
    this.listener?.onInstance(instance);
    return succeeded(instance);
  }

  stop(instanceId: string): Promise<DriverResult<InstanceEnd | undefined>> {
    const known = this.#system.instances.get(instanceId);
    if (known === undefined) return Promise.resolve(succeeded(undefined));
    this.#system.calls.push(`stop ${known.labels.replica}`);
    this.#system.instances.delete(instanceId);
    this.listener?.onRemoved(instanceId);
    return Promise.resolve(succeeded({ isResourceExhausted: false, message: "" }));
  }

  signal(): Promise<DriverResult<undefined>> {
    return Promise.resolve(succeeded(undefined));
  }

  check(): Promise<DriverFailure | undefined> {
    return Promise.resolve(this.#system.obstacle);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve();
  }
}
