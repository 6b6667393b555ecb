/**
 * Observes the processes of one node over and over and reports what changed.
 *
 * I1: every diff has a higher sequence than the one before. A new observer starts at 1: the number means nothing across restarts.
 * I2: liveness is read from /proc at each tick; only what cannot change for an instance (version, config) is remembered.
 * I3: health is the age of the heartbeat on the monotonic clock, counted from when a change was seen: wall time may jump.
 * I4: what is wanted is kept in memory alone; a restarted NodeAgent knows nothing until it is told.
 */
import { Silence } from "../../../src/kit/silence.ts";
import type { StateDiff } from "../../../src/grpc/gen/piccolo/common/v1/StateDiff.ts";
import { type DesiredState, type Observation, observationOf, type ReplicaSight } from "./observation.ts";
import { findProcess } from "./process_table.ts";
import {
  decodeConfig,
  formatName,
  type NodeStore,
  type ReplicaRecord,
  type ServiceName,
  statOf,
} from "./store.ts";

/** Services a node may be told of or run; more are refused. */
export const CAPACITY_SERVICES = 4_096;

interface KnownInstance {
  beatMtimeMs: number | undefined;
  readonly silence: Silence;
  version: string | undefined;
  config: Readonly<Record<string, string>> | undefined;
  exitCode: number | undefined;
}

interface KnownService {
  readonly id: ServiceName;
  desired: DesiredState | undefined;
  records: readonly ReplicaRecord[];
  readonly instances: Map<string, KnownInstance>;
  lastSignature: string;
  lastDiff: StateDiff | undefined;
}

export interface ObserverOptions {
  readonly store: NodeStore;
  /** A live process without a new heartbeat for this long is unresponsive. */
  readonly unresponsiveAfterMs: number;
  /** Called for each change, in order. */
  readonly onDiff: (diff: StateDiff) => void;
}

export class NodeObserver {
  readonly #options: ObserverOptions;
  readonly #services = new Map<string, KnownService>();
  #sequence = 0n;
  #changeCount = -1;
  #tick = 0;

  constructor(options: ObserverOptions) {
    this.#options = options;
  }

  /** One observation of everything. Cheap: a read of /proc per replica, the rest only when the records say that something changed. */
  tick(): void {
    this.#reread(this.#tick++ % 25 === 0);
    for (const service of [...this.#services.values()]) this.#observe(service, false);
  }

  /** Sets what is wanted. False = a newer revision is known. */
  update(id: ServiceName, desired: DesiredState): boolean {
    const service = this.#know(id);
    if (service.desired !== undefined && service.desired.revision > desired.revision) return false;
    service.desired = desired;
    this.#reread(true);
    this.#observe(service, true);
    return true;
  }

  /** A new subscription begins: what is wanted stays in force, but any revision of it may follow. */
  forgetRevisions(): void {
    for (const service of this.#services.values()) {
      if (service.desired !== undefined) service.desired = { ...service.desired, revision: 0n };
    }
  }

  knows(id: ServiceName): boolean {
    return this.#services.has(formatName(id));
  }

  get serviceCount(): number {
    return this.#services.size;
  }

  /** Observes one service now. A service nobody knows has no difference. */
  observe(id: ServiceName): StateDiff {
    this.#reread(true);
    const service = this.#services.get(formatName(id));
    if (service !== undefined) return this.#observe(service, false) ?? this.#stamp(this.#compute(service));
    return this.#stamp(
      observationOf(id, { node: this.#options.store.node, desired: undefined, replicas: [] }),
    );
  }

  /** The newest diff of every service. */
  snapshot(): StateDiff[] {
    this.tick();
    return [...this.#services.values()].flatMap(({ lastDiff }) => lastDiff === undefined ? [] : [lastDiff]);
  }

  #reread(force: boolean): void {
    const { store } = this.#options;
    const changeCount = store.changeCount();
    if (changeCount === this.#changeCount && !force) return;
    this.#changeCount = changeCount;
    const present = store.services();
    for (const id of present) this.#know(id).records = store.records(id);
    const names = new Set(present.map(formatName));
    for (const [name, service] of this.#services) if (!names.has(name)) service.records = [];
  }

  #observe(service: KnownService, isWanted: boolean): StateDiff | undefined {
    const observation = this.#compute(service);
    const signature = JSON.stringify(observation);
    const isSame = signature === service.lastSignature && !isWanted;
    const diff = isSame ? service.lastDiff : this.#stamp(observation);
    if (!isSame && diff !== undefined) {
      service.lastSignature = signature;
      service.lastDiff = diff;
      this.#options.onDiff(diff);
    }
    if (service.desired === undefined && service.records.length === 0) {
      this.#services.delete(formatName(service.id));
    }
    return isSame ? undefined : diff;
  }

  #compute(service: KnownService): Observation {
    const recorded = new Set(service.records.map(({ instance }) => instance));
    for (const instance of service.instances.keys()) {
      if (!recorded.has(instance)) service.instances.delete(instance);
    }
    return observationOf(service.id, {
      node: this.#options.store.node,
      desired: service.desired,
      replicas: service.records.map((record) => this.#see(service, record)),
    });
  }

  #see(service: KnownService, record: ReplicaRecord): ReplicaSight {
    const { store, unresponsiveAfterMs } = this.#options;
    const process = findProcess(record);
    const nowMs = performance.now();
    const known = getOrSet(service.instances, record.instance, (): KnownInstance => ({
      beatMtimeMs: undefined,
      silence: new Silence(unresponsiveAfterMs, nowMs),
      version: undefined,
      config: undefined,
      exitCode: undefined,
    }));
    const beatMtimeMs = statOf(`${store.instanceDir(service.id, record.instance)}/heartbeat`)?.mtime
      ?.getTime();
    known.silence.note(nowMs, beatMtimeMs !== known.beatMtimeMs);
    known.beatMtimeMs = beatMtimeMs;
    const read = (file: string) => store.readInstanceFile(service.id, record.instance, file);
    if (known.version === undefined) {
      const version = read("version")?.trimEnd();
      // The process writes `version` after `config`, so that one tells that both are whole.
      if (version !== undefined && version !== "") {
        known.version = version;
        known.config = decodeConfig(read("config") ?? "");
      }
    }
    const isAlive = process?.isAlive ?? false;
    if (!isAlive && known.exitCode === undefined) known.exitCode = process?.exitCode ?? wholeOf(read("exit"));
    return {
      replica: record.replica,
      phase: record.phase,
      isAlive,
      frozen: process?.isStopped === true
        ? "is stopped"
        : beatMtimeMs !== undefined && known.silence.isTooLong
        ? `has sent no heartbeat for ${unresponsiveAfterMs} ms`
        : undefined,
      hasBeaten: beatMtimeMs !== undefined,
      exitCode: known.exitCode,
      verdict: isAlive
        ? undefined
        : read("config-rejected") !== undefined
        ? "config-rejected"
        : read("resource-exhausted") !== undefined
        ? "resource-exhausted"
        : undefined,
      version: known.version,
      config: known.config,
    };
  }

  #know(id: ServiceName): KnownService {
    return getOrSet(this.#services, formatName(id), (): KnownService => ({
      id,
      desired: undefined,
      records: [],
      instances: new Map(),
      lastSignature: "",
      lastDiff: undefined,
    }));
  }

  #stamp(observation: Observation): StateDiff {
    this.#sequence += 1n;
    return { ...observation, sequence: String(this.#sequence), observedAtMs: String(Date.now()) };
  }
}

function getOrSet<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}

function wholeOf(text: string | undefined): number | undefined {
  return text === undefined || text === "" ? undefined : Number(text);
}
