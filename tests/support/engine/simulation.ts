/**
 * A seeded run of the whole manager against everything that goes wrong, and the invariants that hold all the way.
 *
 * The same seed gives the same run. What is added to the manager is added here: a fault, an invariant, or both.
 */
import type { StateEvent } from "../../../src/state/events.ts";
import { isTransitionEvent, nextState } from "../../../src/state/machine.ts";
import type { ServiceStateType } from "../../../src/state/model.ts";
import type { ResourceId } from "../../../src/state/resource_id.ts";
import { Digest } from "../simulation/digest.ts";
import { Rig, seededRandom } from "./rig.ts";

const NODES = ["front", "rear"] as const;
const SERVICES = 6;
const STEPS = 60;
/** Longest way back to what is wanted after the last fault: all backoffs at their cap, and every node lost once. */
const CONVERGENCE_MS = 240_000;

export interface SimulationResult {
  /** What happened, one line a fault. */
  readonly faults: readonly string[];
  readonly violations: readonly string[];
  /** The whole history in short: equal for equal seeds. */
  readonly digest: string;
}

class Simulation {
  readonly #rig: Rig;
  readonly #random: { next(): number };
  readonly #ids: ResourceId[] = [];
  readonly faults: string[] = [];
  /** Generations that somebody was told are stored. */
  readonly #acknowledged = new Map<ResourceId, bigint>();
  readonly #lost: string[] = [];
  #version = 1;

  constructor(seed: number) {
    this.#random = seededRandom(seed * 7_919 + 1);
    this.#rig = new Rig({ seed, settings: { healthyAfterMs: 20_000, resyncMs: 10_000 } });
  }

  async run(): Promise<SimulationResult> {
    await using rig = this.#rig;
    rig.start();
    for (let index = 0; index < SERVICES; index++) await this.#add(index);
    for (let step = 0; step < STEPS; step++) {
      await this.#fault();
      await rig.clock.advance(this.#below(2_000));
    }
    this.#endFaults();
    for (const id of this.#ids) await this.#giveGoodVersion(id);
    await rig.clock.advance(CONVERGENCE_MS);
    return { faults: this.faults, violations: this.#violations(), digest: digestOf(rig.store.events) };
  }

  async #add(index: number): Promise<void> {
    const dependsOn = index > 0 && this.#chance(0.5) ? this.#ids[this.#below(index)] : undefined;
    this.#ids.push(
      await this.#rig.apply(`sim/s${index}`, {
        replicas: 1 + this.#below(2),
        nodes: this.#chance(0.3) ? [NODES[this.#below(2)] ?? "front"] : [],
        dependencies: dependsOn === undefined ? [] : [{ resourceId: dependsOn, condition: "Running" }],
      }),
    );
  }

  async #fault(): Promise<void> {
    const rig = this.#rig;
    const id = this.#ids[this.#below(this.#ids.length)] ?? this.#ids[0];
    const node = rig.node(NODES[this.#below(2)] ?? "front");
    if (id === undefined) return;
    const kinds: readonly (readonly [string, () => void | Promise<void>])[] = [
      ["crash", () => this.#hurt(id, "crashed")],
      ["freeze", () => this.#hurt(id, "frozen")],
      ["vanish", () => node.stop(id)],
      ["node down", () => node.setUp(false)],
      ["node up", () => node.setUp(true)],
      ["cut the stream", () => node.reconnect()],
      ["controller away", () => void (rig.controller.isAway = true)],
      ["controller back", () => void (rig.controller.isAway = false)],
      ["answers lost", () => void (rig.controller.faults.loseAnswers = 1)],
      ["answers come", () => void (rig.controller.faults.loseAnswers = 0)],
      ["slow controller", () => void (rig.controller.latencyMs = this.#below(500))],
      ["journal fails", () => void (rig.store.failure = new Error("no space"))],
      ["journal works", () => void (rig.store.failure = undefined)],
      ["kill the manager", () => this.#kill()],
      ["power cut", () => this.#powerCut()],
      ["sync", () => rig.store.sync()],
      ["new version", () => this.#change(id, { version: `v${++this.#version}` })],
      ["bad version", () => this.#change(id, { version: `v${++this.#version}-crash` })],
      ["bad config", () => this.#change(id, { config: { mode: "invalid" } })],
      ["scale", () => this.#change(id, { replicas: this.#below(4) })],
      ["hold", () => this.#change(id, { state: "Pending" })],
      ["outdated observation", () => rig.manager.handleStateDiff({ ...node.observe(id), sequence: 0n })],
      ["clock jump", () => rig.clock.jumpWall((this.#random.next() - 0.5) * 1e9)],
    ];
    const [name, act] = kinds[this.#below(kinds.length)] ?? ["nothing", () => {}];
    this.faults.push(`${Math.round(rig.clock.monotonicMs())} ms: ${name} (${id}, ${node.node})`);
    await act();
  }

  #hurt(id: ResourceId, state: "crashed" | "frozen"): void {
    const node = this.#rig.nodes.get(this.#rig.find(id)?.status.node ?? "");
    if (node !== undefined && node.count(id) > 0) node.hurt(id, state);
  }

  /** What the journal could not take is lost with the memory; with a journal that works nothing is. */
  async #kill(): Promise<void> {
    this.#rig.store.failure = undefined;
    await this.#rig.crashAndRestart();
  }

  /** Of this computer alone, or of all; what was acknowledged is there afterwards. */
  async #powerCut(): Promise<void> {
    const rig = this.#rig;
    rig.store.failure = undefined;
    await rig.powerCut([[], [NODES[0]], NODES][this.#below(3)] ?? []);
    for (const [id, generation] of this.#acknowledged) {
      const kept = rig.find(id)?.metadata.generation ?? 0n;
      if (kept < generation) {
        this.#lost.push(`${id}: generation ${generation} was acknowledged, ${kept} is there`);
      }
    }
  }

  async #change(id: ResourceId, change: Parameters<Rig["apply"]>[1]): Promise<void> {
    const spec = this.#rig.find(id)?.spec;
    if (spec === undefined || this.#rig.store.failure !== undefined) return;
    await this.#rig.apply(id, { ...spec, ...change });
    this.#acknowledged.set(id, this.#rig.service(id).metadata.generation);
  }

  #endFaults(): void {
    const rig = this.#rig;
    rig.store.failure = undefined;
    rig.controller.isAway = false;
    rig.controller.faults.loseAnswers = 0;
    rig.controller.latencyMs = 1;
    for (const node of rig.nodes.values()) node.setUp(true);
  }

  async #giveGoodVersion(id: ResourceId): Promise<void> {
    await this.#change(id, { version: `v${++this.#version}`, config: {}, replicas: 2, state: "Running" });
  }

  #violations(): string[] {
    const rig = this.#rig;
    const violations = [...this.#lost, ...historyViolations(rig.store.events)];
    for (const id of this.#ids) {
      const service = rig.find(id);
      const { node: home = "", state } = service?.status ?? {};
      if (state !== "Running") violations.push(`${id} is ${state}: ${service?.status.lastReason}`);
      for (const node of rig.nodes.values()) {
        const wanted = node.node === home ? 2 : 0;
        if (node.count(id) !== wanted) {
          violations.push(`${id} has ${node.count(id)} replicas on ${node.node}, not ${wanted}`);
        }
      }
      if (versionOn(rig, home, id) !== service?.spec.version) {
        violations.push(`${id} runs another version`);
      }
      const stored = rig.store.records.get(id)?.service;
      if (stored?.metadata.revision !== service?.metadata.revision) {
        violations.push(`${id}: memory is not the journal`);
      }
    }
    const ids = rig.controller.executed.map((entry) => entry.id);
    if (new Set(ids).size !== ids.length) violations.push("an action was executed twice under one id");
    for (const { level, message, fields } of rig.log.lines) {
      if (message === "A reconcile failed because of a bug") {
        violations.push(`${level}: ${message} ${JSON.stringify(fields)}`);
      }
    }
    return violations;
  }

  #below(limit: number): number {
    return Math.floor(this.#random.next() * limit);
  }

  #chance(probability: number): boolean {
    return this.#random.next() < probability;
  }
}

function versionOn(rig: Rig, node: string, id: ResourceId): string | undefined {
  return rig.nodes.get(node)?.versionOf(id);
}

/** Order of revisions, and only legal transitions. */
function* historyViolations(events: readonly StateEvent[]): Iterable<string> {
  const states = new Map<ResourceId, ServiceStateType>();
  let last = 0n;
  for (const { revision, eventType, resourceId } of events) {
    if (revision <= last) yield `revision ${revision} came after ${last}`;
    last = revision;
    if (!isTransitionEvent(eventType)) continue;
    const result = nextState(states.get(resourceId) ?? "Pending", eventType);
    if (result.kind === "applied") states.set(resourceId, result.to);
    // A journal that was full has lost what came between: the chain begins anew.
    else if (result.kind === "rejected") states.delete(resourceId);
  }
}

function digestOf(events: readonly StateEvent[]): string {
  const digest = new Digest();
  for (const { revision, eventType, resourceId, metadata } of events) {
    digest.add(`${revision}${eventType}${resourceId}${metadata["reason"] ?? ""}`);
  }
  return digest.value;
}

/** Runs one seed. */
export async function simulate(seed: number): Promise<SimulationResult> {
  return await new Simulation(seed).run();
}
