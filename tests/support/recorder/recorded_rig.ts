/** A recorded manager with everything around it in memory: each start of it is a recording of its own. */
import type { SpecChange } from "../../../src/manager/serve/api.ts";
import type { ManagerSettings } from "../../../src/manager/core/settings.ts";
import { inNextTask, nextTask } from "../../../src/platform/process/next_task.ts";
import type { Recording } from "../../../src/recorder/reading.ts";
import { readRecording } from "../../../src/recorder/reading.ts";
import { RecordingManager } from "../../../src/recorder/recording_manager.ts";
import type { ReplayResult } from "../../../src/ports/replay.ts";
import { replay } from "../../../src/recorder/replay.ts";
import { DEFAULT_SPEC, type ServiceSpec, type ServiceState } from "../../../src/state/model.ts";
import { parseResourceId, type ResourceId } from "../../../src/state/resource_id.ts";
import { FakeController } from "../engine/fake_controller.ts";
import { FakeNode } from "../engine/fake_node.ts";
import { MemoryStore } from "../engine/memory_store.ts";
import { seededRandom, SETTINGS } from "../engine/rig.ts";
import { VirtualClock } from "../engine/virtual_clock.ts";
import { MemoryLog } from "../memory_log.ts";

/** Time stands still until nothing waits for its turn. */
class TurnClock extends VirtualClock {
  isPending: () => boolean = () => false;

  override async settle(): Promise<void> {
    do {
      await nextTask();
      await nextTask();
    } while (this.isPending());
  }
}

export class RecordedRig implements AsyncDisposable {
  readonly clock = new TurnClock();
  readonly log = new MemoryLog();
  readonly nodes: ReadonlyMap<string, FakeNode>;
  readonly controller: FakeController;
  /** The text of each run, oldest first. */
  readonly recordings: string[][] = [];
  store = new MemoryStore();
  readonly #settings: ManagerSettings;
  readonly #random: { next(): number };
  #manager: RecordingManager;

  constructor(options: { readonly settings?: Partial<ManagerSettings>; readonly seed?: number } = {}) {
    this.nodes = new Map(["front", "rear"].map((name) => [name, new FakeNode(name, this.clock)]));
    this.controller = new FakeController(this.nodes, this.clock);
    this.#settings = { ...SETTINGS, ...options.settings };
    this.#random = seededRandom(options.seed ?? 1);
    this.#manager = this.#newManager();
  }

  get manager(): RecordingManager {
    return this.#manager;
  }

  node(name: string): FakeNode {
    const node = this.nodes.get(name);
    if (node === undefined) throw new Error(`no node ${name}`);
    return node;
  }

  start(): void {
    this.#manager.initialize();
    this.#manager.startReconciliation();
  }

  /** The manager dies as by kill -9, and another one starts from the same store. */
  async crashAndRestart(): Promise<void> {
    this.store = this.store.copy();
    await this.#stop();
    this.#manager = this.#newManager();
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

  find(id: ResourceId): ServiceState | undefined {
    return this.#manager.record(id)?.service;
  }

  async untilState(id: ResourceId, state: string, limitMs = 20_000): Promise<void> {
    await this.clock.until(() => this.find(id)?.status.state === state, limitMs, `${id} is ${state}`);
  }

  /** What was recorded in the nth run. */
  text(run: number): string {
    return (this.recordings[run] ?? []).map((line) => `${line}\n`).join("");
  }

  recording(run: number): Recording {
    return readRecording(this.text(run));
  }

  replay(run: number, settings: Partial<ManagerSettings> = {}): Promise<ReplayResult> {
    return replay(this.recording(run), { drained: nextTask, settings });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stop();
  }

  async #stop(): Promise<void> {
    let isStopped = false;
    void this.#manager.stopReconciliation(0).then(() => isStopped = true);
    await this.clock.until(() => isStopped, 60_000, "the end of the manager");
  }

  #newManager(): RecordingManager {
    const lines: string[] = [];
    const run = this.recordings.push(lines);
    let id = 0;
    const manager = new RecordingManager({
      store: this.store,
      agents: [...this.nodes.values()],
      controller: this.controller,
      monitoring: { queueAlert: () => {}, queueMetrics: () => {} },
      clock: this.clock,
      random: this.#random,
      ids: { next: () => `run${run}-${++id}` },
      log: this.log,
      settings: this.#settings,
    }, {
      sink: { write: (line) => void lines.push(line) },
      defer: inNextTask,
      program: "test",
    });
    this.clock.isPending = () => manager.isPending;
    return manager;
  }
}
