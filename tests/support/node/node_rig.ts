/** A node over a fake driver: its definitions, what it reports, what it is asked for, and its restarts. */
import type { ActionAnswer } from "../../../src/node/actor.ts";
import { type ActionRequest, Node } from "../../../src/node/node.ts";
import { SystemClock } from "../../../src/platform/process/clock.ts";
import type { StateDiff } from "../../../src/state/diff.ts";
import { DEFAULT_SPEC, newServiceState, type ServiceSpec } from "../../../src/state/model.ts";
import { resourceId } from "../../../src/state/resource_id.ts";
import { SILENT } from "../silent_log.ts";
import { TempDir } from "../temp_dir.ts";
import { FakeDriver, FakeSystem } from "./fake_driver.ts";

export const LIDAR = resourceId("vehicle", "lidar");
export const DEFINITION =
  "runtime: { process: { command: ['/opt/${version}/lidar', '${config.rate:-10}'] } }";

export class NodeRig implements AsyncDisposable {
  readonly dir = new TempDir();
  readonly system = new FakeSystem();
  readonly diffs: StateDiff[] = [];
  bootId = "boot-1";
  #node: Node | undefined;
  #nextId = 1;
  #revision = 1n;

  get node(): Node {
    if (this.#node === undefined) throw new Error("the node was not opened");
    return this.#node;
  }

  /** "" = without a definition. */
  static async open(definition = DEFINITION): Promise<NodeRig> {
    const rig = new NodeRig();
    if (definition !== "") rig.define(definition);
    await rig.begin();
    return rig;
  }

  /** A node over what is there; the one before must be gone. */
  async begin(): Promise<void> {
    this.#node = await openNode(this);
    const { snapshot } = this.node.subscribe((diff) => void this.diffs.push(diff));
    this.diffs.push(...snapshot);
  }

  async restart(): Promise<void> {
    await this.node[Symbol.asyncDispose]();
    await this.begin();
  }

  define(text: string): void {
    this.dir.write("workloads/vehicle/lidar.yaml", text);
  }

  /** Sends the desired state, as the State Manager does. */
  want(spec: Partial<ServiceSpec> = {}, { isRemoved = false } = {}): boolean {
    const revision = this.#revision++;
    return this.node.updateResourceState(LIDAR, {
      spec: { ...DEFAULT_SPEC, version: "1.0", ...spec },
      status: newServiceState("lidar", "vehicle").status,
      generation: revision,
      revision,
      isRemoved,
    });
  }

  get newest(): StateDiff | undefined {
    return this.diffs.at(-1);
  }

  request(verb: ActionRequest["verb"], more: Partial<ActionRequest> = {}): ActionRequest {
    return {
      actionId: `plan-1/${this.#nextId++}`,
      verb,
      resourceId: LIDAR,
      node: "front",
      fromNode: "",
      desired: { replicas: 1, version: "1.0", config: {} },
      term: 1n,
      deadlineMs: 5_000,
      ...more,
    };
  }

  act(verb: ActionRequest["verb"], more: Partial<ActionRequest> = {}): Promise<ActionAnswer> {
    return this.node.act(this.request(verb, more));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.node[Symbol.asyncDispose]();
    this.dir[Symbol.dispose]();
  }
}

function openNode(rig: NodeRig): Promise<Node> {
  return Node.open({
    name: "front",
    stateDir: rig.dir.path,
    workloads: rig.dir.file("workloads"),
    drivers: [new FakeDriver(rig.system)],
    bootId: rig.bootId,
    clock: new SystemClock(),
    log: SILENT,
  });
}
