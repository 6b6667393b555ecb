/**
 * The state shared through etcd: combines leader election, replication, desired changes from other components, and the follower of a
 * standby.
 *
 * I1: a single instance never waits for etcd, and acts whether etcd is available or not; with several instances only the leader acts,
 *     and only on what is replicated (docs/adr/0010).
 * I2: at the start of each leader term the instance compares everything with etcd before it writes anything.
 * I3: the end has one order: no more changes from etcd, then the rest is replicated as far as the grace time allows, then the leader key
 *     is given back, whatever went wrong before. A change of another component that comes meanwhile is left for the next run.
 * I4: what throws while a term begins, or while changes in etcd are handled, ends that term; the next one begins after a backoff.
 * I5: what this instance records after a lead is discarded with it: it follows, and begins another term, once it has stopped acting.
 */
import type { EtcdAccess } from "./etcd_access.ts";
import type { Leadership, SharingApi } from "../../manager/serve/api.ts";
import type { ActionGate } from "../../ports/gate.ts";
import { backoffDelayMs } from "../../kit/backoff.ts";
import { messageOf } from "../../kit/errors.ts";
import { type Buffered, type BufferLevel, bufferMetrics } from "../../kit/buffer_level.ts";
import { Deadline, within } from "../../kit/deadline.ts";
import { delay } from "../../kit/delay.ts";
import { BoundedQueue } from "../../kit/bounded_queue.ts";
import { DesiredState } from "./desired_state.ts";
import { EndedRings } from "./ended_rings.ts";
import { LeaderSight } from "../lead/leader_sight.ts";
import { Follower } from "./follower.ts";
import { type InitialSync, initialSync } from "../lead/initial_sync.ts";
import type { EtcdFailure } from "../client/kv.ts";
import { LeaderElection, type LeaderTerm } from "../lead/leader_election.ts";
import { mergeService } from "./merge.ts";
import { readMissed } from "./missed_events.ts";
import { NodeRegistry, type NodeRegistryListener } from "./node_registry.ts";
import { Freshness } from "./freshness.ts";
import { HighWaterMark } from "../lead/high_water_mark.ts";
import { Replicator, type ReplicatorSettings } from "./replicator.ts";
import { EtcdHealth } from "./etcd_health.ts";
import { EtcdWatcher, type WatchChange } from "../watcher.ts";

export interface SharedStateSettings extends ReplicatorSettings {
  readonly isHa: boolean;
  readonly leaseTtlMs: number;
  /** Ended services whose events are kept in etcd. */
  readonly endedServices: number;
}

export interface SharedStateOptions {
  readonly etcd: EtcdAccess;
  readonly instance: string;
  readonly manager: SharingApi;
  readonly settings: SharedStateSettings;
  readonly nodes: NodeRegistryListener;
  /** Nodes known from an earlier run, with their addresses. */
  readonly knownNodes: ReadonlyMap<string, string>;
  /**
   * The leadership has changed; with several instances, `role` says whether this one has to act. Resolves once that is so: an instance
   * that has not stopped acting records what nobody else will have.
   */
  readonly onLeadership: (standing: Leadership) => Promise<void>;
}

const RETRY = { baseMs: 100, capMs: 2_000 };
/** How often it is looked whether an adopted term has begun. */
const ADOPTION_POLL_MS = 20;
/** Between leader terms that fail to begin because of a bug or an unreadable journal. */
const TERM_RETRY = { baseMs: 1_000, capMs: 30_000, jitter: "equal" } as const;
/** Own writes may be delivered before their answer arrives, and are queued like others: the queue must hold several transactions. */
const MIN_WAITING_CHANGES = 1_024;

export class SharedState implements ActionGate, Buffered {
  readonly #options: SharedStateOptions;
  readonly #election: LeaderElection;
  readonly #replicator: Replicator;
  readonly #watcher: EtcdWatcher;
  readonly #registry: NodeRegistry;
  readonly #health: EtcdHealth;
  readonly #highWaterMark = new HighWaterMark();
  readonly #freshness = new Freshness();
  readonly #ended: EndedRings;
  /** Changes of specs and statuses in etcd that wait to be applied. */
  readonly #waitingChanges: BoundedQueue<WatchChange>;
  readonly #abort = new AbortController();
  #synced = Promise.withResolvers<void>();
  /** What begins a term, or to follow etcd, one after the other; never rejects. */
  #beginning: Promise<void> = Promise.resolve();
  /** Terms in a row that failed to begin. */
  #failedTerms = 0;
  #isStopping = false;
  #unlisten: () => void = () => {};
  #desired: DesiredState | undefined;
  #follower: Follower | undefined;
  #watches: (ReturnType<EtcdWatcher["watchPrefix"]>)[] = [];
  /** Set = the initial sync is complete, and changes are replicated. */
  #leaderTerm: LeaderTerm | undefined;
  readonly #leader = new LeaderSight();
  #isActing = false;
  /** Whether etcd answered the last campaign: a network that drops all packets shows there before the watch times out. */
  #isAnswering = true;

  constructor(options: SharedStateOptions) {
    this.#options = options;
    const { etcd, instance, manager, settings, nodes } = options;
    const { kv, keys, clock, log, random01 } = etcd;
    this.#health = new EtcdHealth({ clock, log, alert: (draft) => manager.alert(draft) });
    const capacity = Math.max(MIN_WAITING_CHANGES, 2 * settings.maxServices);
    this.#waitingChanges = new BoundedQueue({ capacity, onFull: "refuse" });
    this.#watcher = new EtcdWatcher({
      ...{ kv, clock, random01, log },
      onBroken: (_prefix, error) => this.#broken(error),
    });
    this.#registry = new NodeRegistry({ keys, log, listener: nodes, known: options.knownNodes });
    this.#election = new LeaderElection({
      ...{ etcd, instance },
      ttlMs: settings.leaseTtlMs,
      isAlone: !settings.isHa,
      knownTerm: () => manager.term(),
      listener: {
        onElected: (leaderTerm) => {
          this.#beginning = this.#beginning.then(() => this.#begin(leaderTerm));
        },
        onDeposed: (reason) => this.#end(reason),
        onLeaderSeen: (holder, revision) => {
          this.#setAnswering(true);
          this.#noteLeader(() => this.#leader.read(holder, revision));
        },
        onAnswered: (answer) => {
          this.#freshness.read(answer);
          const [id] = this.#watches;
          if (this.#freshness.isWaiting && id !== undefined) this.#watcher.requestProgress(id);
        },
        onFailure: (failure) => {
          this.#setAnswering(failure.kind !== "timed-out" && failure.kind !== "unavailable");
          this.#health.noteFailure(failure);
        },
      },
    });
    this.#ended = new EndedRings({
      ...{ kv, keys, clock, log },
      limit: settings.endedServices,
      exists: (id) => manager.record(id) !== undefined,
      revision: () => manager.recordedRevision(),
    });
    this.#replicator = new Replicator({
      ...{ etcd, settings },
      source: {
        revision: () => manager.recordedRevision(),
        record: (id) => manager.record(id),
        events: (query) => manager.readRecorded(query).events,
      },
      listener: {
        onDeposed: (reason) => this.#election.depose(reason),
        onConflict: (shared) => {
          const merged = mergeService(shared, { record: (id) => manager.record(id), hasEnded: () => true });
          // I3
          if (this.#isStopping && merged.desiredChange !== undefined) return this.#replicator.pause();
          this.#replicator.correct(merged.id, merged.replica);
          if (merged.desiredChange !== undefined) this.#desired?.apply(merged.id, merged.desiredChange);
        },
        onFailure: (failure) => this.#health.noteFailure(failure),
        onSuccess: () => this.#health.noteSuccess(),
        onReplicated: (revision) => this.#highWaterMark.advanceTo(revision),
        onConfirmed: (revision) => manager.confirm(revision),
        onUnshareable: (id, failure) => {
          const message = `${id} cannot be replicated to etcd: ${failure.message}`;
          manager.alert({ resourceId: id, severity: "Warning", reason: "EtcdUnavailable", message });
        },
      },
    });
  }

  /** Begins; call it on an initialized manager. */
  start(): void {
    const { manager, settings } = this.#options;
    this.#unlisten = manager.onRecorded((step) => {
      if (settings.isHa && this.#leaderTerm === undefined) return;
      this.#replicator.note(step);
      for (const { resourceId } of step.events) this.#ended.note(resourceId);
    });
    if (settings.isHa) this.#follow();
    void this.#reportLeadership();
    this.#election.start();
  }

  /** For a single instance: true once the initial sync is complete, false when that takes longer; then a new local term begins. */
  async synced(withinMs: number): Promise<boolean> {
    const { clock } = this.#options.etcd;
    const { manager } = this.#options;
    const isSynced = await within(clock, withinMs, this.#synced.promise);
    if (!isSynced) manager.beginTerm(manager.term() + 1n);
    return isSynced;
  }

  /** Whether this instance reconciles services from now on. */
  setActing(isActing: boolean): void {
    this.#isActing = isActing;
  }

  isLeading(): boolean {
    return this.#leaderTerm !== undefined && this.#election.isValid();
  }

  /**
   * Upper bound of the age of what this instance tells, milliseconds; Infinity = not known. A single instance tells what is. A new leader
   * tells what it knew before, until what it took over may be told.
   */
  stalenessMs(): number {
    const { settings, manager } = this.#options;
    if (!settings.isHa) return 0;
    const nowMs = this.#options.etcd.clock.monotonicMs();
    const { confirmedAtMs } = this.#election;
    if (this.#leaderTerm === undefined || confirmedAtMs === undefined || manager.isBeginUntold) {
      return this.#freshness.stalenessMs(nowMs);
    }
    return Math.max(0, nowMs - confirmedAtMs);
  }

  /** I1. */
  async mayAct(revision: bigint, signal: AbortSignal): Promise<boolean> {
    if (!this.isLeading()) return false;
    return await this.#replicator.replicated(revision, signal) && this.isLeading();
  }

  /**
   * Leads with this term, or a higher one, from now on; resolves to it once it is in etcd. Undefined = this instance does not lead, or the term
   * had not begun when the signal aborted.
   */
  async adoptTerm(term: bigint, signal: AbortSignal): Promise<bigint | undefined> {
    if (!this.isLeading()) return undefined;
    this.#election.adoptTerm(term);
    const { clock } = this.#options.etcd;
    for (;;) {
      const inForce = this.#leaderTerm?.term ?? 0n;
      if (inForce >= term) return inForce;
      if (signal.aborted || this.#isStopping) return undefined;
      await delay(clock, ADOPTION_POLL_MS, signal);
    }
  }

  counters(): Readonly<Record<string, number>> {
    const stats = this.#replicator.stats;
    return {
      statemanager_etcd_transactions_total: stats.transactions,
      statemanager_etcd_changes_total: stats.services,
      statemanager_etcd_failures_total: stats.failures,
      statemanager_etcd_conflicts_total: stats.conflicts,
      statemanager_etcd_available: this.#health.isAvailable ? 1 : 0,
      statemanager_etcd_leading: this.isLeading() ? 1 : 0,
      statemanager_etcd_known_services: stats.knownServices,
      statemanager_etcd_unshareable_services: stats.unshareable,
      statemanager_etcd_watched_keys: this.#watcher.knownKeys,
      ...bufferMetrics([this]),
    };
  }

  buffers(): readonly BufferLevel[] {
    return [
      ...this.#replicator.buffers(),
      ...this.#ended.buffers(),
      // On overflow everything is compared again.
      { ...this.#waitingChanges.level("desired_changes"), overflow: "read-again" },
    ];
  }

  /** The first step of the end (I3): what others write to etcd from now on is left for the next run. */
  stopIntake(): void {
    this.#isStopping = true;
    this.#desired?.end();
    this.#desired = undefined;
    this.#unfollow();
  }

  /** Waits up to `graceMs` for the backlog to drain, then releases the leader key (I3). */
  async stop(graceMs: number): Promise<void> {
    const { clock } = this.#options.etcd;
    const { manager } = this.#options;
    this.stopIntake();
    if (this.#leaderTerm !== undefined && graceMs > 0) {
      using grace = new Deadline(clock, graceMs, this.#abort.signal);
      await this.#replicator.replicated(manager.recordedRevision(), grace.signal);
    }
    this.#abort.abort();
    this.#unlisten();
    this.#replicator.pause();
    await this.#election.stop();
    await this.#ended.end();
    await this.#beginning;
    await this.#replicator.settled();
    await this.#watcher[Symbol.asyncDispose]();
    this.#health.stop();
  }

  /** I4, for what throws while changes are handled: everything is compared again. */
  #broken(error: unknown): void {
    this.#options.etcd.log.error("Cannot handle a change in etcd; everything is compared again", {
      error: messageOf(error),
    });
    this.#beginning = this.#beginning.then(() => this.#followAnew(error));
  }

  /** Never rejects. */
  async #followAnew(error: unknown): Promise<void> {
    const { settings } = this.#options;
    await this.#restAfterBug();
    if (this.#abort.signal.aborted || this.#isStopping) return;
    if (this.#election.leaderTerm !== undefined) return this.#election.depose(messageOf(error));
    if (!settings.isHa) return;
    this.#unfollow();
    this.#follow();
  }

  #restAfterBug(): Promise<void> {
    const { clock, random01 } = this.#options.etcd;
    const delayMs = backoffDelayMs(++this.#failedTerms, { ...TERM_RETRY, random01: random01() });
    return delay(clock, delayMs, this.#abort.signal);
  }

  /** I4. Never rejects. */
  async #begin(leaderTerm: LeaderTerm): Promise<void> {
    try {
      await this.#beginTerm(leaderTerm);
      this.#failedTerms = 0;
    } catch (error) {
      this.#options.etcd.log.error("A leader term cannot begin; it is tried again", {
        error: messageOf(error),
      });
      this.#replicator.pause();
      await this.#restAfterBug();
      if (this.#election.leaderTerm === leaderTerm) this.#election.depose(messageOf(error));
    }
  }

  /** I2. */
  async #beginTerm(leaderTerm: LeaderTerm): Promise<void> {
    // What a list of the follower holds is older than what is compared now.
    this.#unfollow();
    const synced = await this.#initialSync(leaderTerm);
    const isOver = this.#election.leaderTerm !== leaderTerm || this.#abort.signal.aborted || this.#isStopping;
    if (synced === undefined || isOver) return;
    const { kv, keys, log } = this.#options.etcd;
    const { manager, settings } = this.#options;
    // What this instance adopted as a standby is not in the backlog; the comparison finds what a restored etcd lacks of it.
    if (settings.isHa) this.#replicator.forget();
    this.#replicator.begin(leaderTerm, synced);
    this.#leaderTerm = leaderTerm;
    this.#leader.begin(this.#options.instance);
    this.#ended.begin(leaderTerm);
    const desired = new DesiredState({
      ...{ kv, keys, log, manager },
      replicator: this.#replicator,
      waiting: this.#waitingChanges,
      onReset: (reason) => this.#election.depose(reason),
    });
    this.#desired = desired;
    for (const [id, desiredChange] of synced.desiredChanges) desired.apply(id, desiredChange);
    this.#watches = [
      this.#watcher.watchPrefix(keys.services, desired),
      this.#watcher.watchPrefix(keys.nodes, this.#registry),
    ];
    this.#synced.resolve();
    this.#health.noteSuccess();
    if (settings.isHa) void this.#reportLeadership();
  }

  async #initialSync(leaderTerm: LeaderTerm): Promise<InitialSync | undefined> {
    const { kv, keys, log, random01, clock } = this.#options.etcd;
    const { manager, settings } = this.#options;
    const call = { signal: this.#abort.signal };
    for (
      let attempt = 0;
      this.#election.leaderTerm === leaderTerm && !this.#abort.signal.aborted;
      attempt++
    ) {
      const isActing = this.#isActing;
      const outcome = await initialSync(leaderTerm, {
        ...{ kv, keys, log, manager, isActing, call },
        isHa: settings.isHa,
        highWaterMark: this.#highWaterMark,
      });
      if (!isFailure(outcome)) return outcome;
      this.#health.noteFailure(outcome);
      const delayMs = backoffDelayMs(attempt + 1, { ...RETRY, random01: random01() });
      await delay(clock, delayMs, this.#abort.signal);
    }
    return undefined;
  }

  #end(reason: string): void {
    const { log } = this.#options.etcd;
    const { settings } = this.#options;
    log.warn("Stopped replicating to etcd", { reason });
    this.#replicator.pause();
    void this.#ended.end();
    this.#desired?.end();
    this.#desired = undefined;
    this.#cancelWatches();
    this.#leaderTerm = undefined;
    this.#leader.begin("");
    if (!settings.isHa) return;
    this.#replicator.forget();
    const isQuiet = this.#reportLeadership();
    this.#beginning = this.#beginning.then(async () => {
      await isQuiet;
      if (!this.#isStopping && this.#leaderTerm === undefined && this.#follower === undefined) this.#follow();
    });
  }

  #follow(): void {
    const { kv, keys, log } = this.#options.etcd;
    const { manager } = this.#options;
    const follower = new Follower({
      ...{ keys, log, manager },
      onLeader: (instance, revision, isListed) => {
        this.#noteLeader(() => this.#leader.told(instance, revision, isListed));
        if (instance === "") this.#election.campaignNow();
      },
      onSynced: () => void this.#reportLeadership(),
      onBroken: (error) => this.#broken(error),
      onRelist: () => {
        if (this.#follower !== follower) return;
        this.#unfollow();
        this.#follow();
      },
      onDelivered: (revision) =>
        revision === 0n ? this.#freshness.begin() : this.#freshness.delivered(revision),
      highWaterMark: this.#highWaterMark,
      readMissed: (query) => readMissed({ kv, keys, call: { signal: this.#abort.signal } }, query),
    });
    this.#follower = follower;
    this.#watches = [this.#watcher.watchPrefix(keys.prefix, follower, { listFrom: keys.behindEvents })];
  }

  #unfollow(): void {
    this.#freshness.begin();
    this.#follower?.end();
    this.#follower = undefined;
    this.#cancelWatches();
  }

  #cancelWatches(): void {
    for (const id of this.#watches) void this.#watcher.cancelWatch(id);
    this.#watches = [];
  }

  #noteLeader(take: () => void): void {
    const { instance, settings, manager } = this.#options;
    const before = this.#leader.holder;
    take();
    const { holder } = this.#leader;
    if (holder === before) return;
    if (settings.isHa) return void this.#reportLeadership();
    if (holder === "" || holder === instance) return;
    const message =
      `Instance ${holder} also writes under ${this.#options.etcd.keys.prefix}; to run several instances, set ha.enabled`;
    manager.alert({ severity: "Critical", reason: "SecondInstance", message });
  }

  #setAnswering(isAnswering: boolean): void {
    if (this.#isAnswering === isAnswering) return;
    this.#isAnswering = isAnswering;
    if (this.#options.settings.isHa) void this.#reportLeadership();
  }

  #reportLeadership(): Promise<void> {
    const { settings, onLeadership } = this.#options;
    const isLeader = !settings.isHa || this.#leaderTerm !== undefined;
    return onLeadership({
      role: isLeader ? "leader" : "standby",
      isStale: !isLeader && !(this.#isAnswering && this.#follower?.isSynced === true),
      leader: settings.isHa ? this.#leader.holder : "",
    });
  }
}

function isFailure(outcome: InitialSync | EtcdFailure): outcome is EtcdFailure {
  return "kind" in outcome;
}
