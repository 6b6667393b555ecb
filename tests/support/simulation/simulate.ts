/**
 * Runs a schedule: a pure function of it, byte for byte.
 *
 * After the last entry all faults end, and two things must come: first everything that recovery can still mend by itself is mended,
 * then, with a good spec for every service, everything is as wanted; each within a computed bound.
 */
import { backoffUpperBoundMs } from "../../../src/kit/backoff.ts";
import type { ManagerSettings } from "../../../src/manager/core/settings.ts";
import type { ServiceRecord } from "../../../src/state/record.ts";
import { isIsolated } from "../../../src/state/model.ts";
import { Digest } from "./digest.ts";
import { begin } from "./faults.ts";
import { FOREIGN_RECOVERY } from "./faults_etcd.ts";
import { allInvariants } from "./invariants/all.ts";
import { agreesWithEtcd, shortcomingOf } from "./invariants/settled.ts";
import type { Schedule, SimEvent, SimulationResult } from "./model.ts";
import type { Invariant } from "./observer.ts";
import { Reporter } from "./reporter.ts";
import { SIM_SETTINGS, World, worldOf } from "./world.ts";

/** Between two checks. */
const STEP_MS = 500;
/** Nodes come back, leaders are elected, looks are taken. */
const SETTLE_MS = 25_000;
/** From a new spec to a running service, without queueing for its start. */
const START_MS = 12_000;
/** A follower that hears nothing finds out. */
const AGREE_MS = 90_000;

export async function simulate(schedule: Schedule): Promise<SimulationResult> {
  return await new Simulation(schedule).run();
}

class Simulation {
  readonly #schedule: Schedule;
  readonly #world: World;
  readonly #reporter: Reporter;
  readonly #digest = new Digest();
  readonly #ends = new Map<SimEvent, () => void>();

  constructor(schedule: Schedule) {
    this.#schedule = schedule;
    this.#reporter = new Reporter(() => this.#world.clock.monotonicMs());
    this.#world = new World(
      worldOf(schedule),
      (world) => [this.#recorder(), ...allInvariants(world, this.#reporter)],
    );
  }

  async run(): Promise<SimulationResult> {
    const world = this.#world;
    for (const instance of world.instances) instance.start();
    await this.#advance(this.#schedule.mode === "alone" ? 100 : 2_500);
    for (const event of this.#schedule.events) {
      await this.#advance(Math.max(0, event.atMs - world.clock.monotonicMs()));
      this.#begin(event);
      await world.clock.settle();
      world.observers.stepped();
    }
    await this.#mend();
    await this.#satisfy();
    world.observers.settled();
    return {
      violations: this.#reporter.violations,
      virtualMs: world.clock.monotonicMs(),
      digest: this.#digest.value,
    };
  }

  #begin(event: SimEvent): void {
    const end = begin(this.#world, event);
    if (end === undefined) return;
    this.#ends.set(event, end);
    this.#world.clock.schedule(event.forMs, () => this.#end(event));
  }

  #end(event: SimEvent): void {
    const end = this.#ends.get(event);
    this.#ends.delete(event);
    end?.();
  }

  async #advance(byMs: number): Promise<void> {
    const endMs = this.#world.clock.monotonicMs() + byMs;
    for (;;) {
      const leftMs = endMs - this.#world.clock.monotonicMs();
      if (leftMs <= 0) return;
      await this.#world.clock.advance(Math.min(STEP_MS, leftMs));
      this.#world.observers.stepped();
    }
  }

  /** The faults are over; nobody asks for anything. */
  async #mend(): Promise<void> {
    this.#world.isMending = true;
    for (const event of [...this.#ends.keys()]) this.#end(event);
    for (const node of this.#world.nodes.values()) node.setUp(true);
    await this.#advance(SETTLE_MS);
    const report = this.#reporter.for("mends-itself");
    const world = this.#world;
    const records = () => [...world.leader?.manager.records() ?? []];
    const mostMs = Math.max(0, ...records().map((record) => mendingMs(record, world.settings)));
    const endMs = world.clock.monotonicMs() + mostMs;
    const open = () => records().filter((record) => this.#isMendable(record) && shortcomingOf(world, record));
    while (open().length > 0 && world.clock.monotonicMs() < endMs) await this.#advance(2_000);
    this.#compare(records());
    for (const record of open()) report(`${record.service.metadata.id} ${shortcomingOf(world, record)}`);
  }

  /** Nothing is written any more, or hardly: etcd has what was decided before, too. */
  #compare(records: readonly ServiceRecord[]): void {
    const { manager } = this.#world.leader ?? {};
    const isQuiet = manager?.status().counters['statemanager_buffer_entries{buffer="etcd_backlog"}'] === 0;
    if (this.#schedule.mode === "alone" || !isQuiet) return;
    const { etcd, keys } = this.#world;
    for (const record of records) {
      const kept = etcd.entry(keys.recovery(record.service.metadata.id));
      if (kept?.value === FOREIGN_RECOVERY) continue;
      agreesWithEtcd(this.#reporter.for("all-agree"), this.#world, record);
    }
  }

  /** Nothing that a person did or has to do stands in the way, of it and of what it depends on. */
  #isMendable({ service, recovery }: ServiceRecord, depth = 0): boolean {
    const { spec, metadata } = service;
    const isWell = spec.state === "Running" && !isIsolated(service) && recovery?.lastAction !== "Notify" &&
      !spec.version.includes("crash") && spec.config["mode"] !== "invalid" && metadata.generation > 0n;
    return isWell && depth < 20 && spec.dependencies.every(({ resourceId }) => {
      const needed = this.#world.leader?.manager.record(resourceId);
      return needed !== undefined && this.#isMendable(needed, depth + 1);
    });
  }

  async #satisfy(): Promise<void> {
    const world = this.#world;
    for (const id of world.ids) {
      world.version += 1;
      world.change(id, {
        ...{ version: `v${world.version}`, config: {}, replicas: 2, state: "Running" },
        ...{ nodes: [], dependencies: world.service(id)?.spec.dependencies ?? [] },
      });
    }
    const startsMs = world.ids.length / SIM_SETTINGS.startsPerSecond * 1_000;
    const chainMs = Math.min(world.ids.length, 8) * 1_000;
    const endMs = world.clock.monotonicMs() + START_MS + startsMs + chainMs;
    const isDone = () =>
      world.ids.every((id) => {
        const record = world.leader?.manager.record(id);
        return record !== undefined && shortcomingOf(world, record) === undefined;
      });
    await this.#advance(2_000);
    while (!isDone() && world.clock.monotonicMs() < endMs) await this.#advance(1_000);
    // What was decided last reaches etcd and the others; a watch that fell silent is noticed.
    const agreeMs = world.clock.monotonicMs() + AGREE_MS;
    await this.#advance(3_000);
    while (!this.#areAlike() && world.clock.monotonicMs() < agreeMs) await this.#advance(1_000);
  }

  /** Every instance knows as much as the one that leads. */
  #areAlike(): boolean {
    const revisions = this.#world.instances.map(({ run }) => run?.manager.revision());
    return new Set(revisions).size === 1;
  }

  /** Everything that leaves, for the digest. */
  #recorder(): Invariant {
    const at = () => this.#world.clock.monotonicMs();
    return {
      name: "recorder",
      committed: (run, { events }) => {
        for (const { revision, eventType, resourceId, metadata } of events) {
          this.#digest.add(
            `${at()} ${run.instance} ${revision} ${eventType} ${resourceId} ${metadata["reason"]}`,
          );
        }
      },
      sent: (run, { id }) => this.#digest.add(`${at()} ${run.instance} sends ${id}`),
      executed: ({ id }) => this.#digest.add(`${at()} executed ${id}`),
      alerted: (run, { reason, message }) => this.#digest.add(`${at()} ${run.instance} ${reason} ${message}`),
    };
  }
}

/** All backoffs, damping, a plan that is being verified, and an action whose controller came back late. */
function mendingMs({ recovery, service }: ServiceRecord, settings: ManagerSettings): number {
  const failures = (recovery?.failureCount ?? 0) + 2;
  const isFlapping = (service.status.flapScore ?? 0) > 0;
  const { flap, strategies } = settings;
  const backoff = {
    ...settings.backoff,
    baseMs: strategies.Crash?.backoffDelayMs ?? settings.backoff.baseMs,
  };
  return 60_000 + 2 * backoffUpperBoundMs(failures, backoff) + (isFlapping ? flap.maxDampedMs : 0);
}
