/** A whole manager with everything around it in memory, under a virtual clock. */
import type { SpecChange } from "../../../src/manager/serve/api.ts";
import type { ManagerSettings } from "../../../src/manager/core/settings.ts";
import { type Manager, StateManager, type StateManagerOptions } from "../../../src/manager.ts";
import type { StateAlert } from "../../../src/state/alert.ts";
import { DEFAULT_SPEC, type ServiceSpec, type ServiceState } from "../../../src/state/model.ts";
import { parseResourceId, type ResourceId } from "../../../src/state/resource_id.ts";
import { MemoryLog } from "../memory_log.ts";
import { FakeController } from "./fake_controller.ts";
import { FakeNode } from "./fake_node.ts";
import { MemoryStore } from "./memory_store.ts";
import { VirtualClock } from "./virtual_clock.ts";

export const SETTINGS: ManagerSettings = {
  maxServices: 1_000,
  queueCapacity: 1_000,
  trackerChanges: 64,
  parallel: 32,
  parallelPerNode: 16,
  agingMs: 1_000,
  resyncMs: 60_000,
  verifyTimeoutMs: 2_000,
  actionDeadlineMs: 1_000,
  actionAttempts: 3,
  pendingMs: 10_000,
  initializingMs: 5_000,
  terminatingMs: 5_000,
  unreachableAfterMs: 1_000,
  lostAfterMs: 3_000,
  knownGoodAfterMs: 500,
  healthyAfterMs: 30_000,
  backoff: { baseMs: 100, capMs: 5_000 },
  strategies: {},
  startBurst: 100,
  startsPerSecond: 100,
  reactionCriticalMs: 100,
  reactionQmMs: 1_000,
  recoveryCriticalMs: 10_000,
  recoveryQmMs: 60_000,
  flap: { suppressFrom: 8, reuseBelow: 2, halfLifeMs: 20_000, maxDampedMs: 60_000 },
  faults: { confirmAfter: 2, clearAfterCycles: 3 },
  deadlineMs: 0,
  fallback: "Isolate",
  safeStateAfterMs: 60_000,
  metricsIntervalMs: 10_000,
};

/** A reproducible sequence in [0, 1). */
export function seededRandom(seed: number): { next(): number } {
  let state = seed >>> 0;
  return {
    next: () => {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
    },
  };
}

export interface RigOptions {
  readonly nodes?: readonly string[];
  readonly settings?: Partial<ManagerSettings>;
  readonly seed?: number;
}

/** Makes the manager of the next run; default: a plain one. */
export type NewManager = (options: StateManagerOptions) => Manager;

export class Rig implements AsyncDisposable {
  readonly clock: VirtualClock;
  readonly log = new MemoryLog();
  readonly alerts: StateAlert[] = [];
  readonly nodes: Map<string, FakeNode>;
  readonly controller: FakeController;
  store = new MemoryStore();
  readonly #settings: ManagerSettings;
  readonly #random: { next(): number };
  readonly #newManager: NewManager;
  #runs = 0;
  #manager: Manager;

  constructor(
    options: RigOptions = {},
    { clock = new VirtualClock(), newManager = (parts) => new StateManager(parts) }: {
      readonly clock?: VirtualClock;
      readonly newManager?: NewManager;
    } = {},
  ) {
    this.clock = clock;
    this.#newManager = newManager;
    const names = options.nodes ?? ["front", "rear"];
    this.nodes = new Map(names.map((name) => [name, new FakeNode(name, this.clock)]));
    this.controller = new FakeController(this.nodes, this.clock);
    this.#settings = { ...SETTINGS, ...options.settings };
    this.#random = seededRandom(options.seed ?? 1);
    this.#manager = this.#nextManager();
  }

  get manager(): Manager {
    return this.#manager;
  }

  node(name: string): FakeNode {
    const node = this.nodes.get(name);
    if (node === undefined) throw new Error(`no node ${name}`);
    return node;
  }

  /** A node that nobody knew before. */
  registerNode(name: string): void {
    const node = new FakeNode(name, this.clock);
    this.nodes.set(name, node);
    this.#manager.registerNode(node);
  }

  start(): void {
    this.#manager.initialize();
    this.#manager.startReconciliation();
  }

  /** The manager dies as by kill -9 (nothing is flushed or said), and another one starts from the same store. */
  async crashAndRestart(): Promise<void> {
    // What the dying one still does reaches a journal that nobody reads again.
    this.store = this.store.copy();
    await this.#stop();
    this.#manager = this.#nextManager();
    this.start();
  }

  async apply(
    name: string,
    spec: Partial<ServiceSpec> = {},
    change: Partial<SpecChange> = {},
  ): Promise<ResourceId> {
    const resourceId = parseResourceId(name);
    await this.#manager.updateState({
      resourceId,
      spec: { ...DEFAULT_SPEC, version: "v1", ...spec },
      labels: {},
      expectedGeneration: 0n,
      reason: "test",
      ...change,
    });
    return resourceId;
  }

  async delete(id: ResourceId): Promise<void> {
    await this.#manager.updateState({ resourceId: id, labels: {}, expectedGeneration: 0n, reason: "test" });
  }

  service(id: ResourceId): ServiceState {
    const service = this.find(id);
    if (service === undefined) throw new Error(`${id} does not exist`);
    return service;
  }

  find(id: ResourceId): ServiceState | undefined {
    return this.#manager.record(id)?.service;
  }

  state(id: ResourceId): string {
    return this.find(id)?.status.state ?? "removed";
  }

  async untilState(id: ResourceId, state: string, limitMs = 20_000): Promise<void> {
    try {
      await this.clock.until(() => this.state(id) === state, limitMs);
    } catch (cause) {
      const service = this.find(id);
      const why = JSON.stringify({ status: service?.status, log: this.log.lines.slice(-5) }, bigintText);
      throw new Error(`${id} is ${this.state(id)}, not ${state}: ${why}`, { cause });
    }
  }

  /** Kinds of the actions that were really executed for the service, in order. */
  actions(id: ResourceId): readonly string[] {
    return this.controller.executed.filter((entry) => entry.resourceId === id).map((entry) => entry.kind);
  }

  /** Event types of the service, in order. */
  events(id: ResourceId): readonly string[] {
    return this.store.events.filter((event) => event.resourceId === id).map((event) => event.eventType);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stop();
  }

  async #stop(): Promise<void> {
    let isStopped = false;
    void this.#manager.stopReconciliation(0).then(() => isStopped = true);
    await this.clock.until(() => isStopped, 60_000, "the end of the manager");
  }

  #nextManager(): Manager {
    const run = ++this.#runs;
    let id = 0;
    return this.#newManager({
      store: this.store,
      agents: [...this.nodes.values()],
      controller: this.controller,
      monitoring: { queueAlert: (alert) => void this.alerts.push(alert), queueMetrics: () => {} },
      clock: this.clock,
      random: this.#random,
      ids: { next: () => `run${run}-${++id}` },
      log: this.log,
      settings: this.#settings,
    });
  }
}

function bigintText(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? value.toString() : value;
}
