/** A node in memory: replicas that start, die, freeze and refuse, and a NodeAgent that looks at them as the real one does. */
import type { NodeAgentPort, NodeListener, ResourceState } from "../../../src/ports/node_agent.ts";
import type { DesiredWorkload } from "../../../src/state/plan.ts";
import type { TermRefusal } from "../../../src/state/fence.ts";
import type { StateDiff, StatusReason } from "../../../src/state/diff.ts";
import type { ResourceId } from "../../../src/state/resource_id.ts";
import type { VirtualClock } from "./virtual_clock.ts";

type ReplicaState = "starting" | "healthy" | "frozen" | "crashed" | "start-failed" | "config-rejected";

interface Replica {
  state: ReplicaState;
  readonly version: string;
  readonly config: Readonly<Record<string, string>>;
}

const REASONS: Readonly<Record<ReplicaState, StatusReason | undefined>> = {
  starting: "Starting",
  healthy: undefined,
  frozen: "Unresponsive",
  crashed: "Crashed",
  "start-failed": "StartFailed",
  "config-rejected": "ConfigRejected",
};
/** The worst one explains the whole. */
const WORST_FIRST: readonly ReplicaState[] = [
  "config-rejected",
  "start-failed",
  "crashed",
  "frozen",
  "starting",
];

export class FakeNode implements NodeAgentPort {
  readonly node: string;
  readonly address = "memory";
  readonly #clock: VirtualClock;
  readonly workloads = new Map<ResourceId, Replica[]>();
  readonly desired = new Map<ResourceId, ResourceState>();
  /** Milliseconds from start to health. */
  startMs = 50;
  /** The same for one service. Default: `startMs`. */
  startMsOf: (id: ResourceId) => number = () => this.startMs;
  /** So many of the next updates are not answered. */
  deafFor = 0;
  heartbeatMs = 100;
  /** Desired states that it does not take. */
  refuses: (id: ResourceId, state: ResourceState) => boolean = () => false;
  /** Another State Manager has a higher term: what is said of that. */
  fence: () => TermRefusal | undefined = () => undefined;
  /** So often it was sent a desired state. */
  updates = 0;
  /** What it makes of an observation before it reports it. */
  distort: (diff: StateDiff) => StateDiff = (diff) => diff;
  /** Starts of the NodeAgent: sequences of different ones cannot be compared. */
  epoch = 1;
  #sequence = 0n;
  readonly #listeners = new Set<NodeListener>();
  #isUp = true;

  constructor(node: string, clock: VirtualClock) {
    this.node = node;
    this.#clock = clock;
  }

  /** The node answers, or is gone with everything that ran there. */
  setUp(isUp: boolean): void {
    if (isUp === this.#isUp) return;
    this.#isUp = isUp;
    if (isUp) {
      this.#openAll();
      return;
    }
    this.workloads.clear();
    this.desired.clear();
    for (const listener of this.#listeners) listener.onDisconnected(this.node, "gone");
  }

  /** The network to the node is cut, or heals; what runs there goes on. */
  setReachable(isReachable: boolean): void {
    if (isReachable === this.#isUp) return;
    this.#isUp = isReachable;
    if (isReachable) return this.#openAll();
    for (const listener of this.#listeners) listener.onDisconnected(this.node, "cut");
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  /** Number of the newest look. */
  get sequence(): bigint {
    return this.#sequence;
  }

  /** The NodeAgent alone starts again: it forgets what it was told and counts from the beginning; everything goes on running. */
  restartAgent(): void {
    this.epoch += 1;
    this.#sequence = 0n;
    this.desired.clear();
    if (this.#isUp) this.reconnect();
  }

  /** Cuts the stream only; everything goes on running. */
  reconnect(): void {
    for (const listener of this.#listeners) listener.onDisconnected(this.node, "cut");
    this.#openAll();
  }

  /** One that was cut off follows it again. */
  join(listener: NodeListener): void {
    if (this.#isUp && this.#listeners.has(listener)) this.#open(listener);
  }

  follow(listener: NodeListener, signal: AbortSignal): Promise<void> {
    this.#listeners.add(listener);
    if (this.#isUp) this.#open(listener);
    const { promise, resolve } = Promise.withResolvers<void>();
    const beat = (): void => {
      if (signal.aborted) return;
      if (this.#isUp && this.fence() === undefined) listener.onHeard(this.node);
      this.#clock.schedule(this.heartbeatMs, beat);
    };
    beat();
    signal.addEventListener("abort", () => {
      this.#listeners.delete(listener);
      resolve();
    });
    return promise;
  }

  getStateDiff(resourceId: ResourceId): Promise<StateDiff> {
    return this.#isUp ? Promise.resolve(this.observe(resourceId)) : Promise.reject(new Error("node is down"));
  }

  updateResourceState(resourceId: ResourceId, state: ResourceState): Promise<boolean> {
    if (!this.#isUp) return Promise.reject(new Error("node is down"));
    this.updates += 1;
    const fence = this.fence();
    if (fence !== undefined) {
      for (const listener of this.#listeners) listener.onFenced(this.node, fence);
      return Promise.reject(new Error(fence.message));
    }
    if (this.refuses(resourceId, state)) return Promise.reject(new Error("3 INVALID_ARGUMENT: spec.version"));
    if (this.deafFor > 0) {
      this.deafFor -= 1;
      return Promise.reject(new Error("no answer"));
    }
    const known = this.desired.get(resourceId);
    if (known !== undefined && known.revision > state.revision) return Promise.resolve(false);
    this.desired.set(resourceId, state);
    this.report(resourceId);
    return Promise.resolve(true);
  }

  /** Sends a look now. */
  report(id: ResourceId): void {
    if (!this.#isUp || this.#listeners.size === 0) return;
    const observation = this.observe(id);
    for (const listener of this.#listeners) listener.onDiff(this.node, observation);
  }

  /** Makes replicas until there are `desired.replicas`. */
  fill(id: ResourceId, desired: DesiredWorkload): void {
    const replicas = this.#alive(id);
    while (replicas.length < desired.replicas) replicas.push(this.#spawn(id, desired));
    this.workloads.set(id, replicas.slice(0, desired.replicas));
  }

  stop(id: ResourceId): void {
    this.workloads.delete(id);
  }

  /** Something happens to the newest replica. */
  hurt(id: ResourceId, state: "crashed" | "frozen"): void {
    const replica = this.workloads.get(id)?.at(-1);
    if (replica === undefined) throw new Error(`${id} has no replica on ${this.node}`);
    replica.state = state;
    this.report(id);
  }

  count(id: ResourceId): number {
    return this.#alive(id).length;
  }

  versionOf(id: ResourceId): string | undefined {
    return this.workloads.get(id)?.[0]?.version;
  }

  observe(id: ResourceId): StateDiff {
    return this.distort(this.#seen(id));
  }

  #seen(id: ResourceId): StateDiff {
    this.#sequence += 1n;
    const desired = this.desired.get(id);
    const replicas = this.workloads.get(id) ?? [];
    const alive = replicas.filter((replica) => ["starting", "healthy", "frozen"].includes(replica.state));
    const healthy = alive.filter((replica) => replica.state === "healthy");
    const isWanted = desired !== undefined && !desired.isRemoved && desired.spec.state === "Running";
    const base = {
      resourceId: id,
      node: this.node,
      sequence: this.#sequence,
      observedGeneration: desired === undefined || desired.isRemoved ? 0n : desired.generation,
      observedAtMs: this.#clock.wallMs(),
      actual: { replicas: alive.length, availableReplicas: healthy.length, version: alive[0]?.version ?? "" },
      isCritical: false,
    };
    if (!isWanted) {
      return alive.length === 0
        ? base
        : { ...base, existenceDiff: { desiredExists: false, actualExists: true } };
    }
    const { spec } = desired;
    // Where none is wanted, one that is dead is as it should be.
    const wanted = spec.replicas === 0 ? [] : replicas;
    const worst = WORST_FIRST.find((state) => wanted.some((replica) => replica.state === state));
    const reason = worst === undefined ? undefined : REASONS[worst];
    const other = alive.find((replica) => replica.version !== spec.version);
    const changed = alive.find((replica) => JSON.stringify(replica.config) !== JSON.stringify(spec.config));
    return {
      ...base,
      isCritical: reason === "Crashed",
      ...(alive.length === 0 && spec.replicas > 0
        ? { existenceDiff: { desiredExists: true, actualExists: false } }
        : {}),
      ...(alive.length !== spec.replicas
        ? { scaleDiff: { desiredReplicas: spec.replicas, actualReplicas: alive.length } }
        : {}),
      ...(other === undefined
        ? {}
        : { versionDiff: { desiredVersion: spec.version, actualVersion: other.version } }),
      ...(changed === undefined ? {} : { configDiff: { desired: spec.config, actual: changed.config } }),
      ...(reason === undefined ? {} : {
        statusDiff: {
          desiredState: "Running",
          actualState: "Failed",
          reason,
          message: `replica is ${worst}`,
        },
      }),
    };
  }

  #openAll(): void {
    for (const listener of this.#listeners) this.#open(listener);
  }

  /** As the adapter does: a stream that is refused is tried again. */
  #open(listener: NodeListener): void {
    const fence = this.fence();
    if (fence !== undefined) {
      listener.onFenced(this.node, fence);
      this.#clock.schedule(
        500,
        () => void (this.#isUp && this.#listeners.has(listener) && this.#open(listener)),
      );
      return;
    }
    for (const [id, state] of this.desired) this.desired.set(id, { ...state, revision: 0n });
    listener.onConnected(this.node);
    for (const id of new Set([...this.workloads.keys(), ...this.desired.keys()])) {
      listener.onDiff(this.node, this.observe(id));
    }
    listener.onSnapshotEnd(this.node);
  }

  #alive(id: ResourceId): Replica[] {
    return (this.workloads.get(id) ?? []).filter((replica) =>
      ["starting", "healthy", "frozen"].includes(replica.state)
    );
  }

  #spawn(id: ResourceId, { version, config }: DesiredWorkload): Replica {
    const replica: Replica = { state: "starting", version, config };
    this.#clock.schedule(this.startMsOf(id), () => {
      if (replica.state !== "starting") return;
      replica.state = version.includes("crash")
        ? "start-failed"
        : config["mode"] === "invalid"
        ? "config-rejected"
        : "healthy";
      this.report(id);
    });
    return replica;
  }
}
