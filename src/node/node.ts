/**
 * A node: observes its services, compares them with what is wanted, reports differences, and carries out actions. Without transport: the
 * daemon calls it directly (`embedded.ts`) or the gRPC services do (`grpc/server/node_services.ts`).
 *
 * I1  Each diff has a higher sequence than the one before. A new node starts at 1: the number means nothing across restarts.
 * I2  A term that is lower than one that was seen, also before a restart, is refused.
 * I3  What is wanted stays in force over restarts; a new subscription lets any revision follow.
 * I4  Nothing is reported before each runtime has said what it has, or that it does not answer.
 * I5  What runs under this node's label and is not wanted is reported and never ended unasked.
 */
import { join } from "node:path";
import { every, type Timer } from "../kit/delay.ts";
import { messageOf, StateManagerError } from "../kit/errors.ts";
import type { ResourceState } from "../ports/node_agent.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { LogLine, LogQuery } from "../ports/workload_logs.ts";
import type { StateDiff } from "../state/diff.ts";
import type { ResourceId } from "../state/resource_id.ts";
import { type ActionAnswer, Actor } from "./actor.ts";
import { DefinitionLibrary } from "./definition/library.ts";
import type { RuntimeKind } from "./definition/workload.ts";
import type { Driver, DriverFailure } from "./driver.ts";
import { Launcher } from "./launcher.ts";
import { readServiceLogs } from "./logs/service_logs.ts";
import { logTargetsOf } from "./logs/targets.ts";
import { type DefinitionSight, type Observation, observationOf } from "./observation.ts";
import { newEntry, replicaSights, type ServiceEntry, ServiceTable } from "./service_table.ts";
import { NodeStore } from "./state/node_store.ts";
import type { ActionTask } from "./state/shapes.ts";
import { TermFence } from "./term_fence.ts";

/** Services that a node may be sent or run; more are refused. */
export const CAPACITY_SERVICES = 4_096;
/** How often the files of the definitions are looked at. */
const DEFINITIONS_MS = 1_000;
const DEFAULT_EXIT_CODES = { configRejected: [78], resourceExhausted: [] };

export interface NodeOptions {
  readonly name: string;
  /** Directory of the node's state; it exists. */
  readonly stateDir: string;
  /** Directory of the workload definitions. */
  readonly workloads: string;
  readonly drivers: readonly Driver[];
  /** Names the boot of the machine. */
  readonly bootId: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** Receives each diff, in order; must not throw. */
export type DiffListener = (diff: StateDiff) => void;

/** An action as it is asked for, by whichever way. */
export type ActionRequest = Omit<ActionTask, "askedAtMs" | "bootId">;

interface Reported {
  signature: string;
  diff: StateDiff;
}

export class Node implements AsyncDisposable {
  readonly name: string;
  readonly library: DefinitionLibrary;
  readonly #options: NodeOptions;
  readonly #store: NodeStore;
  readonly #fence: TermFence;
  readonly #table: ServiceTable;
  readonly #launcher: Launcher;
  readonly #actor: Actor;
  readonly #listeners = new Set<DiffListener>();
  readonly #reported = new Map<ResourceId, Reported>();
  /** Runtimes that do not answer, and why. */
  readonly #away = new Map<RuntimeKind, DriverFailure>();
  /** Runtimes that have said something: I4. */
  readonly #heard = new Set<RuntimeKind>();
  readonly #ready = Promise.withResolvers<void>();
  readonly #ending = new AbortController();
  readonly #watching: Promise<void>[] = [];
  #definitions: Timer | undefined;
  #isResumed = false;
  #sequence = 0n;

  private constructor(options: NodeOptions) {
    this.name = options.name;
    this.#options = options;
    this.library = new DefinitionLibrary(options.workloads);
    this.#store = NodeStore.open(join(options.stateDir, "node.db"), options.log);
    this.#fence = new TermFence(this.#store, options);
    this.#table = new ServiceTable(this.#store.instances());
    for (const { id, desired } of this.#store.services()) {
      // I3
      this.#table.of(id).desired = { ...desired, revision: 0n };
    }
    const parts = { ...options, store: this.#store, table: this.#table };
    this.#launcher = new Launcher({
      ...parts,
      node: options.name,
      root: options.stateDir,
      library: this.library,
    });
    this.#actor = new Actor({
      ...parts,
      launcher: this.#launcher,
      onChange: (entry) => this.#observe(entry),
    });
  }

  /** Begins to observe; resolves when every runtime has said what it has, or that it does not answer. */
  static async open(options: NodeOptions): Promise<Node> {
    const node = new Node(options);
    node.#watch();
    await node.#ready.promise;
    node.#actor.resume().catch((error) => {
      options.log.error("Cannot finish the actions of the run before", { error: messageOf(error) });
    }).finally(() => {
      node.#isResumed = true;
      node.#tidy(node.#table.all());
    });
    return node;
  }

  /** The highest term that was seen. */
  get term(): bigint {
    return this.#store.term;
  }

  /** I2: throws a StateManagerError of kind "stale-term". */
  passTerm(term: bigint): void {
    this.#fence.pass(term);
  }

  /** A stream of this term is open until `release`; it ends when `overruled` aborts. */
  holdTerm(term: bigint): ReturnType<TermFence["hold"]> {
    return this.#fence.hold(term);
  }

  /** Begins a subscription: the newest diff of every service, and from then on each change until the function is called. */
  subscribe(listener: DiffListener): { readonly snapshot: readonly StateDiff[]; readonly leave: () => void } {
    for (const entry of this.#table.all()) {
      if (entry.desired !== undefined) entry.desired = { ...entry.desired, revision: 0n };
    }
    const snapshot = [...this.#table.all()].map((entry) => this.#newest(entry));
    this.#listeners.add(listener);
    return { snapshot, leave: () => void this.#listeners.delete(listener) };
  }

  /** One observation of a service, now: the runtimes are asked. A service that nobody knows has no difference. */
  async getStateDiff(id: ResourceId, signal: AbortSignal): Promise<StateDiff> {
    const entry = this.#table.get(id);
    if (entry === undefined) return this.#stamp(this.#compute(newEntry(id)));
    await this.#inspect(entry, signal);
    const before = this.#reported.get(id)?.diff.sequence;
    this.#observe(entry);
    const reported = this.#reported.get(id);
    // Nothing has changed, and yet it is a new observation.
    if (reported === undefined || reported.diff.sequence === before) return this.#stamp(this.#compute(entry));
    return reported.diff;
  }

  /** Takes in what is wanted. False = a newer revision is known. Throws a StateManagerError when there are too many services. */
  updateResourceState(id: ResourceId, state: ResourceState): boolean {
    const known = this.#table.get(id);
    if (known === undefined && this.#table.size >= CAPACITY_SERVICES) this.#makeRoom();
    if (known?.desired !== undefined && known.desired.revision > state.revision) return false;
    const entry = known ?? this.#table.of(id);
    const { generation, revision, spec, isRemoved } = state;
    entry.desired = { generation, revision, ...(!isRemoved && { spec }) };
    this.#store.setDesired(id, entry.desired);
    this.#observe(entry, { isForced: true });
    return true;
  }

  /** What a service writes, for as long as this node observes. Throws a StateManagerError where there is nothing to read. */
  readLogs(query: LogQuery, signal: AbortSignal): AsyncGenerator<readonly LogLine[], void, undefined> {
    const { drivers, clock } = this.#options;
    const targets = () => logTargetsOf(query.resourceId, { table: this.#table, library: this.library });
    return readServiceLogs(
      query,
      { node: this.name, drivers, timers: clock, targets },
      AbortSignal.any([signal, this.#ending.signal]),
    );
  }

  /** Never rejects. */
  async act(request: ActionRequest): Promise<ActionAnswer> {
    const { clock, bootId } = this.#options;
    if (request.node !== this.name) {
      return {
        kind: "rejected",
        message: `This is node ${this.name}, not ${request.node}`,
        wasRepeated: false,
      };
    }
    return await this.#actor.carryOut({ ...request, askedAtMs: clock.wallMs(), bootId });
  }

  /** Ends observing; what runs goes on running. Actions under way are waited for. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#ending.signal.aborted) return;
    await this.#actor.idle();
    this.#ending.abort();
    this.#definitions?.cancel();
    await Promise.all(this.#watching);
    for (const driver of this.#options.drivers) await driver[Symbol.asyncDispose]();
    await this.#store[Symbol.asyncDispose]();
  }

  #watch(): void {
    const { drivers, clock, log } = this.#options;
    if (drivers.length === 0) this.#ready.resolve();
    for (const driver of drivers) {
      const { kind } = driver;
      this.#watching.push(
        driver.watch({
          onPresent: (instances) => {
            if (this.#away.delete(kind)) log.info("The runtime answers again", { runtime: kind });
            const changed = this.#table.setPresent(instances, kind);
            this.#hear(kind);
            for (const entry of changed) this.#observe(entry);
            if (this.#isResumed) this.#tidy(changed);
          },
          onInstance: (instance) => this.#observe(this.#table.setInstance(instance, kind)),
          onRemoved: (instanceId) => {
            const entry = this.#table.removeInstance(instanceId);
            if (entry !== undefined) this.#observe(entry);
          },
          onAway: (failure) => {
            log.warn("The runtime does not answer", { runtime: kind, reason: failure.message });
            this.#away.set(kind, failure);
            this.#hear(kind);
          },
        }, this.#ending.signal).catch((error) => {
          log.error("Cannot follow a runtime", { runtime: kind, error: messageOf(error) });
          this.#away.set(kind, { kind: "runtime-away", message: messageOf(error) });
          this.#hear(kind);
        }),
      );
    }
    this.#definitions = every(clock, DEFINITIONS_MS, {
      call: () => this.#lookAtDefinitions(),
      onError: (error) => log.error("Cannot look at the workload definitions", { error: messageOf(error) }),
    });
  }

  #tidy(entries: Iterable<ServiceEntry>): void {
    if (this.#ending.signal.aborted) return;
    for (const entry of [...entries]) {
      this.#actor.tidy(entry).catch((error) => {
        this.#options.log.warn("Cannot remove what is left of instances", { error: messageOf(error) });
      });
    }
  }

  /** I4. */
  #hear(kind: RuntimeKind): void {
    const wasReady = this.#isReady();
    this.#heard.add(kind);
    if (wasReady || !this.#isReady()) return;
    for (const entry of this.#table.all()) this.#observe(entry);
    this.#ready.resolve();
  }

  #isReady(): boolean {
    return this.#options.drivers.every(({ kind }) => this.#heard.has(kind));
  }

  #lookAtDefinitions(): void {
    for (const entry of this.#table.all()) {
      if (entry.desired?.spec !== undefined && this.library.hasChanged(entry.id)) this.#observe(entry);
    }
  }

  /** What the runtimes show of the service now. */
  async #inspect(entry: ServiceEntry, signal: AbortSignal): Promise<void> {
    for (const [instanceId, { runtime }] of [...entry.instances]) {
      const driver = this.#options.drivers.find(({ kind }) => kind === runtime);
      const seen = await driver?.inspect(instanceId, signal);
      if (seen?.ok === true && entry.instances.has(instanceId)) this.#table.setInstance(seen.value, runtime);
      else if (seen?.ok === false && seen.failure.kind === "not-found") entry.instances.delete(instanceId);
    }
  }

  /** Compares, and reports where something is new. */
  #observe(entry: ServiceEntry, { isForced = false }: { readonly isForced?: boolean } = {}): void {
    if (!this.#isReady() || this.#ending.signal.aborted) return;
    const observation = this.#compute(entry);
    const signature = signatureOf(observation);
    if (!isForced && this.#reported.get(entry.id)?.signature === signature) return;
    const diff = this.#stamp(observation);
    this.#reported.set(entry.id, { signature, diff });
    for (const listener of this.#listeners) listener(diff);
    if (entry.desired === undefined && entry.instances.size === 0 && entry.phases.size === 0) {
      this.#forget(entry.id);
    }
  }

  #newest(entry: ServiceEntry): StateDiff {
    this.#observe(entry);
    return this.#reported.get(entry.id)?.diff ?? this.#stamp(this.#compute(entry));
  }

  #compute(entry: ServiceEntry): Observation {
    return observationOf(entry.id, {
      node: this.name,
      desired: entry.desired,
      replicas: replicaSights(entry, this.#table),
      definition: this.#definitionSight(entry),
    });
  }

  #definitionSight(entry: ServiceEntry): DefinitionSight {
    const spec = entry.desired?.spec;
    if (spec === undefined) return { exitCodes: DEFAULT_EXIT_CODES };
    const { version, config } = spec;
    const prepared = this.#launcher.prepare(entry.id, {
      shape: { version, config },
      replica: 0,
      directory: "/",
    });
    if (prepared.ok) {
      const { fingerprint, exitCodes, runtime } = prepared.definition;
      const away = this.#away.get(runtime.kind);
      const obstacle = away && { kind: "runtime" as const, message: shortened(away.message) };
      return { fingerprint, exitCodes, ...(obstacle && { obstacle }) };
    }
    const { failure } = prepared;
    const obstacle = failure.kind === "driver"
      ? { kind: "runtime" as const, message: shortened(failure.failure.message) }
      : { kind: failure.kind, message: shortened(failure.message) };
    return { exitCodes: DEFAULT_EXIT_CODES, obstacle };
  }

  #stamp(observation: Observation): StateDiff {
    this.#sequence += 1n;
    return { ...observation, sequence: this.#sequence, observedAtMs: this.#options.clock.wallMs() };
  }

  /** The oldest service that is neither wanted nor there makes room for a new one. */
  #makeRoom(): void {
    for (const entry of this.#table.all()) {
      if (entry.desired?.spec !== undefined || entry.instances.size > 0) continue;
      return this.#forget(entry.id);
    }
    throw new StateManagerError({
      kind: "limit",
      what: `services of node ${this.name}`,
      limit: CAPACITY_SERVICES,
      setting: "none: it is fixed",
    });
  }

  #forget(id: ResourceId): void {
    this.#table.forget(id);
    this.#store.forgetDesired(id);
    this.#reported.delete(id);
    this.library.forget(id);
  }
}

/** Everything that a diff says; two equal ones are one. */
function signatureOf(observation: Observation): string {
  return JSON.stringify(observation, (_key, value) => typeof value === "bigint" ? String(value) : value);
}

/** A message of a diff has at most 1,024 bytes. */
function shortened(message: string): string {
  const bytes = new TextEncoder().encode(message);
  return bytes.length <= 1_024
    ? message
    : `${new TextDecoder().decode(bytes.slice(0, 1_000)).replace(/\uFFFD+$/, "")} ...`;
}
