/**
 * The state as it is shared through etcd: who leads, what is written, what others want, and what a standby takes over. Puts the parts
 * together; each part explains itself.
 *
 * I1: an instance that is alone never waits for etcd, and acts whether it is there or not; among several, only the one that leads acts,
 *     and only on what the others can know (docs/adr/0010).
 * I2: each time this instance begins to lead it compares everything with etcd before it writes anything.
 */
import type { SharingApi, Standing } from "../../manager/serve/api.ts";
import type { ActionGate } from "../../ports/gate.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import { backoffDelayMs } from "../../kit/backoff.ts";
import { DesiredState } from "./desired_state.ts";
import { EndedRings } from "./ended_rings.ts";
import { Follower } from "./follower.ts";
import { join, type Joined } from "../lead/join.ts";
import type { Keys } from "./keys.ts";
import type { EtcdFailure, EtcdKv } from "../client/kv.ts";
import { Leadership, type Mandate } from "../lead/leadership.ts";
import type { LingerSettings } from "./linger.ts";
import { mergeService } from "./merge.ts";
import { NodeRegistry, type NodeRegistryListener } from "./node_registry.ts";
import { Reached } from "../lead/reached.ts";
import { Replicator } from "./replicator.ts";
import { Trouble } from "./trouble.ts";
import { pause } from "./waiting.ts";
import { EtcdWatcher } from "../watcher.ts";

export interface SharedStateSettings {
  readonly isHa: boolean;
  readonly leaseTtlMs: number;
  readonly linger: LingerSettings;
  /** Events kept per service in etcd. */
  readonly ringSize: number;
  /** Services that ended whose events are kept there. */
  readonly endedServices: number;
  /** Events that wait in memory while etcd is away. */
  readonly capacityEvents: number;
}

export interface SharedStateOptions {
  readonly kv: EtcdKv;
  readonly keys: Keys;
  readonly clock: Clock;
  readonly log: Log;
  readonly random01: () => number;
  readonly instance: string;
  readonly manager: SharingApi;
  readonly settings: SharedStateSettings;
  readonly nodes: NodeRegistryListener;
  /** Nodes that an earlier run knew, with their addresses. */
  readonly knownNodes: ReadonlyMap<string, string>;
  /** Where this instance stands has changed; with several instances, `role` says whether it is to act. */
  readonly onStanding: (standing: Standing) => void;
}

const RETRY = { baseMs: 100, capMs: 2_000 };

export class SharedState implements ActionGate {
  readonly #options: SharedStateOptions;
  readonly #leadership: Leadership;
  readonly #replicator: Replicator;
  readonly #watcher: EtcdWatcher;
  readonly #registry: NodeRegistry;
  readonly #trouble: Trouble;
  readonly #reached = new Reached();
  readonly #ended: EndedRings;
  readonly #abort = new AbortController();
  #joined = Promise.withResolvers<void>();
  #unlisten: () => void = () => {};
  #desired: DesiredState | undefined;
  #follower: Follower | undefined;
  #watches: (ReturnType<EtcdWatcher["watchPrefix"]>)[] = [];
  /** Set = everything is compared, and what changes is written. */
  #mandate: Mandate | undefined;
  #leader = "";
  #isActing = false;
  /** Whether etcd answered when it was last asked who leads: a network that swallows everything shows there before the watch ends. */
  #isHeard = true;

  constructor(options: SharedStateOptions) {
    this.#options = options;
    const { kv, keys, clock, log, random01, instance, manager, settings, nodes } = options;
    this.#trouble = new Trouble({ clock, log, alert: (draft) => manager.alert(draft) });
    this.#watcher = new EtcdWatcher({ kv, clock, random01, log });
    this.#registry = new NodeRegistry({ keys, log, listener: nodes, known: options.knownNodes });
    this.#leadership = new Leadership({
      ...{ kv, keys, clock, log, random01, instance },
      ttlMs: settings.leaseTtlMs,
      isAlone: !settings.isHa,
      knownTerm: () => manager.term(),
      listener: {
        onElected: (mandate) => void this.#begin(mandate),
        onDeposed: (reason) => this.#end(reason),
        onLeaderSeen: (holder) => {
          this.#hear(true);
          this.#seeLeader(holder);
        },
        onFailure: (failure) => {
          this.#hear(failure.kind !== "timed-out" && failure.kind !== "unavailable");
          this.#trouble.note(failure);
        },
      },
    });
    this.#ended = new EndedRings({
      ...{ kv, keys, clock, log },
      limit: settings.endedServices,
      exists: (id) => manager.record(id) !== undefined,
    });
    this.#replicator = new Replicator({
      ...{ kv, keys, clock, log, random01 },
      linger: settings.linger,
      ringSize: settings.ringSize,
      capacityEvents: settings.capacityEvents,
      source: {
        revision: () => manager.revision(),
        record: (id) => manager.record(id),
        events: (query) => manager.readHistory(query).events,
      },
      listener: {
        onDeposed: (reason) => this.#leadership.depose(reason),
        onOther: (shared) => {
          const merged = mergeService(shared, { record: (id) => manager.record(id), hasEnded: () => true });
          this.#replicator.correct(merged.id, merged.replica);
          if (merged.wish !== undefined) this.#desired?.grant(merged.id, merged.wish);
        },
        onFailure: (failure) => this.#trouble.note(failure),
        onSuccess: () => this.#trouble.clear(),
        onReached: (revision) => this.#reached.note(revision),
        onUnshareable: (id, failure) => {
          const message = `${id} cannot be shared through etcd: ${failure.message}`;
          manager.alert({ resourceId: id, severity: "Warning", reason: "EtcdUnavailable", message });
        },
      },
    });
  }

  /** Begins; call it on an initialized manager. */
  start(): void {
    const { manager, settings } = this.#options;
    this.#unlisten = manager.onCommitted((step) => {
      if (settings.isHa && this.#mandate === undefined) return;
      this.#replicator.note(step);
      for (const { resourceId } of step.events) this.#ended.note(resourceId);
    });
    if (settings.isHa) this.#follow();
    this.#tellStanding();
    this.#leadership.start();
  }

  /** For an instance that is alone: true once all is compared with etcd, false when that takes longer; then its own term begins. */
  async joined(withinMs: number): Promise<boolean> {
    const { clock, manager } = this.#options;
    const { promise: late, resolve } = Promise.withResolvers<false>();
    const timer = clock.schedule(withinMs, () => resolve(false));
    const isJoined = await Promise.race([this.#joined.promise.then(() => true), late]);
    timer.cancel();
    if (!isJoined) manager.beginTerm(manager.term() + 1n);
    return isJoined;
  }

  /** Services are worked on from now on, or no longer. */
  setActing(isActing: boolean): void {
    this.#isActing = isActing;
  }

  isLeading(): boolean {
    return this.#mandate !== undefined && this.#leadership.isValid();
  }

  /** I1. */
  async mayAct(revision: bigint, signal: AbortSignal): Promise<boolean> {
    if (!this.isLeading()) return false;
    return await this.#replicator.confirmed(revision, signal) && this.isLeading();
  }

  counters(): Readonly<Record<string, number>> {
    const stats = this.#replicator.stats;
    return {
      statemanager_etcd_backlog_entries: stats.backlog,
      statemanager_etcd_backlog_overflows_total: stats.overflows,
      statemanager_etcd_transactions_total: stats.transactions,
      statemanager_etcd_changes_total: stats.services,
      statemanager_etcd_failures_total: stats.failures,
      statemanager_etcd_conflicts_total: stats.conflicts,
      statemanager_etcd_leading: this.isLeading() ? 1 : 0,
    };
  }

  /** Waits up to `graceMs` for what is not written yet, then gives the key back. */
  async stop(graceMs: number): Promise<void> {
    const { clock, manager } = this.#options;
    if (this.#mandate !== undefined && graceMs > 0) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = clock.schedule(graceMs, resolve);
      const all = this.#replicator.confirmed(manager.revision(), this.#abort.signal).then(() => {});
      await Promise.race([all, promise]);
      timer.cancel();
    }
    this.#abort.abort();
    this.#unlisten();
    this.#ended.end();
    this.#replicator.pause();
    this.#desired?.end();
    this.#follower?.end();
    await this.#leadership.stop();
    await this.#replicator.settled();
    await this.#watcher[Symbol.asyncDispose]();
    this.#trouble.stop();
  }

  /** I2. */
  async #begin(mandate: Mandate): Promise<void> {
    const joined = await this.#join(mandate);
    if (joined === undefined || this.#leadership.mandate !== mandate || this.#abort.signal.aborted) return;
    const { kv, keys, log, manager, settings } = this.#options;
    this.#unfollow();
    this.#mandate = mandate;
    this.#leader = this.#options.instance;
    // What was taken over while another led was not noted; etcd may lack it if it went back in time.
    if (settings.isHa) this.#replicator.forget();
    this.#replicator.begin(mandate, joined);
    this.#ended.begin(mandate);
    const desired = new DesiredState({
      ...{ kv, keys, log, manager },
      replicator: this.#replicator,
      onReset: () => this.#leadership.depose("etcd has another history than before"),
    });
    this.#desired = desired;
    for (const [id, wish] of joined.wishes) desired.grant(id, wish);
    this.#watches = [
      this.#watcher.watchPrefix(keys.services, desired),
      this.#watcher.watchPrefix(keys.nodes, this.#registry),
    ];
    this.#joined.resolve();
    this.#trouble.clear();
    if (settings.isHa) this.#tellStanding();
  }

  async #join(mandate: Mandate): Promise<Joined | undefined> {
    const { kv, keys, log, manager, settings, random01, clock } = this.#options;
    const call = { signal: this.#abort.signal };
    for (let attempt = 0; this.#leadership.mandate === mandate && !this.#abort.signal.aborted; attempt++) {
      const isActing = this.#isActing;
      const outcome = await join(mandate, {
        ...{ kv, keys, log, manager, isActing, call },
        isHa: settings.isHa,
        reached: this.#reached,
      });
      if (!isFailure(outcome)) return outcome;
      this.#trouble.note(outcome);
      const delayMs = backoffDelayMs(attempt + 1, { ...RETRY, random01: random01() });
      await pause(clock, delayMs, this.#abort.signal);
    }
    return undefined;
  }

  #end(reason: string): void {
    const { settings, log } = this.#options;
    log.warn("Etcd is not written any more", { reason });
    this.#replicator.pause();
    this.#ended.end();
    this.#desired?.end();
    this.#desired = undefined;
    this.#cancelWatches();
    this.#mandate = undefined;
    this.#leader = "";
    if (!settings.isHa) return;
    this.#replicator.forget();
    this.#tellStanding();
    this.#follow();
  }

  #follow(): void {
    const { keys, log, manager } = this.#options;
    const follower = new Follower({
      ...{ keys, log, manager },
      onLeader: (instance) => {
        this.#seeLeader(instance);
        if (instance === "") this.#leadership.lookAgain();
      },
      onSynced: () => this.#tellStanding(),
      reached: this.#reached,
    });
    this.#follower = follower;
    this.#watches = [this.#watcher.watchPrefix(keys.prefix, follower, { listFrom: keys.behindEvents })];
  }

  #unfollow(): void {
    this.#follower?.end();
    this.#follower = undefined;
    this.#cancelWatches();
  }

  #cancelWatches(): void {
    for (const id of this.#watches) void this.#watcher.cancelWatch(id);
    this.#watches = [];
  }

  #seeLeader(holder: string): void {
    const { instance, settings, manager } = this.#options;
    if (!settings.isHa && holder !== "" && holder !== instance && holder !== this.#leader) {
      const message =
        `Instance ${holder} writes under ${this.#options.keys.prefix} as well; with several instances set ha.enabled`;
      manager.alert({ severity: "Critical", reason: "SecondInstance", message });
    }
    if (this.#leader === holder) return;
    this.#leader = holder;
    if (settings.isHa) this.#tellStanding();
  }

  #hear(isHeard: boolean): void {
    if (this.#isHeard === isHeard) return;
    this.#isHeard = isHeard;
    if (this.#options.settings.isHa) this.#tellStanding();
  }

  #tellStanding(): void {
    const { settings, onStanding } = this.#options;
    const isLeader = !settings.isHa || this.#mandate !== undefined;
    onStanding({
      role: isLeader ? "leader" : "standby",
      isStale: !isLeader && !(this.#isHeard && this.#follower?.isSynced === true),
      leader: settings.isHa ? this.#leader : "",
    });
  }
}

function isFailure(outcome: Joined | EtcdFailure): outcome is EtcdFailure {
  return "kind" in outcome;
}
