/**
 * A seeded run of one or several managers that share an etcd which fails in every way it can, and what must hold all the way.
 *
 * The same seed gives the same run. What is added to the sharing is added here: a fault, an invariant, or both.
 */
import { readEvent } from "../../../src/etcd/share/documents.ts";
import type { ResourceId } from "../../../src/state/resource_id.ts";
import { parseResourceId } from "../../../src/state/resource_id.ts";
import { Digest } from "../simulation/digest.ts";
import { noBugIsLogged } from "../simulation/invariants/history.ts";
import { agreesWithEtcd } from "../simulation/invariants/settled.ts";
import { etcdHearsInOrder } from "../simulation/invariants/shared.ts";
import { seededRandom } from "./rig.ts";
import { SHARED_SETTINGS } from "../simulation/world.ts";
import { type Instance, SharedRig } from "./shared_rig.ts";

const SERVICES = 5;
const STEPS = 50;
/** All backoffs at their cap, every node lost once, the lease given to somebody else. */
const CONVERGENCE_MS = 240_000;
/** What was decided so recently may still be on its way to etcd. */
const UNDER_WAY_MS = 1_000;

export interface SharedSimulationResult {
  readonly faults: readonly string[];
  readonly violations: readonly string[];
  readonly digest: string;
}

class SharedSimulation {
  readonly #rig: SharedRig;
  readonly #random: { next(): number };
  readonly #ids: ResourceId[];
  readonly #faults: string[] = [];
  readonly #violations: string[] = [];
  /** What etcd was told before is void. */
  #version = 1;
  readonly #isHa: boolean;

  constructor(seed: number, instances: readonly string[]) {
    this.#random = seededRandom(seed * 7_919 + instances.length);
    this.#isHa = instances.length > 1;
    this.#rig = new SharedRig({ seed, instances });
    this.#ids = Array.from({ length: SERVICES }, (_, index) => parseResourceId(`sim/s${index}`));
  }

  async run(): Promise<SharedSimulationResult> {
    await using rig = this.#rig;
    etcdHearsInOrder((what) => this.#violations.push(what), rig);
    for (const instance of rig.instances) await instance.start();
    for (const id of this.#ids) await this.#updateSpec(id, { version: "v1" });
    for (let step = 0; step < STEPS; step++) {
      await this.#fault();
      await rig.clock.advance(this.#below(2_000));
    }
    await this.#endFaults();
    this.#checkRings();
    for (const id of this.#ids) await this.#updateSpec(id, { version: `v${++this.#version}`, replicas: 2 });
    await rig.clock.advance(CONVERGENCE_MS);
    this.#checkEnd();
    const digest = new Digest();
    for (const { value } of rig.etcd.entries(rig.keys.services)) digest.add(`${value},`);
    return { faults: this.#faults, violations: this.#violations, digest: digest.value };
  }

  async #fault(): Promise<void> {
    const rig = this.#rig;
    const id = this.#ids[this.#below(this.#ids.length)] ?? this.#ids[0];
    const instance = rig.instances[this.#below(rig.instances.length)];
    if (id === undefined || instance === undefined) return;
    const kinds: readonly (readonly [string, () => void | Promise<void>])[] = [
      ["crash", () => this.#hurt(id)],
      ["etcd down", () => rig.etcd.down()],
      ["etcd up", () => rig.etcd.up()],
      ["etcd up", () => rig.etcd.up()],
      ["partition", () => rig.etcd.partition(instance.client)],
      ["heal", () => rig.etcd.heal(instance.client)],
      ["heal", () => rig.etcd.heal(instance.client)],
      ["answers lost", () => rig.etcd.loseAnswers(1 + this.#below(3))],
      ["watches broken", () => rig.etcd.breakWatches()],
      ["watches silent", () => rig.etcd.silenceWatches()],
      ["compaction", () => this.#compact()],
      ["no space", () => rig.etcd.noSpace(true, { lateWrites: this.#below(3) })],
      ["space", () => rig.etcd.noSpace(false)],
      ["slow", () => void (rig.etcd.delayMs = this.#below(120))],
      ["fast", () => void (rig.etcd.delayMs = 1)],
      ["kill", () => this.#restart(instance)],
      ["journal fails", () => void (instance.store.failure = new Error("no space"))],
      ["journal works", () => void (instance.store.failure = undefined)],
      ["controller away", () => void (rig.controller.isAway = true)],
      ["controller back", () => void (rig.controller.isAway = false)],
      ["update", () => this.#updateSpec(id, { version: `v${++this.#version}` })],
      ["update in etcd", () => this.#write(id, { spec: { version: `v${++this.#version}` } })],
      ["invalid spec in etcd", () => this.#write(id, { spec: { version: "", meteor: true } })],
      ["status overwritten", () => this.#overwrite(rig.keys.status(id), "{}")],
      ["status deleted", () => this.#overwrite(rig.keys.status(id), undefined)],
      ["recovery overwritten", () => this.#overwrite(rig.keys.recovery(id), "not JSON")],
    ];
    const [name, act] = kinds[this.#below(kinds.length)] ?? ["nothing", () => {}];
    this.#faults.push(`${Math.round(rig.clock.monotonicMs())} ms: ${name} (${id}, ${instance.name})`);
    await act();
  }

  #hurt(id: ResourceId): void {
    for (const node of this.#rig.nodes.values()) if (node.count(id) > 0) node.hurt(id, "crashed");
  }

  #compact(): void {
    const { etcd } = this.#rig;
    if (etcd.revision > etcd.compactRevision) etcd.compact();
  }

  /** With a journal that works, and has taken what it could not before, nothing is lost by it. */
  async #restart(instance: Instance): Promise<void> {
    instance.store.failure = undefined;
    instance.manager.readHistory({ afterRevision: 0n, limit: 1, which: "newest" });
    await instance.kill();
    await instance.start();
  }

  /** Accepted by whoever accepts it; with several instances perhaps by nobody at the moment. */
  async #updateSpec(
    id: ResourceId,
    spec: { readonly version: string; readonly replicas?: number },
  ): Promise<void> {
    for (const instance of this.#rig.instances) {
      if (instance.leadership?.role !== "leader" || instance.store.failure !== undefined) continue;
      try {
        await instance.apply(id, spec);
        return;
      } catch {
        // It does not lead any more, or cannot tell the others.
      }
    }
  }

  #write(id: ResourceId, document: unknown): void {
    this.#overwrite(this.#rig.keys.spec(id), JSON.stringify(document));
  }

  #overwrite(key: string, value: string | undefined): void {
    try {
      if (value !== undefined) this.#rig.etcd.put(key, value);
      else this.#rig.etcd.delete(key);
    } catch {
      // Etcd is full.
    }
  }

  async #endFaults(): Promise<void> {
    const rig = this.#rig;
    rig.etcd.up();
    rig.etcd.noSpace(false);
    rig.etcd.loseAnswers(0);
    rig.etcd.delayMs = 1;
    rig.controller.isAway = false;
    for (const instance of rig.instances) {
      instance.store.failure = undefined;
      rig.etcd.heal(instance.client);
    }
    await rig.untilLed(60_000);
    await rig.clock.advance(20_000);
  }

  #checkEnd(): void {
    const { etcd, keys, instances, controller, sent, nodes } = this.#rig;
    const leader = instances.find((instance) => instance.isLeading);
    if (leader === undefined) return void this.#violations.push("nobody leads");
    for (const record of leader.manager.records()) {
      const { service } = record;
      const { id, revision } = service.metadata;
      agreesWithEtcd((what) => this.#violations.push(what), this.#rig, record);
      if (service.status.state !== "Running") this.#violations.push(`${id} is ${service.status.state}`);
      const running = [...nodes.values()].reduce((sum, node) => sum + node.count(id), 0);
      if (running !== 2) this.#violations.push(`${id} has ${running} replicas`);
      if (leader.store.records.get(id)?.service.metadata.revision !== revision) {
        this.#violations.push(`${id}: the journal is not memory`);
      }
      for (const other of instances) {
        if (other.find(id)?.metadata.revision !== revision) {
          this.#violations.push(
            `${id}: ${other.name} has ${other.find(id)?.metadata.revision}, not ${revision}`,
          );
        }
      }
    }
    const services = etcd.entries(keys.services).filter(({ key }) => key.endsWith("/status"));
    if (services.length !== this.#ids.length) this.#violations.push(`etcd has ${services.length} services`);
    const ids = controller.executed.map(({ id }) => id);
    if (new Set(ids).size !== ids.length) this.#violations.push("an action was executed twice under one id");
    if (this.#isHa) this.#checkTerms(sent);
    for (const instance of instances) this.#checkLog(instance);
  }

  /**
   * Etcd has the newest events of a service, and none is missing between them. An instance among several may also remember what it
   * recorded as a leader and could not tell anybody.
   */
  #checkRings(): void {
    if (this.#isHa) return;
    const { etcd, keys, leader } = this.#rig;
    for (const { service: { metadata: { id: resourceId } } } of leader?.manager.records() ?? []) {
      const ring = etcd.entries(keys.events(resourceId)).map(({ value }) => readEvent(value).revision);
      const oldest = ring.reduce((min, revision) => revision < min ? revision : min, ring[0] ?? 0n);
      const query = { resourceId, afterRevision: oldest, limit: SHARED_SETTINGS.ringSize };
      const { events } = leader?.manager.readHistory({ ...query, which: "newest" }) ?? { events: [] };
      if (ring.length === 0) continue;
      const untilMs = this.#rig.clock.wallMs() - UNDER_WAY_MS;
      const missing = events.filter(({ revision, timestampMs }) =>
        timestampMs < untilMs && !ring.includes(revision)
      );
      for (const { revision } of missing) {
        this.#violations.push(`${resourceId}: event ${revision} is not in the ring ${ring.join()}`);
      }
    }
  }

  /** Nobody acts once somebody with a higher term has. */
  #checkTerms(sent: SharedRig["sent"]): void {
    let highest = 0n;
    const holder = new Map<bigint, string>();
    for (const { term, instance } of sent) {
      if (term < highest) this.#violations.push(`${instance} acted in term ${term} after ${highest}`);
      if (term > highest) highest = term;
      const before = holder.get(term) ?? instance;
      if (before !== instance) this.#violations.push(`${before} and ${instance} acted in term ${term}`);
      holder.set(term, instance);
    }
  }

  #checkLog({ log, name }: Instance): void {
    noBugIsLogged((what) => this.#violations.push(`${name}: ${what}`), () => log.lines).settled?.();
  }

  #below(limit: number): number {
    return Math.floor(this.#random.next() * limit);
  }
}

/** Runs one seed, with so many instances. */
export async function simulateShared(
  seed: number,
  instances: readonly string[],
): Promise<SharedSimulationResult> {
  return await new SharedSimulation(seed, instances).run();
}
