/**
 * Control of data flow between modules (seed `manager.rs`): diffs and specs come in, reconciles run, commits go out.
 *
 * Owns the wiring and the life cycle; the decisions are in `reconciliation/decide/decision.ts`, what a step does in `manager/`.
 *
 * I1: before `initialize` nothing is answered; before `startReconciliation` nothing is done.
 * I2: after `stopReconciliation` no action leaves, no change is accepted, and everything committed is flushed. What is recorded stays
 *     readable: the rest of it is still replicated.
 */
import { bufferMetrics } from "./kit/buffer_level.ts";
import { StateManagerError } from "./kit/errors.ts";
import type { AlertDraft, KeptAlert } from "./state/alert.ts";
import { Alerts } from "./manager/core/alerts.ts";
import {
  type AdoptedStep,
  type Committed,
  type Leadership,
  type ManagerApi,
  type ManagerStatus,
  matchesFilter,
  type ServiceFilter,
  type ServicePage,
  type SharingApi,
  type SpecChange,
  type SpecChangeOutcome,
  type Staleness,
} from "./manager/serve/api.ts";
import { type RecoveryRequest } from "./state/issue.ts";
import type { EngineCheckpoint, ManagerCheckpoint } from "./manager/core/checkpoint.ts";
import { DiffResults } from "./manager/core/diff_results.ts";
import { Engine } from "./manager/core/engine.ts";
import { explainHistory } from "./manager/serve/explanation.ts";
import { type Decided, GatedAgent, GatedController } from "./manager/nodes/gated.ts";
import { Ledger } from "./manager/core/ledger.ts";
import type { ReconciliationResult } from "./state/observation.ts";
import type { WorkProgress } from "./manager/core/progress.ts";
import type { QueueGauges } from "./manager/core/queue.ts";
import type { ManagerSettings } from "./manager/core/settings.ts";
import { Published } from "./manager/serve/published.ts";
import { SpecIntake } from "./manager/serve/spec_intake.ts";
import { isPlanCurrent } from "./manager/core/plan_current.ts";
import { recordDraft } from "./reconciliation/apply/transition.ts";
import type { Ports } from "./ports/ports.ts";
import type { EventPage, EventQuery } from "./ports/store.ts";
import type { NodeAgentPort } from "./ports/node_agent.ts";
import type { Cursor, Lineage } from "./state/lineage.ts";
import type { ServiceRecord } from "./state/record.ts";
import type { ExplainSubject, Explanation } from "./reconciliation/explain/explain_model.ts";
import { phaseReport } from "./reconciliation/explain/phases.ts";
import type { PlanPreview, PreviewSubject } from "./reconciliation/explain/preview_model.ts";
import type { StateDiff } from "./state/diff.ts";
import type { ServiceState } from "./state/model.ts";
import type { ResourceId } from "./state/resource_id.ts";

export interface StateManagerOptions extends Ports {
  readonly settings: ManagerSettings;
}

/** What callers use of a manager, whoever stands before it; `checkpoint` and `resume` are for that one. */
export type Manager = Pick<StateManager, Exclude<keyof StateManager, "checkpoint" | "resume">>;

const ALONE: Leadership = { role: "leader", isStale: false, leader: "" };
/** With several instances, until it is known who leads. */
const ONE_OF_SEVERAL: Leadership = { role: "standby", isStale: true, leader: "" };

export class StateManager implements ManagerApi, SharingApi {
  readonly #options: StateManagerOptions;
  readonly #ledger: Ledger;
  readonly #published: Published;
  readonly #alerts: Alerts;
  readonly #intake: SpecIntake;
  readonly #agents = new Map<string, NodeAgentPort>();
  readonly #startedAtMs: number;
  #engine: Engine | undefined;
  #gatedController: GatedController | undefined;
  #leadership: Leadership;
  #onTerm: (term: bigint) => void = () => {};
  #age = { ageMs: () => 0, boundMs: 0 };
  #moreCounters: () => Readonly<Record<string, number>> = () => ({});
  readonly #diffResults = new DiffResults();
  /** Names in order; void after a service came or went. */
  #sortedIds: readonly ResourceId[] | undefined;
  #phase: "new" | "initialized" | "stopped" = "new";
  readonly #end = new AbortController();

  constructor(options: StateManagerOptions) {
    const { store, clock, log, settings } = options;
    this.#options = options;
    this.#ledger = new Ledger({
      ...{ store, clock, log },
      alert: (draft) => this.#alerts.raise(draft),
      ...(settings.writes === undefined ? {} : { writes: settings.writes }),
    });
    this.#leadership = options.gate === undefined ? ALONE : ONE_OF_SEVERAL;
    this.#published = new Published(this.#ledger, options.gate !== undefined);
    this.#alerts = new Alerts(options);
    this.#intake = new SpecIntake({ ledger: this.#ledger, clock, maxServices: settings.maxServices });
    for (const agent of options.agents) this.#agents.set(agent.node, agent);
    this.#startedAtMs = clock.monotonicMs();
  }

  /** Initialize the StateManager: takes over what the journal holds. Once. */
  initialize(): void {
    if (this.#phase !== "new") throw new Error("initialize is called once");
    this.#ledger.load();
    this.#begin();
  }

  #begin(): void {
    const { clock } = this.#options;
    this.#published.begin();
    this.#published.onCommitted((step) => {
      const gone = step.events.filter(({ resourceId }) => !step.services.has(resourceId));
      const ended = gone.map(({ resourceId }) => [resourceId, undefined] as const);
      this.#alerts.kept.changed([...step.services, ...ended], clock.wallMs());
      const isNewOrGone = step.events.some((event) => !step.services.has(event.resourceId)) ||
        (step.adopted?.removed.length ?? 0) > 0 ||
        [...step.services.keys()].some((id) => !this.#isListed(id));
      if (isNewOrGone) this.#sortedIds = undefined;
    });
    this.#phase = "initialized";
  }

  /** Start reconciliation loop: follows the nodes and works on every service. */
  startReconciliation(): void {
    if (this.#phase !== "initialized" || this.#engine !== undefined) {
      throw new Error("startReconciliation follows initialize or standBy");
    }
    this.#startEngine();
  }

  #startEngine(from?: EngineCheckpoint): void {
    this.#alerts.remember(this.#ledger.records());
    const { controller, gate } = this.#options;
    this.#gatedController = gate === undefined
      ? undefined
      : new GatedController(controller, gate, this.#decided());
    this.#engine = new Engine({
      ledger: this.#ledger,
      alerts: this.#alerts,
      ports: {
        ...this.#options,
        agents: [...this.#agents.values()].map((agent) => this.#gated(agent)),
        controller: this.#gatedController ?? controller,
      },
      settings: this.#options.settings,
      onDiff: (diff) => this.handleStateDiff(diff),
      ...(gate === undefined ? {} : { isLeading: () => gate.isLeading() }),
      ...(from === undefined ? {} : { from }),
    });
    this.#engine.start();
  }

  /** What this manager, or another one, could go on from; undefined = something is at work. Only between `initialize` and the end. */
  checkpoint(): ManagerCheckpoint | undefined {
    const ledger = this.#ledger.checkpoint();
    const engine = this.#engine?.checkpoint();
    const isAtRest = this.#phase === "initialized" && (engine !== undefined || this.#engine === undefined);
    if (!isAtRest || ledger === undefined) return undefined;
    return {
      ledger,
      leadership: this.#leadership,
      agents: [...this.#agents.values()].map(({ node, address }) => ({ node, address })),
      alerts: this.#alerts.checkpoint(),
      ...(engine === undefined ? {} : { engine }),
    };
  }

  /**
   * Goes on from the checkpoint. A new manager, made with its agents, does so in place of `initialize`; in the one that it was taken of, in this very turn,
   * nothing changes but what a checkpoint does not hold: that is made anew, as after a change of the leader.
   */
  resume({ ledger, leadership, alerts, engine }: ManagerCheckpoint): void {
    if (this.#phase === "new") {
      this.#ledger.restore(ledger);
      this.#alerts.restore(alerts);
      this.#leadership = leadership;
      this.#begin();
    }
    this.#engine?.handOver();
    this.#engine = undefined;
    if (engine !== undefined) this.#startEngine(engine);
  }

  /**
   * Stop all reconciliation tasks: no new work, then up to `graceMs` for what is under way, then abort. What is unfinished is in
   * the journal and goes on at the next start. Idempotent.
   */
  async stopReconciliation(graceMs = 0): Promise<void> {
    if (this.#phase === "stopped") return;
    this.#phase = "stopped";
    await this.#stopEngine(graceMs);
    this.#ledger.close();
    this.#end.abort();
  }

  /** Another instance is the leader: no action is taken from now on, but queries are answered. */
  async standBy(): Promise<void> {
    await this.#stopEngine(0);
  }

  /** The role of this instance, for those who query it. */
  setLeadership(leadership: Leadership): void {
    this.#leadership = leadership;
    if (leadership.role === "standby") this.#published.discard();
  }

  /** Where the age of what is told comes from, with several instances; beyond the bound it is stale. Both milliseconds. */
  setAge(age: { readonly ageMs: () => number; readonly boundMs: number }): void {
    this.#age = age;
  }

  staleness(): Staleness {
    const ageMs = this.#age.ageMs();
    const isStale = this.#leadership.isStale || ageMs > this.#age.boundMs;
    return { isStale, ...(Number.isFinite(ageMs) ? { stalenessMs: ageMs } : {}) };
  }

  /** Counters of the shared state, to be reported with ours. */
  setCounters(counters: () => Readonly<Record<string, number>>): void {
    this.#moreCounters = counters;
  }

  async #stopEngine(graceMs: number): Promise<void> {
    const engine = this.#engine;
    this.#engine = undefined;
    await engine?.stop(graceMs);
  }

  /** Handle state diff from NodeAgent: the newest observation of a service counts, and has it reconciled. Never waits. */
  handleStateDiff(diff: StateDiff): void {
    this.#diffResults.count(diff.resourceId, this.executeReconciliation(diff));
  }

  /**
   * Execute reconciliation based on state diff, when it is the turn of its service; answers where that left the service. Diffs that wait
   * for the same reconcile share one promise.
   */
  executeReconciliation(diff: StateDiff): Promise<ReconciliationResult> {
    return this.#engine?.reconcile(diff) ?? Promise.reject(this.#notLeading());
  }

  /** A node registered itself, or listens elsewhere now. */
  registerNode(agent: NodeAgentPort): void {
    this.#agents.set(agent.node, agent);
    this.#engine?.addNode(this.#gated(agent));
  }

  unregisterNode(node: string): void {
    this.#agents.delete(node);
    this.#engine?.removeNode(node);
  }

  async updateState(change: SpecChange, signal?: AbortSignal): Promise<SpecChangeOutcome> {
    this.#requireToChange();
    const outcome = this.#acceptOne(change);
    await this.#kept(signal);
    return outcome;
  }

  async applyChanges(
    changes: readonly SpecChange[],
    signal?: AbortSignal,
  ): Promise<readonly SpecChangeOutcome[]> {
    this.#requireToChange();
    const outcomes = this.#accept(changes);
    await this.#kept(signal);
    return outcomes;
  }

  checkChanges(changes: readonly SpecChange[]): readonly SpecChangeOutcome[] {
    this.#requireToChange();
    return this.#intake.check(changes);
  }

  #requireToChange(): void {
    this.#requireReady();
    if (this.#leadership.role === "standby") throw this.#notLeading();
  }

  /**
   * Resolves when all that was decided so far survives a power cut and is known to the other instances; else it throws. Nobody is waited
   * for after the caller has gone or this manager has stopped.
   */
  async #kept(caller?: AbortSignal): Promise<void> {
    const { gate } = this.#options;
    const end = this.#end.signal;
    const signal = caller === undefined ? end : AbortSignal.any([caller, end]);
    // Asked before the disk is waited for: a leadership that is lost meanwhile takes what was decided with it, and the next one must
    // not vouch for that.
    const isShared = gate?.mayAct(this.#ledger.revision, signal);
    await this.#ledger.flush();
    if (await isShared === false) {
      throw new StateManagerError({
        kind: "not-ready",
        why: "the change has not passed the replication barrier yet; read it again before repeating it",
      });
    }
  }

  async triggerRecovery(
    id: ResourceId,
    request: RecoveryRequest,
    signal?: AbortSignal,
  ): Promise<ServiceState> {
    this.#requireReady();
    if (this.#engine === undefined) throw this.#notLeading();
    this.#engine.trigger(id, request);
    await this.#kept(signal);
    const service = this.#published.service(id);
    if (service === undefined) throw new StateManagerError({ kind: "not-found", what: id });
    return service;
  }

  planReconciliation(subject: PreviewSubject): PlanPreview {
    this.#requireReady();
    if (this.#engine === undefined) throw this.#notLeading();
    return this.#engine.preview(subject);
  }

  explain(subject: ExplainSubject): Explanation {
    this.#requireTold();
    return explainHistory(subject, {
      readHistory: (query) => this.#published.readEvents(query),
      phases: (id) => {
        const service = this.#published.service(id);
        return service === undefined ? undefined : phaseReport(service, this.#engine?.tracker(id));
      },
    });
  }

  queryServices(
    filter: ServiceFilter,
    page: { readonly limit: number; readonly after?: ResourceId },
  ): ServicePage {
    this.#requireTold();
    const services: ServiceState[] = [];
    const seen = { revision: this.revision(), ...this.staleness() };
    for (const id of this.#candidates(filter, page.after)) {
      const service = this.#published.service(id);
      if (service === undefined || !matchesFilter(service, filter)) continue;
      if (services.length === page.limit) {
        const nextAfter = services.at(-1)?.metadata.id;
        return { ...seen, services, ...(nextAfter === undefined ? {} : { nextAfter }) };
      }
      services.push(service);
    }
    return { ...seen, services };
  }

  readHistory(query: EventQuery): EventPage {
    // I2
    if (this.#phase === "new") this.#requireReady();
    if (this.#published.isBlind) this.#requireTold();
    return this.#published.readEvents(query);
  }

  cursorAt(revision: bigint): Cursor {
    return this.#published.cursorAt(revision);
  }

  divergence(cursor: Cursor): bigint | undefined {
    return this.#published.divergence(cursor);
  }

  alerts(): readonly KeptAlert[] {
    // Nothing else here knows etcd: whether it takes what is written is looked at when somebody asks.
    if (this.#moreCounters()["statemanager_etcd_available"] === 1) {
      for (const reason of ["EtcdUnavailable", "EtcdNoSpace"] as const) {
        this.#alerts.resolve(reason, "etcd takes what is written again");
      }
    }
    return this.#alerts.kept.alerts;
  }

  status(): ManagerStatus {
    const { clock, controller } = this.#options;
    const engine = this.#engine?.status();
    return {
      ...this.#leadership,
      ...this.staleness(),
      uptimeMs: clock.monotonicMs() - this.#startedAtMs,
      term: this.#ledger.term,
      revision: this.#published.revision,
      isReady: this.isReady(),
      services: this.#published.size,
      queueLength: engine?.queueLength ?? 0,
      reconcilesActive: engine?.reconcilesActive ?? 0,
      isControllerReachable: engine?.isControllerReachable ?? controller.isReachable(),
      nodes: engine?.nodes ?? [],
      fences: engine?.fences ?? [],
      counters: {
        ...engine?.counters,
        ...this.#moreCounters(),
        ...bufferMetrics([this.#intake, this.#ledger, this.#published, this.#alerts.kept]),
        ...this.#diffResults.counters(),
        statemanager_journal_written_bytes_per_day: this.#ledger.writing.bytesPerDay,
        statemanager_journal_window_seconds: this.#ledger.writing.windowMs / 1_000,
        statemanager_alerts_total: this.#alerts.raised,
        statemanager_journal_failed_commits_total: this.#ledger.failedCommits,
        statemanager_journal_failing: this.#ledger.isFailing ? 1 : 0,
      },
    };
  }

  /** What waits and what is under way; undefined = this instance stands by. Cheaper than the whole status. */
  queueGauges(): QueueGauges | undefined {
    return this.#engine?.queueGauges();
  }

  /**
   * How far the work has come. Undefined = there is none to judge: this instance stands by, or actions wait until the other instances
   * know of them, for as long as etcd takes.
   */
  progress(): WorkProgress | undefined {
    if ((this.#gatedController?.held ?? 0) > 0) return undefined;
    return this.#engine?.progress();
  }

  term(): bigint {
    return this.#ledger.term;
  }

  revision(): bigint {
    return this.#published.revision;
  }

  recordedRevision(): bigint {
    return this.#ledger.revision;
  }

  lineage(): Lineage {
    return this.#ledger.lineage;
  }

  told(id: ResourceId): ServiceState | undefined {
    return this.#published.isBlind ? undefined : this.#published.service(id);
  }

  get isBeginUntold(): boolean {
    return this.#published.isBeginUntold;
  }

  readRecorded(query: EventQuery): EventPage {
    return this.#ledger.readEvents(query);
  }

  onRecorded(listener: (step: Committed) => void): () => void {
    return this.#ledger.onCommitted(listener);
  }

  record(id: ResourceId): ServiceRecord | undefined {
    return this.#ledger.get(id);
  }

  records(): Iterable<ServiceRecord> {
    return this.#ledger.records();
  }

  beginTerm(term: bigint, revision?: bigint): void {
    if (term > this.#ledger.term) this.#onTerm(term);
    this.#ledger.beginTerm(term, revision);
    this.#published.beginLead();
    this.#engine?.termBegan();
  }

  confirm(revision: bigint): void {
    this.#published.confirm(revision);
  }

  /** Calls back before a new term begins. */
  onTerm(callback: (term: bigint) => void): void {
    this.#onTerm = callback;
  }

  adopt(step: AdoptedStep): void {
    this.#ledger.adopt(step);
  }

  takeOver(record: ServiceRecord, reason: string): void {
    const { id } = record.service.metadata;
    const event = recordDraft("StatusObserved", "Etcd", { metadata: { reason } });
    this.#ledger.commit({ id, record, events: [event] });
    this.#engine?.desiredChanged(id);
  }

  acceptDesired(change: SpecChange): SpecChangeOutcome {
    return this.#acceptOne({ ...change, source: "Etcd" });
  }

  refuseDesired(id: ResourceId, problem: string): void {
    if (!this.#intake.refuse(id, problem)) return;
    const message = `The spec of ${id} in etcd is refused: ${problem}`;
    const isKnown = this.#ledger.get(id) !== undefined;
    this.alert({
      ...(isKnown ? { resourceId: id } : {}),
      severity: "Warning",
      reason: "DesiredStateRefused",
      message,
    });
  }

  alert(draft: AlertDraft): void {
    this.#alerts.raise(draft);
  }

  /** Whether something that was only observed waits for the journal. */
  get hasUnsaved(): boolean {
    return this.#ledger.unsavedCount > 0;
  }

  /** What waits for the journal is stored now. */
  settle(): void {
    this.#ledger.settle();
  }

  isReady(): boolean {
    return this.#phase === "initialized";
  }

  onCommitted(listener: (step: Committed) => void): () => void {
    return this.#published.onCommitted(listener);
  }

  #accept(changes: readonly SpecChange[]): readonly SpecChangeOutcome[] {
    const outcomes = this.#intake.accept(changes);
    for (const { service, isChanged } of outcomes) {
      if (isChanged) this.#engine?.desiredChanged(service.metadata.id);
    }
    return outcomes;
  }

  #acceptOne(change: SpecChange): SpecChangeOutcome {
    const [outcome] = this.#accept([change]);
    if (outcome === undefined) throw new Error("A change came to nothing");
    return outcome;
  }

  #decided(): Decided {
    return {
      revision: () => this.#ledger.revision,
      watch: ({ resourceId }) => {
        const begun = this.#ledger.get(resourceId);
        return () => begun !== undefined && isPlanCurrent(begun, this.#ledger.get(resourceId));
      },
    };
  }

  #gated(agent: NodeAgentPort): NodeAgentPort {
    const { gate } = this.#options;
    return gate === undefined ? agent : new GatedAgent(agent, gate);
  }

  #notLeading(): StateManagerError {
    const { leader } = this.#leadership;
    const who = leader === "" ? "no instance leads at the moment" : `instance ${leader} leads`;
    return new StateManagerError({ kind: "not-ready", why: `this instance is on standby; ${who}` });
  }

  /** Names that may match, in order: those asked for, or all. */
  #candidates(filter: ServiceFilter, after: ResourceId | undefined): readonly ResourceId[] {
    if (filter.resourceIds.length === 0) return this.#idsAfter(after);
    return [...new Set(filter.resourceIds)].filter((id) => after === undefined || id > after).sort();
  }

  #isListed(id: ResourceId): boolean {
    const ids = this.#sortedIds;
    if (ids === undefined) return true;
    const index = firstAfter(ids, id);
    return index > 0 && ids[index - 1] === id;
  }

  #idsAfter(after: ResourceId | undefined): readonly ResourceId[] {
    this.#sortedIds ??= [...this.#published.ids()].sort();
    if (after === undefined) return this.#sortedIds;
    return this.#sortedIds.slice(firstAfter(this.#sortedIds, after));
  }

  #requireTold(): void {
    this.#requireReady();
    if (!this.#published.isBlind) return;
    const why =
      "what this instance recorded last may not be in etcd: it answers once it has compared itself with etcd";
    throw new StateManagerError({ kind: "not-ready", why });
  }

  #requireReady(): void {
    if (this.isReady()) return;
    throw new StateManagerError({
      kind: "not-ready",
      why: this.#phase === "new" ? "the journal is being loaded" : "the State Manager is stopping",
    });
  }
}

/** Index of the first name behind `after`, by bisection. */
function firstAfter(sorted: readonly ResourceId[], after: ResourceId): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? after) <= after) low = middle + 1;
    else high = middle;
  }
  return low;
}
