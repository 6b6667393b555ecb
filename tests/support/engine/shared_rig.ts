/** One or more whole managers that share an etcd, with everything around them in memory, under one virtual clock. */
import { Keys } from "../../../src/etcd/share/keys.ts";
import { SharedState, type SharedStateSettings } from "../../../src/etcd/share/shared_state.ts";
import type { Leadership } from "../../../src/manager/serve/api.ts";
import { StateManager } from "../../../src/manager.ts";
import type { ActionControllerPort } from "../../../src/ports/action_controller.ts";
import type { StateAlert } from "../../../src/state/alert.ts";
import { DEFAULT_SPEC, type ServiceSpec, type ServiceState } from "../../../src/state/model.ts";
import { parseResourceId, type ResourceId } from "../../../src/state/resource_id.ts";
import { ModelEtcd } from "../etcd/model.ts";
import { MemoryLog } from "../memory_log.ts";
import { FakeController } from "./fake_controller.ts";
import { FakeNode } from "./fake_node.ts";
import { MemoryStore } from "./memory_store.ts";
import { seededRandom, SETTINGS } from "./rig.ts";
import { VirtualClock } from "./virtual_clock.ts";

export const SHARED_SETTINGS: SharedStateSettings = {
  isHa: false,
  leaseTtlMs: 3_000,
  linger: { lingerMs: 5, quietMs: 100 },
  ringSize: 8,
  endedServices: 4,
  capacityEvents: 64,
  maxServices: 1_000,
};

/** An action as it left an instance. */
export interface Sent {
  readonly instance: string;
  readonly term: bigint;
  readonly id: string;
  readonly atMs: number;
}

export class SharedRig implements AsyncDisposable {
  readonly clock = new VirtualClock();
  readonly etcd = new ModelEtcd({ clock: this.clock, callTimeoutMs: 500 });
  readonly keys = new Keys();
  readonly nodes: ReadonlyMap<string, FakeNode>;
  readonly controller: FakeController;
  readonly sent: Sent[] = [];
  readonly alerts: StateAlert[] = [];
  readonly instances: readonly Instance[];
  readonly random: { next(): number };

  constructor(options: {
    readonly instances?: readonly string[];
    readonly seed?: number;
    readonly settings?: Partial<SharedStateSettings>;
  } = {}) {
    const { instances = ["one"], seed = 1, settings } = options;
    this.random = seededRandom(seed);
    this.etcd.delayMs = 1;
    this.nodes = new Map(["front", "rear"].map((name) => [name, new FakeNode(name, this.clock)]));
    this.controller = new FakeController(this.nodes, this.clock);
    const all = { ...SHARED_SETTINGS, isHa: instances.length > 1, ...settings };
    this.instances = instances.map((name) => new Instance(name, this, all));
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

  async [Symbol.asyncDispose](): Promise<void> {
    for (const instance of this.instances) await instance.stop();
  }
}

/** One State Manager: its journal outlives it. */
export class Instance {
  readonly name: string;
  readonly log = new MemoryLog();
  store = new MemoryStore();
  readonly #rig: SharedRig;
  readonly #settings: SharedStateSettings;
  client: ReturnType<ModelEtcd["client"]>;
  leadership: Leadership | undefined;
  registered = new Map<string, string>();
  #runs = 0;
  #parts: { readonly manager: StateManager; readonly shared: SharedState } | undefined;
  #isActing = false;

  constructor(name: string, rig: SharedRig, settings: SharedStateSettings) {
    this.name = name;
    this.#rig = rig;
    this.#settings = settings;
    this.client = rig.etcd.client(name);
  }

  get manager(): StateManager {
    return this.#running.manager;
  }

  get shared(): SharedState {
    return this.#running.shared;
  }

  get isRunning(): boolean {
    return this.#parts !== undefined;
  }

  get isLeading(): boolean {
    return this.#parts !== undefined && this.#parts.shared.isLeading();
  }

  get #running(): { readonly manager: StateManager; readonly shared: SharedState } {
    if (this.#parts === undefined) throw new Error(`${this.name} does not run`);
    return this.#parts;
  }

  /** As the daemon does it. */
  async start(waitMs = 1_000): Promise<void> {
    const rig = this.#rig;
    const run = ++this.#runs;
    let id = 0;
    const { isHa } = this.#settings;
    const holder: { shared?: SharedState } = {};
    const manager: StateManager = new StateManager({
      store: this.store,
      agents: [...rig.nodes.values()],
      controller: this.#recording(() => manager.term()),
      monitoring: { queueAlert: (alert) => void rig.alerts.push(alert), queueMetrics: () => {} },
      clock: rig.clock,
      random: rig.random,
      ids: { next: () => `${this.name}-${run}-${++id}` },
      log: this.log,
      settings: SETTINGS,
      ...(isHa
        ? {
          gate: {
            isLeading: () => holder.shared?.isLeading() ?? false,
            mayAct: (revision, signal) => holder.shared?.mayAct(revision, signal) ?? Promise.resolve(false),
          },
        }
        : {}),
    });
    manager.initialize();
    const shared = new SharedState({
      kv: this.client,
      keys: rig.keys,
      clock: rig.clock,
      log: this.log,
      random01: () => rig.random.next(),
      instance: this.name,
      manager,
      settings: this.#settings,
      nodes: {
        onRegistered: (node, address) => {
          this.registered.set(node, address);
          return undefined;
        },
        onUnregistered: (node) => void this.registered.delete(node),
        onRefused: () => {},
      },
      knownNodes: new Map(),
      onLeadership: (leadership) => {
        this.leadership = leadership;
        manager.setLeadership(leadership);
        if (isHa) void this.#act(leadership.role === "leader");
      },
    });
    holder.shared = shared;
    manager.setCounters(() => shared.counters());
    this.#isActing = false;
    this.#parts = { manager, shared };
    shared.start();
    if (isHa) return;
    let isOver = false;
    void shared.synced(waitMs).then(() => isOver = true);
    await rig.clock.until(() => isOver, waitMs + 1_000, "the comparison with etcd");
    await this.#act(true);
  }

  /** Dies as by kill -9: nothing is said to etcd, the journal stays as it is. */
  async kill(): Promise<void> {
    this.#rig.etcd.partition(this.client);
    this.store = this.store.copy();
    await this.stop();
    this.client = this.#rig.etcd.client(this.name);
  }

  async stop(): Promise<void> {
    const parts = this.#parts;
    if (parts === undefined) return;
    this.#parts = undefined;
    let isStopped = false;
    void Promise.all([parts.manager.stopReconciliation(0), parts.shared.stop(0)]).then(() =>
      isStopped = true
    );
    await this.#rig.clock.until(() => isStopped, 60_000, `the end of ${this.name}`);
  }

  async apply(name: string, spec: Partial<ServiceSpec> = {}): Promise<ResourceId> {
    const resourceId = parseResourceId(name);
    const full = { ...DEFAULT_SPEC, version: "v1", ...spec };
    const change = { resourceId, spec: full, labels: {}, expectedGeneration: 0n, reason: "test" };
    const outcome: { isDone: boolean; error?: unknown } = { isDone: false };
    const end = (error?: unknown) => Object.assign(outcome, { isDone: true, error });
    void this.manager.updateState(change).then(() => end(), end);
    await this.#rig.clock.until(() => outcome.isDone, 10_000, `${name} to be stored`);
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
    await this.#rig.clock.until(() => this.state(id) === state, limitMs, `${id} to be ${state}`);
  }

  async #act(isToAct: boolean): Promise<void> {
    if (isToAct === this.#isActing || this.#parts === undefined) return;
    this.#isActing = isToAct;
    const { manager, shared } = this.#parts;
    shared.setActing(isToAct);
    if (isToAct) manager.startReconciliation();
    else await manager.standBy();
  }

  #recording(term: () => bigint): ActionControllerPort {
    const { controller, sent, clock } = this.#rig;
    const note = (id: string) =>
      void sent.push({ instance: this.name, term: term(), id, atMs: clock.monotonicMs() });
    return {
      executeAction: (action) => (note(action.id), controller.executeAction(action)),
      requestRecovery: (id, recovery, options) => (
        note(options.action.id), controller.requestRecovery(id, recovery, options)
      ),
      requestLifecycleAction: (id, lifecycle, options) => (
        note(options.action.id), controller.requestLifecycleAction(id, lifecycle, options)
      ),
      isReachable: () => controller.isReachable(),
    };
  }
}
