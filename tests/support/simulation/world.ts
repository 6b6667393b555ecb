/** Everything around the managers, and the managers: nodes, network, controller, disks, etcd, clients, one clock, one randomness. */
import { Keys } from "../../../src/etcd/share/keys.ts";
import type { SpecChange } from "../../../src/manager/serve/api.ts";
import type { ManagerSettings } from "../../../src/manager/core/settings.ts";
import { DEFAULT_STRATEGIES } from "../../../src/recovery/strategy.ts";
import type { ServiceSpec, ServiceState } from "../../../src/state/model.ts";
import { DEFAULT_SPEC } from "../../../src/state/model.ts";
import { parseResourceId, type ResourceId } from "../../../src/state/resource_id.ts";
import { FakeController } from "../engine/fake_controller.ts";
import { FakeNode } from "../engine/fake_node.ts";
import { seededRandom, SETTINGS } from "../engine/rig.ts";
import { VirtualClock } from "../engine/virtual_clock.ts";
import { ModelEtcd } from "../etcd/model.ts";
import type { SharedStateSettings } from "../../../src/etcd/share/shared_state.ts";
import { type ControllerHabit, Habits } from "../habits/habits.ts";
import type { StatusName } from "../habits/controller.ts";
import type { Mode, Schedule } from "./model.ts";
import { Network } from "./node_link.ts";
import type { Ending, Observer, Run } from "./observer.ts";
import { Observers } from "./observers.ts";
import { SimInstance } from "./sim_instance.ts";
import { statusReader } from "./status_reader.ts";

export const NODE_NAMES = ["front", "rear", "roof"] as const;
const HEARTBEAT_MS = 500;
/** Time from the end of a run to the next one, at most. */
const REBOOT_MS = 3_000;

/** Small figures, so that every limit is met within a run. */
export const SIM_SETTINGS: ManagerSettings = {
  ...SETTINGS,
  parallel: 6,
  parallelPerNode: 3,
  resyncMs: 10_000,
  unreachableAfterMs: 1_500,
  lostAfterMs: 5_000,
  knownGoodAfterMs: 2_000,
  healthyAfterMs: 20_000,
  backoff: { baseMs: 100, capMs: 120_000 },
  startBurst: 4,
  startsPerSecond: 4,
  flap: { suppressFrom: 3, reuseBelow: 1.5, halfLifeMs: 20_000, maxDampedMs: 60_000 },
  safeStateAfterMs: 15_000,
};

export const SHARED_SETTINGS: SharedStateSettings = {
  isHa: false,
  leaseTtlMs: 3_000,
  linger: { lingerMs: 5, quietMs: 100 },
  ringSize: 8,
  endedServices: 4,
  capacityEvents: 64,
  maxServices: 1_000,
};

/** A short queue towards etcd, so that it runs over. */
export const SIM_SHARED = { ...SHARED_SETTINGS, capacityEvents: 24 };

export interface WorldOptions {
  readonly seed: number;
  readonly instances: readonly string[];
  readonly nodes: readonly string[];
  readonly settings: ManagerSettings;
  /** How the instances share an etcd; not set = their journal is all there is. */
  readonly shared?: SharedStateSettings;
  /** Default: that of the fake nodes. */
  readonly heartbeatMs?: number;
  /** What the ActionController takes for an action, where nothing is wrong with it. Default 1. */
  readonly actionMs?: number;
  /** Longest watch response of etcd, in events. Default: no limit. */
  readonly fragmentEvents?: number;
}

/** The world that a schedule runs in. */
export function worldOf(schedule: Schedule): WorldOptions {
  const { seed, mode } = schedule;
  return {
    seed,
    instances: mode === "ha" ? ["a", "b", "c"] : ["one"],
    nodes: NODE_NAMES,
    settings: settingsFor(schedule),
    ...(mode === "alone" ? {} : { shared: { ...SIM_SHARED, isHa: mode === "ha" } }),
    heartbeatMs: HEARTBEAT_MS,
    // Some controllers take their time, so that something happens meanwhile.
    actionMs: seed % 3 === 0 ? 250 : 1,
    // Some watches come in fragments.
    ...(seed % 5 === 0 ? { fragmentEvents: 2 } : {}),
  };
}

export class World {
  readonly clock: VirtualClock;
  readonly etcd: ModelEtcd;
  readonly keys = new Keys();
  /** Reads what a service is in etcd. */
  readonly readStatus = statusReader();
  readonly nodes: ReadonlyMap<string, FakeNode>;
  readonly controller: FakeController;
  /** What the controller takes for an action, where nothing is wrong with it. */
  readonly usualMs: number;
  readonly instances: readonly SimInstance[];
  readonly observers: Observers;
  readonly settings: ManagerSettings;
  readonly random01: () => number;
  readonly mode: Mode;
  /** Services that were ever wanted, by number. */
  readonly ids: ResourceId[] = [];
  version = 1;
  readonly controllerHabits = new Habits<ControllerHabit>();
  /** What the controller with the habit "answer-status" answers. */
  controllerStatus: StatusName = "INTERNAL";
  /** Actions of which the controller last said nothing that tells whether they were done. */
  readonly openIds = new Set<string>();
  /** The faults are over; nobody asks for anything any more. */
  isMending = false;
  /** The wall clock has jumped. */
  hasWallJumped = false;
  /** Nodes that have left the configuration. */
  readonly left = new Set<string>();
  /** When somebody took the leader's key away: until its lease would have ended, the one who held it may not know. */
  leaderLostAtMs = -Infinity;
  /** An old look that came again just now, and says that the service is gone. */
  stale: { readonly id: ResourceId; readonly atMs: number } | undefined;
  readonly #networks = new Map<string, Network>();

  constructor(options: WorldOptions, observers: (world: World) => readonly Observer[]) {
    const random = seededRandom(options.seed);
    const { settings, shared, nodes, actionMs = 1, heartbeatMs, fragmentEvents = Infinity } = options;
    this.mode = shared === undefined ? "alone" : shared.isHa ? "ha" : "shared";
    this.random01 = () => random.next();
    this.clock = new VirtualClock();
    this.settings = settings;
    this.etcd = new ModelEtcd({ clock: this.clock, callTimeoutMs: 500, fragmentEvents });
    this.etcd.delayMs = 1;
    this.nodes = new Map(nodes.map((name) => [name, new FakeNode(name, this.clock)]));
    for (const node of this.nodes.values()) node.heartbeatMs = heartbeatMs ?? node.heartbeatMs;
    for (const name of nodes) this.#networks.set(name, new Network());
    this.controller = new FakeController(this.nodes, this.clock);
    this.usualMs = this.controller.latencyMs = actionMs;
    this.controller.onExecuted = (action) => this.observers.executed(action);
    this.instances = options.instances.map((name) => new SimInstance(name, this, shared));
    this.observers = new Observers(observers(this));
  }

  /** Whether anything is wrong with the controller. */
  get isControllerTroubled(): boolean {
    const { faults, latencyMs } = this.controller;
    if (!this.controllerHabits.isGood) return true;
    return Object.values(faults).some((count) => count > 0) || latencyMs > this.usualMs;
  }

  /** Whether all that is wrong with the controller is that it stops nothing. */
  get isOnlyStopRefused(): boolean {
    const { faults, latencyMs } = this.controller;
    return this.controllerHabits.isGoodBut("refuse-stop") && latencyMs <= this.usualMs &&
      Object.values(faults).every((count) => count === 0);
  }

  /** Whether anything is wrong with a peer: what should happen soon may take longer then. */
  get isTroubled(): boolean {
    return this.isControllerTroubled || this.left.size > 0 ||
      [...this.nodes].some(([name, node]) => !node.isUp || node.deafFor > 0 || !this.network(name).isGood);
  }

  network(node: string): Network {
    const network = this.#networks.get(node);
    if (network === undefined) throw new Error(`no node ${node}`);
    return network;
  }

  node(number: number): FakeNode {
    const node = [...this.nodes.values()][number % this.nodes.size];
    if (node === undefined) throw new Error("there are nodes");
    return node;
  }

  instance(number: number): SimInstance {
    const instance = this.instances[number % this.instances.length];
    if (instance === undefined) throw new Error("there are instances");
    return instance;
  }

  id(number: number): ResourceId | undefined {
    return this.ids.length === 0 ? undefined : this.ids[number % this.ids.length];
  }

  /** The run that a client would be sent to. */
  get leader(): Run | undefined {
    return this.instances.find((instance) => instance.isLeading)?.run;
  }

  service(id: ResourceId): ServiceState | undefined {
    return this.leader?.manager.record(id)?.service;
  }

  /** A run ends, and the next one begins a while later. */
  end(instance: SimInstance, how: Ending, downMs = 200 + this.random01() * REBOOT_MS): void {
    instance.end(how);
    this.clock.schedule(downMs, () => instance.start());
  }

  /** The spec that a new service begins with. */
  newId(): ResourceId {
    const id = parseResourceId(`sim/s${this.ids.length}`);
    this.ids.push(id);
    return id;
  }

  /** A client changes what is wanted; nothing is awaited. */
  change(id: ResourceId, parts: Partial<ServiceSpec>): void {
    const run = this.leader;
    if (run === undefined) return;
    const old = run.manager.record(id)?.service.spec ?? { ...DEFAULT_SPEC, version: "v1" };
    this.#tell(run, { ...plain(id), spec: { ...old, ...parts } });
  }

  delete(id: ResourceId): void {
    const run = this.leader;
    if (run?.manager.record(id) !== undefined) this.#tell(run, plain(id));
  }

  #tell(run: Run, change: SpecChange): void {
    const { life, manager } = run;
    // A paused process does not take a request.
    if (life.isPaused) return;
    void life.pass(manager.updateState(change)).then(({ service }) => {
      if (!life.isDead) this.observers.acknowledged(run, service);
    }, () => {
      // Refused, or nobody can promise that it is kept: the client knows.
    });
  }
}

function plain(resourceId: ResourceId): SpecChange {
  return { resourceId, labels: {}, expectedGeneration: 0n, reason: "a client" };
}

/** Long backoffs: whoever waits for one without need is late. */
const PATIENT = {
  Crash: { ...DEFAULT_STRATEGIES.Crash, backoffDelayMs: 20_000 },
  StartFailure: { ...DEFAULT_STRATEGIES.StartFailure, backoffDelayMs: 20_000 },
  StuckTransition: { ...DEFAULT_STRATEGIES.StuckTransition, backoffDelayMs: 20_000 },
};

/** What was observed waits for a while before it is written. */
const LAZY = { budgetBytesPerDay: 0, baseMs: 1_000, maxMs: 30_000 };

/** Some runs have a deadline for recovery, some a queue that is too short, some write late what was only observed. */
function settingsFor({ seed, services }: Schedule): ManagerSettings {
  return {
    ...SIM_SETTINGS,
    ...(seed % 3 === 1 ? { writes: LAZY } : {}),
    ...(seed % 5 === 3 ? { deadlineMs: 15_000 } : {}),
    ...(seed % 8 === 4 ? { strategies: PATIENT } : {}),
    ...(seed % 7 === 2 ? { queueCapacity: Math.max(2, Math.floor(services * 0.8)) } : {}),
  };
}
