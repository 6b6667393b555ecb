/** The simulated world without faults, for tests that bring their own: one or more whole managers that share an etcd. */
import type { SharedState, SharedStateSettings } from "../../../src/etcd/share/shared_state.ts";
import type { Leadership } from "../../../src/manager/serve/api.ts";
import type { StateManager } from "../../../src/manager.ts";
import type { StateAlert } from "../../../src/state/alert.ts";
import { DEFAULT_SPEC, type ServiceSpec, type ServiceState } from "../../../src/state/model.ts";
import { parseResourceId, type ResourceId } from "../../../src/state/resource_id.ts";
import type { ModelClient } from "../etcd/model.ts";
import type { MemoryLog } from "../memory_log.ts";
import type { SimDisk } from "../simulation/disk.ts";
import type { SimInstance } from "../simulation/sim_instance.ts";
import { SHARED_SETTINGS, World } from "../simulation/world.ts";
import { SETTINGS } from "./rig.ts";

/** An action as it left an instance. */
export interface Sent {
  readonly instance: string;
  readonly term: bigint;
  readonly id: string;
  readonly atMs: number;
}

export class SharedRig implements AsyncDisposable {
  readonly sent: Sent[] = [];
  readonly alerts: StateAlert[] = [];
  readonly instances: readonly Instance[];
  readonly #world: World;

  constructor(options: {
    readonly instances?: readonly string[];
    readonly seed?: number;
    readonly settings?: Partial<SharedStateSettings>;
  } = {}) {
    const { instances = ["one"], seed = 1, settings } = options;
    const shared = { ...SHARED_SETTINGS, isHa: instances.length > 1, ...settings };
    this.#world = new World(
      { seed, instances, nodes: ["front", "rear"], settings: SETTINGS, shared },
      ({ clock }) => [{
        alerted: (_run, alert) => void this.alerts.push(alert),
        sent: ({ instance, manager }, { id }) =>
          void this.sent.push({ instance, term: manager.term(), id, atMs: clock.monotonicMs() }),
      }],
    );
    this.instances = this.#world.instances.map((instance) => new Instance(instance, this.#world));
  }

  get clock(): World["clock"] {
    return this.#world.clock;
  }

  get etcd(): World["etcd"] {
    return this.#world.etcd;
  }

  get keys(): World["keys"] {
    return this.#world.keys;
  }

  get nodes(): World["nodes"] {
    return this.#world.nodes;
  }

  get controller(): World["controller"] {
    return this.#world.controller;
  }

  instance(name: string): Instance {
    const found = this.instances.find((candidate) => candidate.name === name);
    if (found === undefined) throw new Error(`no instance ${name}`);
    return found;
  }

  /** The only instance. */
  get one(): Instance {
    return this.instance("one");
  }

  get leader(): Instance | undefined {
    return this.instances.find((instance) => instance.isLeading);
  }

  async untilLed(limitMs = 20_000): Promise<Instance> {
    await this.clock.until(() => this.leader !== undefined, limitMs, "an instance that leads");
    const { leader } = this;
    if (leader === undefined) throw new Error("nobody leads");
    return leader;
  }

  [Symbol.asyncDispose](): Promise<void> {
    for (const instance of this.#world.instances) instance.end("kill");
    return this.clock.settle();
  }
}

/** One State Manager: its journal outlives it. */
export class Instance {
  readonly #instance: SimInstance;
  readonly #world: World;

  constructor(instance: SimInstance, world: World) {
    this.#instance = instance;
    this.#world = world;
  }

  get name(): string {
    return this.#instance.name;
  }

  get log(): MemoryLog {
    return this.#instance.log;
  }

  get store(): SimDisk {
    return this.#instance.disk;
  }

  get registered(): ReadonlyMap<string, string> {
    return this.#instance.registered;
  }

  get manager(): StateManager {
    return this.#running.manager;
  }

  get shared(): SharedState {
    return required(this.#running.shared);
  }

  get client(): ModelClient {
    return required(this.#running.client);
  }

  get leadership(): Leadership {
    return this.manager.status();
  }

  get isLeading(): boolean {
    return this.#instance.run?.shared?.isLeading() === true;
  }

  get #running() {
    return required(this.#instance.run);
  }

  /** One that is alone acts when this resolves. */
  async start(): Promise<void> {
    this.#instance.start();
    const run = this.#running;
    if (this.#world.mode === "ha") return await this.#world.clock.settle();
    await this.#world.clock.until(() => run.isActing, 2_000, "the comparison with etcd");
  }

  /** Dies as by kill -9: nothing is said to etcd, the journal stays as it is. */
  kill(): Promise<void> {
    this.#instance.end("kill");
    return this.#world.clock.settle();
  }

  /** The computer loses its power: the journal is as it was synced last. */
  cutPower(): Promise<void> {
    this.#instance.end("power-cut");
    return this.#world.clock.settle();
  }

  async apply(name: string, spec: Partial<ServiceSpec> = {}): Promise<ResourceId> {
    const resourceId = parseResourceId(name);
    const full = { ...DEFAULT_SPEC, version: "v1", ...spec };
    const change = { resourceId, spec: full, labels: {}, expectedGeneration: 0n, reason: "test" };
    const outcome: { isDone: boolean; error?: unknown } = { isDone: false };
    const end = (error?: unknown) => Object.assign(outcome, { isDone: true, error });
    void this.manager.updateState(change).then(() => end(), end);
    await this.#world.clock.until(() => outcome.isDone, 10_000, `${name} to be stored`);
    if (outcome.error !== undefined) throw outcome.error;
    return resourceId;
  }

  find(id: ResourceId): ServiceState | undefined {
    return this.manager.record(id)?.service;
  }

  state(id: ResourceId): string {
    return this.find(id)?.status.state ?? "removed";
  }

  async untilState(id: ResourceId, state: string, limitMs = 20_000): Promise<void> {
    await this.#world.clock.until(() => this.state(id) === state, limitMs, `${id} to be ${state}`);
  }
}

function required<T>(part: T | undefined): T {
  if (part === undefined) throw new Error("the instance does not run");
  return part;
}
