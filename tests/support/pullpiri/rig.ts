/**
 * The reference stack: store, nodes with their agents, ActionController, apiserver, FilterGateway and PolicyManager as they were measured,
 * around a State Manager that knows Pullpiri, all under a virtual clock.
 */
import { StateManager } from "../../../src/manager.ts";
import { delay } from "../../../src/kit/delay.ts";
import type { ManagerSettings } from "../../../src/manager/core/settings.ts";
import { managerSettings } from "../../../src/platform/config/manager_settings.ts";
import { loadConfig } from "../../../src/platform/config/config.ts";
import { Pullpiri, type PullpiriSettings } from "../../../src/pullpiri/adapter.ts";
import type { FaultReport } from "../../../src/pullpiri/peer_requests.ts";
import type { StateAlert } from "../../../src/state/alert.ts";
import type { ServiceState } from "../../../src/state/model.ts";
import { parseResourceId } from "../../../src/state/resource_id.ts";
import { seededRandom } from "../engine/rig.ts";
import { MemoryStore } from "../engine/memory_store.ts";
import { VirtualClock } from "../engine/virtual_clock.ts";
import { MemoryLog } from "../memory_log.ts";
import { type Applied, storeArtifacts } from "./applied.ts";
import { SimController } from "./sim_controller.ts";
import { SimNode } from "./sim_node.ts";
import { SimStore } from "./sim_store.ts";

export type { Applied };

export const PULLPIRI_SETTINGS: PullpiriSettings = {
  agentPort: 47_004,
  heartbeatMs: 1_000,
  resyncMs: 10_000,
  agentGraceMs: 2_500,
  withdraw: "keep",
  isPublishing: true,
  maxNodes: 64,
  maxServices: 1_000,
};

export interface PullpiriRigOptions {
  readonly hosts?: readonly string[];
  readonly settings?: Partial<PullpiriSettings>;
  readonly manager?: Partial<ManagerSettings>;
}

const CONFIG = loadConfig({ env: {}, flags: {}, readFile: () => "" }).config;
const MANAGER: ManagerSettings = {
  ...managerSettings(CONFIG),
  unreachableAfterMs: 2_000,
  lostAfterMs: 3_000,
};

export class PullpiriRig implements AsyncDisposable {
  readonly clock = new VirtualClock();
  readonly log = new MemoryLog();
  readonly alerts: StateAlert[] = [];
  readonly store = new SimStore(this.clock);
  readonly nodes: Map<string, SimNode>;
  readonly controller: SimController;
  readonly faults: FaultReport[] = [];
  readonly applied = new Map<string, Applied>();
  journal = new MemoryStore();
  /** Longest time that a peer waited for an answer, of those that have one. */
  memory: string | undefined;
  readonly #options: PullpiriRigOptions;
  readonly #random = seededRandom(7);
  readonly #end = new AbortController();
  #runs = 0;
  #manager: StateManager | undefined;
  #pullpiri: Pullpiri | undefined;

  constructor(options: PullpiriRigOptions = {}) {
    this.#options = options;
    const { clock, store } = this;
    const hosts = options.hosts ?? ["ZONE1"];
    this.nodes = new Map(hosts.map((host) => [
      host,
      new SimNode(host, {
        ...{ clock, store },
        tell: async (name, list) => {
          await Promise.resolve();
          if (this.#pullpiri === undefined) throw new Error("connection refused");
          this.#pullpiri.containerList(name, list);
        },
      }),
    ]));
    hosts.forEach((host, index) => this.#register(host, `127.0.0.${5 + index}`, 2));
    this.#register("HPC", "127.0.0.1", 1);
    this.controller = new SimController({
      ...{ clock, store, nodes: this.nodes },
      completed: (scenario) => void this.#tell(scenario, "allowed", "completed", "actioncontroller"),
    });
    for (const node of this.nodes.values()) node.start();
  }

  get manager(): StateManager {
    if (this.#manager === undefined) throw new Error("the State Manager does not run");
    return this.#manager;
  }

  get pullpiri(): Pullpiri {
    if (this.#pullpiri === undefined) throw new Error("the State Manager does not run");
    return this.#pullpiri;
  }

  node(host: string): SimNode {
    const node = this.nodes.get(host);
    if (node === undefined) throw new Error(`no node ${host}`);
    return node;
  }

  /** The State Manager starts. */
  start(): void {
    const { clock, log } = this;
    const run = ++this.#runs;
    let id = 0;
    const pullpiri = new Pullpiri({
      ...{ clock, log, store: this.store, controller: this.controller },
      settings: { ...PULLPIRI_SETTINGS, ...this.#options.settings },
      connectAgent: (raw) => ({
        heartbeat: async (signal) => {
          await delay(clock, 6, signal);
          return this.nodes.get(raw)?.isUp ?? false;
        },
        [Symbol.asyncDispose]: () => Promise.resolve(),
      }),
      policy: {
        reportFault: (report) => {
          this.faults.push(report);
          return Promise.resolve("reported");
        },
      },
      memory: { read: () => this.memory, write: (text) => void (this.memory = text) },
    });
    const manager = new StateManager({
      ...{ store: this.journal, agents: [], controller: pullpiri.controller, clock, log },
      monitoring: { queueAlert: (alert) => void this.alerts.push(alert), queueMetrics: () => {} },
      random: this.#random,
      ids: { next: () => `run${run}-${++id}` },
      settings: { ...MANAGER, ...this.#options.manager },
    });
    manager.initialize();
    manager.startReconciliation();
    pullpiri.start(manager);
    this.#manager = manager;
    this.#pullpiri = pullpiri;
  }

  /** It dies as by kill -9. */
  async kill(): Promise<void> {
    this.journal = this.journal.copy();
    const [manager, pullpiri] = [this.#manager, this.#pullpiri];
    this.#manager = undefined;
    this.#pullpiri = undefined;
    const kept = this.memory;
    let isOver = false;
    void Promise.all([pullpiri?.[Symbol.asyncDispose](), manager?.stopReconciliation(0)])
      .then(() => isOver = true);
    await this.clock.settle();
    this.memory = kept;
    if (!isOver) await this.clock.until(() => isOver, 10_000, "the end of the State Manager");
  }

  /** POST /api/artifact: announced, stored, and then triggered by the FilterGateway. */
  async post(applied: Applied): Promise<void> {
    this.applied.set(applied.scenario, applied);
    this.#tell(applied.scenario, "", "idle", "apiserver");
    await delay(this.clock, 15);
    storeArtifacts(this.store.values, applied);
    await delay(this.clock, 10);
    await this.#arrived(applied.scenario);
  }

  /** The same, as fast as the clock goes. */
  async apply(applied: Applied): Promise<void> {
    let isOver = false;
    void this.post(applied).then(() => isOver = true);
    await this.clock.until(() => isOver, 5_000, "the POST");
  }

  /** The condition is met: a DDS sample fulfils it. */
  satisfy(scenario: string): void {
    this.#tell(scenario, "waiting", "satisfied", "filtergateway");
    void this.controller.trigger(scenario);
  }

  /** apiserver or FilterGateway starts again: all stored scenarios are triggered, in order of key. */
  replay(): void {
    void (async () => {
      for (const scenario of [...this.applied.keys()].sort()) await this.#arrived(scenario);
    })();
  }

  delete(scenario: string): void {
    this.store.values.delete(`Scenario/${scenario}`);
    this.applied.delete(scenario);
  }

  /** A policy that is always over its threshold: the node that has the model asks about every 1.2 s, and waits 30 s after a yes. */
  async keepOffloading(applied: Applied, answers: boolean[]): Promise<void> {
    const { signal } = this.#end;
    const [model] = applied.models;
    if (model === undefined) return;
    let quietUntilMs = 0;
    while (!signal.aborted) {
      await delay(this.clock, 1_200, signal);
      const source = [...this.nodes.values()].find((node) => node.isRunning(`${model.name}_c1`));
      const target = applied.policy?.nodes.find((name) => name !== source?.host);
      if (
        signal.aborted || source === undefined || target === undefined ||
        this.clock.monotonicMs() < quietUntilMs
      ) continue;
      const { isAccepted } = await this.pullpiri.offload({
        ...{ scenarioName: applied.scenario, packageName: applied.packageName, modelName: model.name },
        ...{
          sourceNode: source.host,
          targetNode: target,
          policyName: applied.policy?.name ?? "",
          reason: "Memory",
        },
      });
      answers.push(isAccepted);
      if (isAccepted) quietUntilMs = this.clock.monotonicMs() + 30_000;
    }
  }

  service(id: string): ServiceState | undefined {
    return this.#manager?.record(parseResourceId(id))?.service;
  }

  state(id: string): string {
    return this.service(id)?.status.state ?? "none";
  }

  /** Milliseconds of virtual time until the condition holds. */
  async took(condition: () => boolean, limitMs: number, what: string): Promise<number> {
    const startedAtMs = this.clock.monotonicMs();
    await this.clock.until(condition, limitMs, what);
    return this.clock.monotonicMs() - startedAtMs;
  }

  key(key: string): string | undefined {
    return this.store.values.get(key);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#end.abort();
    for (const node of this.nodes.values()) node.stopAgent();
    if (this.#manager !== undefined) await this.kill();
    await this.clock.settle();
  }

  async #arrived(name: string): Promise<void> {
    const applied = this.applied.get(name);
    if (applied?.hasCondition === true) this.#tell(name, "idle", "waiting", "filtergateway");
    else await this.controller.trigger(name);
  }

  /** Whoever sends it waits for an answer and ignores it; where nobody listens, it is lost. */
  #tell(scenario: string, currentState: string, targetState: string, source: string): void {
    const ns = `${this.clock.wallMs()}000000`;
    this.#pullpiri?.stateChange({
      ...{
        resourceType: "RESOURCE_TYPE_SCENARIO",
        resourceName: scenario,
        currentState,
        targetState,
        source,
      },
      ...{ transitionId: `${source}-${ns}`, timestampNs: ns },
    });
  }

  #register(host: string, ip: string, role: number): void {
    const { values } = this.store;
    values.set(`nodes/${host}`, ip);
    values.set(`nodes/${ip}`, host);
    values.set(
      `cluster/nodes/${host}`,
      JSON.stringify({ node_id: host, hostname: host, ip_address: ip, node_role: role, status: 3 }),
    );
  }
}
