/**
 * Pullpiri behind the ports of the manager: what its peers ask for and tell, what its store holds, and what is done about it.
 *
 * I1: peers are answered at once, whatever the store and the controller do.
 * I2: nothing is desired, and no node is known, before the store was read once.
 */
import type { Buffered, BufferLevel } from "../kit/buffer_level.ts";
import { delay } from "../kit/delay.ts";
import { messageOf } from "../kit/errors.ts";
import type { Manager } from "../manager.ts";
import type { Committed } from "../manager/serve/api.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import { criticalityRank } from "../state/model.ts";
import type { ResourceId } from "../state/resource_id.ts";
import { Alarm } from "./alarm.ts";
import { ARTIFACT_PREFIXES, ArtifactReader, type Entry } from "./artifacts.ts";
import { ContainerReader, readContainer } from "./container_entry.ts";
import { PullpiriController } from "./controller.ts";
import { Desired, namesOf } from "./desired.ts";
import { MAX_NAMES, Memory, type MemoryPlace } from "./memory.ts";
import { agentNodes, NODE_PREFIXES, Nodes } from "./nodes.ts";
import type {
  FaultReport,
  OffloadAnswer,
  OffloadRequest,
  PeerRequests,
  StateChangeAnswer,
} from "./peer_requests.ts";
import type { AgentCalls, ControllerCalls, KeyValueStore, PolicyCalls } from "./peers.ts";
import { Publisher } from "./publisher.ts";
import { parseScenarioState, scenarioKey, scenarioValue, type StateChange } from "./scenario.ts";
import { mapArtifacts, POD_KEY } from "./specs.ts";
import { noteFault, offload } from "./requests.ts";
import { Scenarios } from "./scenarios.ts";
import { publishStates } from "./state_keys.ts";
import { adopted, withdrawn } from "./wishes.ts";
import type { ContainerInfo } from "./words.ts";
import { World } from "./world.ts";

export interface PullpiriSettings {
  readonly agentPort: number;
  readonly heartbeatMs: number;
  readonly resyncMs: number;
  readonly agentGraceMs: number;
  /** What becomes of a package whose scenario is deleted. */
  readonly withdraw: "keep" | "stop";
  /** Whether states are written into the store. */
  readonly isPublishing: boolean;
  readonly maxNodes: number;
  readonly maxServices: number;
}

export interface PullpiriDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly settings: PullpiriSettings;
  readonly store: KeyValueStore;
  readonly controller: ControllerCalls;
  readonly connectAgent: (raw: string, address: string) => AgentCalls;
  readonly policy: PolicyCalls;
  readonly memory: MemoryPlace;
}

const STORE_RETRY_MS = 1_000;
/** How often the containers are read while something is not as desired, milliseconds. */
const UNSETTLED_MS = 1_000;
/** Of one node; far more than one has. */
const MAX_CONTAINERS = 1_024;
/** Milliseconds. */
const TOGETHER_MS = 50;
const CONTAINER_PREFIX = "/pullpiri/metrics/containers/";
const STATE_PREFIXES = ["/scenario/", "/package/", "/model/"] as const;
/** Keys of states for each name: far more than there are services. */
const KEYS_PER_NAME = 3;

export class Pullpiri implements PeerRequests, Buffered, AsyncDisposable {
  readonly controller: PullpiriController;
  readonly #deps: PullpiriDeps;
  readonly #world = new World();
  readonly #reader = new ArtifactReader();
  readonly #containers = new ContainerReader();
  readonly #memory: Memory;
  readonly #publisher: Publisher;
  readonly #nodes: Nodes;
  readonly #artifactsDue: Alarm;
  readonly #containersDue: Alarm;
  readonly #end = new AbortController();
  readonly #loops: Promise<void>[] = [];
  readonly #scenarios: Scenarios;
  readonly #digests = new Map<ResourceId, string>();
  #manager: Manager | undefined;
  #desired: Desired | undefined;
  #unlisten: () => void = () => {};
  #isStoreFailing = false;
  #isFirstReading = true;
  #isLookDue = false;
  /** Packages of which something is seen differently. */
  readonly #changed = new Set<string>();

  constructor(deps: PullpiriDeps) {
    const { clock, log, settings } = deps;
    this.#deps = deps;
    this.#memory = new Memory(deps.memory, log);
    this.#publisher = new Publisher({
      ...{ clock, log, store: deps.store },
      maxKeys: KEYS_PER_NAME * (settings.maxServices + MAX_NAMES),
    });
    this.#artifactsDue = new Alarm(clock);
    this.#containersDue = new Alarm(clock);
    this.#nodes = new Nodes({
      ...{ clock, log, world: this.#world, connectAgent: deps.connectAgent },
      ...{ agentPort: settings.agentPort, heartbeatMs: settings.heartbeatMs, maxNodes: settings.maxNodes },
      digestBefore: (id) => this.#digests.get(id),
      onSeen: (changed) => this.#seen(changed),
    });
    this.#scenarios = new Scenarios({
      ...{
        clock,
        log,
        memory: this.#memory,
        publisher: this.#publisher,
        nodes: this.#nodes,
        world: this.#world,
      },
      onDue: (inMs) => this.#artifactsDue.set(inMs),
      onReplay: () => this.#containersDue.set(UNSETTLED_MS / 2),
    });
    this.controller = new PullpiriController({
      ...{ clock, world: this.#world, calls: deps.controller, agentGraceMs: settings.agentGraceMs },
      nodeOf: (node) => this.#nodes.of(node),
      isUrgent: (id) => this.#isUrgent(id),
    });
  }

  buffers(): readonly BufferLevel[] {
    return [...this.#nodes.buffers(), ...this.#publisher.buffers(), {
      name: "pullpiri_scenarios",
      unit: "entries",
      capacity: MAX_NAMES,
      overflow: "refuse",
      used: this.#memory.scenarios.size,
      overflows: this.#scenarios.refused,
    }];
  }

  /** Begins to work for a manager that is initialized. Once. */
  start(manager: Manager): void {
    const { clock, log } = this.#deps;
    this.#manager = manager;
    this.#desired = new Desired({ manager, log, world: this.#world, memory: this.#memory });
    this.#nodes.attach(manager);
    this.#restoreNames(manager);
    this.#unlisten = manager.onCommitted((step) => {
      // The step is not over yet; what follows from it comes after it.
      clock.schedule(0, () => this.#committed(step));
    });
    const { signal } = this.#end;
    this.#loops.push(this.#keepReading(signal), this.#keepLooking(signal));
    if (this.#deps.settings.isPublishing) this.#loops.push(this.#publisher.run(signal));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#end.abort();
    this.#unlisten();
    await Promise.all(this.#loops);
    await this.#nodes[Symbol.asyncDispose]();
  }

  /** Whether the store was read. */
  get isReady(): boolean {
    return !this.#isFirstReading;
  }

  stateChange(change: StateChange): StateChangeAnswer {
    return this.#scenarios.stateChange(change);
  }

  containerList(node: string, containers: readonly ContainerInfo[]): void {
    // What is told of resources besides is not kept.
    const list = containers.slice(0, MAX_CONTAINERS).map((
      { id, names, image, state, config, annotation },
    ) => ({
      ...{ id, names, image, state, config, annotation },
    }));
    if (this.#nodes.takePush(node, list) === undefined) this.#artifactsDue.set(0);
  }

  async offload(request: OffloadRequest): Promise<OffloadAnswer> {
    const [manager, desired] = [this.#manager, this.#desired];
    if (manager === undefined || desired === undefined) return { isAccepted: false, message: "Not ready" };
    const { clock } = this.#deps;
    return await offload(request, {
      ...{ clock, manager, desired, world: this.#world, nodes: this.#nodes, memory: this.#memory },
    });
  }

  fault(report: FaultReport): void {
    if (this.#manager !== undefined) {
      noteFault(report, { manager: this.#manager, world: this.#world, nodes: this.#nodes });
    }
    void this.#deps.policy.reportFault(report, this.#end.signal);
  }

  async #keepReading(signal: AbortSignal): Promise<void> {
    const { settings } = this.#deps;
    while (!signal.aborted) {
      const isRead = await this.#read(signal);
      await this.#artifactsDue.wait(isRead ? settings.resyncMs : STORE_RETRY_MS, signal);
    }
  }

  /** Whether it worked. */
  async #read(signal: AbortSignal): Promise<boolean> {
    const { store, log } = this.#deps;
    const prefixes = this.#isFirstReading
      ? [...ARTIFACT_PREFIXES, ...NODE_PREFIXES, ...STATE_PREFIXES, CONTAINER_PREFIX]
      : [...ARTIFACT_PREFIXES, ...NODE_PREFIXES];
    const entries: Entry[] = [];
    try {
      for (const prefix of prefixes) entries.push(...await store.getByPrefix(prefix, signal));
    } catch (error) {
      if (!signal.aborted && !this.#isStoreFailing) {
        log.warn("Cannot read Pullpiri's store; it is tried again", { error: messageOf(error) });
      }
      this.#isStoreFailing = true;
      return false;
    }
    if (signal.aborted) return false;
    if (this.#isStoreFailing) log.info("Pullpiri's store is read again");
    this.#isStoreFailing = false;
    await this.#take(entries, signal);
    return true;
  }

  /** What the store holds. */
  async #take(entries: readonly Entry[], signal: AbortSignal): Promise<void> {
    const world = this.#world;
    const artifacts = await this.#reader.read(entries, () => delay(this.#deps.clock, 0, signal));
    if (signal.aborted) return;
    if (artifacts !== world.artifacts) world.set(artifacts, mapArtifacts(artifacts, world.names));
    const seen = entries.filter(({ key }) => key.startsWith(CONTAINER_PREFIX))
      .flatMap(({ value }) => readContainer(value) ?? []);
    if (this.#isFirstReading) this.#takeStates(entries);
    this.#scenarios.settle();
    this.#adopt(seen);
    this.#desired?.giveUp((node) => this.#nodes.of(node)?.isAnswering ?? false);
    this.#desired?.sync("The artifacts of Pullpiri say so");
    const placed = new Set(
      [...artifacts.packages.values()].flatMap(({ models }) => models.map(({ node }) => node)),
    );
    this.#nodes.found(agentNodes(entries, placed));
    this.#memory.save();
    this.#isFirstReading = false;
    this.#publish(artifacts.packages.keys());
  }

  /** What an earlier State Manager left. */
  #takeStates(entries: readonly Entry[]): void {
    const { scenarios } = this.#memory;
    const states = entries.filter(({ key }) => STATE_PREFIXES.some((prefix) => key.startsWith(prefix)));
    this.#publisher.found(states);
    for (const { key, value } of states) {
      const [, name] = /^\/scenario\/(.+)\/state$/.exec(key) ?? [];
      const state = parseScenarioState(value);
      if (name !== undefined && state !== undefined && !scenarios.has(name)) {
        this.#memory.set(scenarios, name, state);
      }
    }
    for (const [name, state] of scenarios) this.#publisher.want(scenarioKey(name), scenarioValue(state));
  }

  #adopt(containers: readonly ContainerInfo[]): void {
    const { artifacts } = this.#world;
    const { desires, scenarios: states } = this.#memory;
    const owners = containers.flatMap((container) => this.#world.ownerOf(container)?.packageName ?? []);
    const here = [...this.#nodes.all()].flatMap((node) =>
      [...node.owners()].map(({ packageName }) => packageName)
    );
    for (const name of adopted(artifacts, { desires, states, seen: new Set([...owners, ...here]) })) {
      this.#memory.set(desires, name, "run");
    }
    if (this.#deps.settings.withdraw !== "stop") return;
    const running = [...desires].filter(([name, desire]) => desire === "run" && artifacts.packages.has(name));
    for (const name of withdrawn(artifacts, running.map(([name]) => name))) {
      this.#memory.set(desires, name, "stop");
    }
  }

  /** Reads the containers from the store: now and then, and often while something is not as desired. */
  async #keepLooking(signal: AbortSignal): Promise<void> {
    const { store, settings } = this.#deps;
    while (!signal.aborted) {
      await this.#containersDue.wait(settings.resyncMs, signal);
      if (signal.aborted) return;
      try {
        const entries = await store.getByPrefix(CONTAINER_PREFIX, signal);
        this.#nodes.takeStore(this.#containers.read(entries.map(({ value }) => value)));
      } catch {
        // The other loop reports that the store does not answer.
      }
      if (!this.#isSettled()) this.#containersDue.set(UNSETTLED_MS);
    }
  }

  #isSettled(): boolean {
    return [...this.#nodes.all()].every((node) => !node.isAnswering || node.isSettled);
  }

  /** Much may be seen at once: what follows from it for all is done once. */
  #seen(changed: Iterable<ResourceId>): void {
    for (const id of changed) {
      const packageName = this.#world.model(id)?.packageName;
      if (packageName !== undefined) this.#changed.add(packageName);
    }
    if (this.#isLookDue || this.#end.signal.aborted) return;
    this.#isLookDue = true;
    this.#deps.clock.schedule(TOGETHER_MS, () => {
      this.#isLookDue = false;
      if (!this.#end.signal.aborted) this.#look();
    });
  }

  #look(): void {
    if ([...this.#nodes.all()].some((node) => node.isAnswering && !node.isKnown)) this.#containersDue.set(0);
    else if (!this.#isSettled()) this.#containersDue.set(UNSETTLED_MS);
    const changed = [...this.#changed];
    this.#changed.clear();
    this.#publish(changed);
  }

  #publish(packages: Iterable<string>): void {
    if (this.#isFirstReading) return;
    publishStates(packages, {
      ...{ world: this.#world, nodes: this.#nodes, memory: this.#memory, publisher: this.#publisher },
      assignedNode: (id) => this.#manager?.record(id)?.service.status.node || undefined,
    });
  }

  #committed({ services }: Committed): void {
    if (this.#end.signal.aborted) return;
    for (const service of services.values()) {
      const { id } = service.metadata;
      this.#desired?.placed(service);
      if (service.status.state !== "Running") this.#nodes.of(service.status.node)?.taken(id);
    }
    this.#seen(services.keys());
  }

  /** Names are the same as in the run before, and so is what its containers were made from. */
  #restoreNames(manager: Manager): void {
    const { names } = this.#world;
    for (const { service } of manager.records()) {
      const raw = namesOf(service);
      if (raw === undefined) continue;
      const { id } = service.metadata;
      const [namespace = "", name = ""] = id.split("/");
      names.packages.restore(raw.packageName, namespace);
      names.models.restore(raw.modelName, name);
      const digest = service.spec.config[POD_KEY];
      if (digest !== undefined) this.#digests.set(id, digest);
    }
  }

  #isUrgent(id: ResourceId): boolean {
    const criticality = this.#manager?.record(id)?.service.spec.criticality;
    return criticality !== undefined && criticalityRank(criticality) >= criticalityRank("C");
  }
}
