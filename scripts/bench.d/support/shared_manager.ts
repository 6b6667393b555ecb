/**
 * A manager as the daemon has it, in this process: its journal is on the disk, its etcd is real, and around it is nobody. What it
 * commits is told by the bench.
 */
import { newClient } from "../../../src/etcd/client.ts";
import { Keys } from "../../../src/etcd/share/keys.ts";
import type { EtcdKv, TxnRequest } from "../../../src/etcd/client/kv.ts";
import { SharedState } from "../../../src/etcd/share/shared_state.ts";
import { JOURNAL_FILE, openJournal } from "../../../src/journal/journal.ts";
import { StateManager } from "../../../src/manager.ts";
import { SystemClock } from "../../../src/platform/process/clock.ts";
import { loadConfig } from "../../../src/platform/config/config.ts";
import { RunIdSource } from "../../../src/platform/process/ids.ts";
import { managerSettings } from "../../../src/platform/config/manager_settings.ts";
import { SystemRandom } from "../../../src/platform/process/random.ts";
import type { ServiceRecord } from "../../../src/state/record.ts";
import { BACKLOG_EVENTS } from "../../../src/platform/config/memory.ts";
import { DEFAULT_SPEC } from "../../../src/state/model.ts";
import { type ResourceId, resourceId } from "../../../src/state/resource_id.ts";
import { SILENT } from "../../../tests/support/silent_log.ts";

const CALL_TIMEOUT_MS = 10_000;
const EVENTS_IN_JOURNAL = 256;
const NODE = "front";

export interface SharedManagerOptions {
  /** State directory: the journal is in there. */
  readonly stateDir: string;
  /** Not set = the journal alone. */
  readonly endpoint?: string;
  readonly services: number;
  /** Configuration of each service; default: none. */
  readonly config?: Readonly<Record<string, string>>;
}

/** Services with criticality B, as on a node that keeps them running. */
export class SharedManager implements AsyncDisposable {
  readonly manager: StateManager;
  /** The transactions that write state, as they went to etcd, while `isRecording`. */
  readonly recorded: TxnRequest[] = [];
  isRecording = false;
  readonly #services: number;
  readonly #stack: AsyncDisposableStack;
  readonly #shared: SharedState | undefined;

  private constructor(manager: StateManager, options: SharedManagerOptions, stack: AsyncDisposableStack) {
    this.manager = manager;
    this.#services = options.services;
    this.#stack = stack;
    this.#shared = options.endpoint === undefined ? undefined : this.#share(options.endpoint, stack);
  }

  /** Resolves once every service is known, in the journal and in etcd. */
  static async start(options: SharedManagerOptions): Promise<SharedManager> {
    await using stack = new AsyncDisposableStack();
    const { journal } = openJournal(`${options.stateDir}/${JOURNAL_FILE}`, { ringSize: EVENTS_IN_JOURNAL });
    stack.use(journal);
    const manager = new StateManager({
      ...{ store: journal, agents: [], controller: NOBODY, clock: new SystemClock(), log: SILENT },
      ...{ random: new SystemRandom(), ids: new RunIdSource() },
      monitoring: { queueAlert: () => {}, queueMetrics: () => {} },
      settings: { ...defaultSettings(), maxServices: options.services },
    });
    manager.initialize();
    const made = new SharedManager(manager, options, stack.move());
    try {
      await made.#fill(options.config ?? {});
    } catch (error) {
      await made[Symbol.asyncDispose]();
      throw error;
    }
    return made;
  }

  /** A new status of the service whose turn it is, with its event: one commit. */
  commitStatus(turn: number): void {
    const record = this.manager.record(serviceId(turn % this.#services));
    if (record === undefined) throw new Error(`service ${turn % this.#services} is unknown`);
    this.manager.takeOver(withStatus(record, turn), "the bench has seen it");
  }

  /** Resolves when everything committed so far is in etcd. */
  async untilShared(): Promise<void> {
    const isShared = await this.#shared?.mayAct(this.manager.revision(), AbortSignal.timeout(120_000));
    if (isShared === false) throw new Error("etcd does not take the state");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.manager.stopReconciliation(0);
    await this.#shared?.stop(CALL_TIMEOUT_MS);
    await this.#stack[Symbol.asyncDispose]();
  }

  #share(endpoint: string, stack: AsyncDisposableStack): SharedState {
    const clock = new SystemClock();
    const random = new SystemRandom();
    const client = stack.use(
      newClient({ endpoints: [endpoint], callTimeoutMs: CALL_TIMEOUT_MS, log: SILENT, clock }),
    );
    const { etcd, ha, limits } = loadDefaults();
    return new SharedState({
      ...{ instance: "bench", manager: this.manager },
      etcd: {
        ...{ keys: new Keys(), clock, log: SILENT, kv: this.#recording(client) },
        random01: () => random.next(),
      },
      settings: {
        isHa: false,
        leaseTtlMs: ha.leaseTtlMs,
        linger: { lingerMs: etcd.lingerMs, quietMs: etcd.quietLingerMs },
        ringSize: etcd.eventsPerService,
        endedServices: etcd.endedServices,
        capacityEvents: BACKLOG_EVENTS,
        maxServices: limits.services,
      },
      nodes: { onRegistered: () => undefined, onUnregistered: () => {}, onRefused: () => {} },
      knownNodes: new Map(),
      onLeadership: () => Promise.resolve(),
    });
  }

  #recording(kv: EtcdKv): EtcdKv {
    return {
      range: (request, options) => kv.range(request, options),
      txn: (request, options) => {
        if (this.isRecording && request.then.some(({ kind }) => kind === "put")) this.recorded.push(request);
        return kv.txn(request, options);
      },
      leaseGrant: (ttlSeconds, options) => kv.leaseGrant(ttlSeconds, options),
      leaseKeepAlive: (id, options) => kv.leaseKeepAlive(id, options),
      leaseRevoke: (id, options) => kv.leaseRevoke(id, options),
      openWatch: (request, listener) => kv.openWatch(request, listener),
    };
  }

  async #fill(config: Readonly<Record<string, string>>): Promise<void> {
    this.#shared?.start();
    await this.#shared?.synced(CALL_TIMEOUT_MS);
    const spec = { ...DEFAULT_SPEC, version: "1.0.0", criticality: "B", nodes: [NODE], config } as const;
    const change = { labels: {}, expectedGeneration: 0n, reason: "bench" };
    for (let index = 0; index < this.#services; index++) {
      this.manager.acceptDesired({ ...change, resourceId: serviceId(index), spec });
      this.commitStatus(index);
      // What goes to etcd keeps up: the backlog is a measure of its own.
      if (index % 500 === 499) await this.untilShared();
    }
    await this.untilShared();
  }
}

function serviceId(index: number): ResourceId {
  return resourceId(`bench${index % 10}`, `service-${index}`);
}

/** As of a service that runs, looked at once more. */
function withStatus(record: ServiceRecord, turn: number): ServiceRecord {
  const { service } = record;
  const nowMs = Date.now();
  const status = {
    ...service.status,
    ...{ observedGeneration: service.metadata.generation, state: "Running", node: NODE } as const,
    ...{ replicas: 1, availableReplicas: 1, lastReconcileTimeMs: nowMs, stateSinceMs: nowMs },
    lastReason: `Running as wanted, look ${turn}`,
    lastKnownGood: {
      version: service.spec.version,
      config: service.spec.config,
      generation: service.metadata.generation,
    },
  };
  return { ...record, service: { ...service, status } };
}

function loadDefaults(): ReturnType<typeof loadConfig>["config"] {
  return loadConfig({
    ...{ path: "/dev/null", env: {}, flags: {}, hostname: "bench", flagName: (key: string) => key },
    readFile: () => "state_dir: /nonexistent\n",
  }).config;
}

function defaultSettings(): ReturnType<typeof managerSettings> {
  return managerSettings(loadDefaults());
}

const refuse = (): Promise<never> => Promise.reject(new Error("there is no ActionController"));
const NOBODY = {
  ...{ executeAction: refuse, requestRecovery: refuse, requestLifecycleAction: refuse },
  isReachable: () => false,
};
