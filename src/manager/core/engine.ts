/**
 * The parts that reconcile, put together, and how the outside reaches them. Decides nothing.
 *
 * One engine lives for as long as this instance leads: what it knows besides the ledger is made anew when it leads again.
 */
import type { ActionControllerPort } from "../../ports/action_controller.ts";
import type { Clock } from "../../ports/clock.ts";
import type { IdSource, Random } from "../../ports/random.ts";
import type { Log } from "../../ports/log.ts";
import type { NodeAgentPort } from "../../ports/node_agent.ts";
import type { ServiceRecord } from "../../state/record.ts";
import { Executor } from "../../reconciliation/executor.ts";
import { StartPacer } from "../../reconciliation/decide/pacing.ts";
import { priorityOf } from "../../reconciliation/plan/priority.ts";
import { WorkQueue } from "./queue.ts";
import { Recovery } from "./recovery.ts";
import { DependencyIndex } from "../../state/dependencies.ts";
import { isInSync, type StateDiff } from "../../state/diff.ts";
import { type ConditionUpdate, type ServiceState, withCondition, withStatus } from "../../state/model.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import { newStateTracker } from "../../state/tracker.ts";
import type { Alerts } from "./alerts.ts";
import { BudgetMeter } from "./budget_meter.ts";
import type { PlanPreview, PreviewSubject } from "../../reconciliation/explain/preview_model.ts";
import type { ManagerStatus, NodeSummary, RecoveryRequest } from "../serve/api.ts";
import { Consequences } from "./consequences.ts";
import { Counters } from "./counters.ts";
import { DecisionInputs } from "./decision_inputs.ts";
import { DesiredOutbox } from "../nodes/desired_outbox.ts";
import { executorEffects } from "./executor_effects.ts";
import { Health } from "./health.ts";
import { Isolation } from "./isolation.ts";
import { type Ledger } from "./ledger.ts";
import { withParts } from "../../state/record.ts";
import { NodeLoad } from "../nodes/node_load.ts";
import { Nodes } from "../nodes/nodes.ts";
import type { WorkProgress } from "./progress.ts";
import { reachable, type ReconciliationResult, unreachable } from "../../state/observation.ts";
import { PlanMaker } from "./plan_maker.ts";
import { PlanRunner } from "./plan_runner.ts";
import { type PreviewParts, previewPlan } from "../serve/preview.ts";
import { Reconciler } from "./reconciler.ts";
import { Resync } from "../nodes/resync.ts";
import { RuntimeBook, type ServiceRuntime } from "./runtime.ts";
import { newRuntime } from "./runtime_start.ts";
import type { ManagerSettings } from "./settings.ts";
import { recordDraft } from "../../reconciliation/apply/transition.ts";
import { triggerRecovery } from "../serve/trigger.ts";
import { Workers } from "./workers.ts";

export type EngineStatus = Pick<
  ManagerStatus,
  "queueLength" | "reconcilesActive" | "nodes" | "isControllerReachable" | "counters"
>;

export interface EngineOptions {
  readonly ledger: Ledger;
  readonly alerts: Alerts;
  readonly agents: readonly NodeAgentPort[];
  readonly controller: ActionControllerPort;
  readonly clock: Clock;
  readonly random: Random;
  readonly ids: IdSource;
  readonly log: Log;
  readonly settings: ManagerSettings;
}

/** Workloads that nobody knows and that are remembered. */
const MAX_UNKNOWN = 1_024;

/** A person is told of workloads that nobody knows, and of work that is put off, at most this often. */
const TOLD_EVERY_MS = 60_000;

export class Engine {
  readonly #options: EngineOptions;
  readonly #ledger: Ledger;
  readonly #counters = new Counters();
  readonly #dependencies = new DependencyIndex();
  readonly #load = new NodeLoad();
  readonly #runtimes: RuntimeBook;
  readonly #nodes: Nodes;
  readonly #outbox: DesiredOutbox;
  readonly #alerts: Alerts;
  readonly #reaction: BudgetMeter;
  readonly #recoveryMeter: BudgetMeter;
  readonly #recovery: Recovery;
  readonly #isolation: Isolation;
  readonly #executor: Executor;
  readonly #reconciler: Reconciler;
  readonly #preview: Omit<PreviewParts, "isControllerReachable">;
  readonly #workers: Workers;
  readonly #resync: Resync;
  readonly #consequences: Consequences;
  readonly #unlisten: (() => void)[] = [];
  /** Newest looks at workloads that are not known here: if they become known, they are not made a second time elsewhere. */
  readonly #unknown = new Map<ResourceId, StateDiff>();
  #unknownToldAtMs = -Infinity;
  #shedToldAtMs = -Infinity;

  constructor(options: EngineOptions) {
    const { clock, log, settings, ids } = options;
    const random01 = () => options.random.next();
    this.#options = options;
    this.#ledger = options.ledger;
    this.#alerts = options.alerts;
    this.#runtimes = new RuntimeBook((id) => this.#newRuntime(id));
    this.#nodes = new Nodes({
      agents: options.agents,
      clock,
      log,
      settings,
      events: {
        onConnected: (node) => this.#nodeConnected(node),
        onDiff: (diff) => this.takeDiff(diff),
        onJudged: (node) => this.#nodeJudged(node),
      },
    });
    this.#outbox = new DesiredOutbox({ ledger: this.#ledger, nodes: this.#nodes, clock, log });
    this.#reaction = BudgetMeter.forReactions({
      criticalMs: settings.reactionCriticalMs,
      qmMs: settings.reactionQmMs,
    });
    const shared = {
      ledger: this.#ledger,
      runtimes: this.#runtimes,
      alerts: this.#alerts,
      clock,
      random01,
      settings,
    };
    const graph = { dependencies: this.#dependencies, load: this.#load, nodes: this.#nodes };
    const inputs = new DecisionInputs({ ...shared, ...graph });
    const planning = {
      ...shared,
      ...graph,
      pacer: new StartPacer({
        capacity: settings.startBurst,
        refillPerSecond: settings.startsPerSecond,
        nowMs: clock.monotonicMs(),
      }),
      actionDeadlineMs: settings.actionDeadlineMs,
    };
    const plans = new PlanMaker({ ...planning, ids });
    this.#recoveryMeter = BudgetMeter.forRecoveries({
      criticalMs: settings.recoveryCriticalMs,
      qmMs: settings.recoveryQmMs,
    });
    const health = new Health({ ...shared, meter: this.#recoveryMeter });
    this.#isolation = new Isolation(shared);
    const recovery = new Recovery({
      ...shared,
      health,
      isolation: this.#isolation,
      plan: (service, action, context) => plans.forRecovery(service, action, context),
      otherNode: (service) => inputs.otherNode(service),
      strategies: settings.strategies,
    });
    this.#executor = new Executor(executorEffects(options.controller, clock, random01), {
      attempts: settings.actionAttempts,
      backoff: settings.backoff,
    });
    const runner = new PlanRunner({
      ...shared,
      nodes: this.#nodes,
      executor: this.#executor,
      recovery,
      reaction: this.#reaction,
      log,
    });
    this.#recovery = recovery;
    this.#preview = {
      ...shared,
      inputs,
      recovery,
      // A dry run uses up no id that a plan could have.
      plans: (runtimes) => new PlanMaker({ ...planning, runtimes, ids: { next: () => "preview" } }),
    };
    this.#reconciler = new Reconciler({
      ...shared,
      inputs,
      plans,
      runner,
      recovery,
      health,
      isolation: this.#isolation,
    });
    this.#workers = new Workers({
      queue: new WorkQueue<ResourceId>({
        capacity: settings.queueCapacity,
        agingMs: settings.agingMs,
        maxActive: settings.parallel,
        maxActivePerLane: settings.parallelPerNode,
      }),
      clock,
      log,
      reconcile: (id, signal) => this.#reconciler.reconcile(id, signal),
      laneOf: (id) => this.#load.nodeOf(id),
      criticalityOf: (id) => this.#ledger.service(id)?.spec.criticality ?? "QM",
      onShed: (id) => this.#shed(id),
    });
    this.#resync = new Resync({
      nodes: this.#nodes,
      load: this.#load,
      clock,
      random01,
      everyMs: settings.resyncMs,
      onDiff: (diff) => {
        this.#tellAgain(diff);
        this.takeDiff(diff);
      },
    });
    this.#consequences = new Consequences({
      clock,
      ...graph,
      runtimes: this.#runtimes,
      outbox: this.#outbox,
      lookAgain: (id) => this.#workers.add(id),
    });
  }

  /** Takes over what the ledger holds, follows the nodes and works on every service. */
  start(): void {
    for (const { service } of this.#ledger.records()) this.#consequences.adopt(service);
    this.#unlisten.push(
      this.#ledger.onCommitted(this.#consequences.onCommitted),
      this.#ledger.onCommitted((step) => this.#counters.count(step.events)),
    );
    this.#nodes.start();
    this.#resync.start();
    this.#workers.start();
    for (const id of this.#ledger.ids()) this.#workers.add(id);
  }

  async stop(graceMs: number): Promise<void> {
    await this.#workers.stop(graceMs);
    this.#outbox.stop();
    await this.#resync.stop();
    await this.#nodes.stop();
    for (const unlisten of this.#unlisten) unlisten();
  }

  /** A node that was not known before, or now listens elsewhere. */
  addNode(agent: NodeAgentPort): void {
    this.#resync.remove(agent.node);
    this.#nodes.add(agent);
    this.#resync.add(agent.node);
  }

  /** A node that is gone for good: its services are placed elsewhere. */
  removeNode(node: string): void {
    this.#resync.remove(node);
    this.#nodes.remove(node);
  }

  takeDiff(diff: StateDiff): void {
    this.#counters.diffs += 1;
    const service = this.#observe(diff);
    if (service === undefined) return;
    const priority = priorityOf(diff, service.spec.criticality);
    this.#workers.add(diff.resourceId, { priority });
  }

  async reconcileNow(diff: StateDiff): Promise<ReconciliationResult> {
    this.#observe(diff);
    return await this.#workers.next(diff.resourceId);
  }

  /** What is wanted of the service, or what is known of it, was changed from outside: it is looked at without delay. */
  lookAgain(id: ResourceId): void {
    if (this.#ledger.get(id) !== undefined) this.#runtimes.of(id).retryAtMs = 0;
    const unknown = this.#unknown.get(id);
    this.#unknown.delete(id);
    if (unknown !== undefined) this.takeDiff(unknown);
    this.#workers.add(id);
  }

  /** What an operator asks for; the service exists. Throws a StateManagerError when it cannot be done now. */
  trigger(id: ResourceId, request: RecoveryRequest): void {
    triggerRecovery(id, request, {
      ledger: this.#ledger,
      runtimes: this.#runtimes,
      recovery: this.#recovery,
      isolation: this.#isolation,
    });
    this.#workers.add(id);
  }

  /** What would be done about a look; touches nothing. Throws a StateManagerError for a service that does not exist. */
  preview(subject: PreviewSubject): PlanPreview {
    const isControllerReachable = this.#options.controller.isReachable();
    return previewPlan(subject, { ...this.#preview, isControllerReachable });
  }

  /** How far the work has come, for those who watch over it. */
  progress(): WorkProgress {
    const work = this.#workers.progress();
    return { ...work, steps: work.steps + this.#executor.answers };
  }

  /** What only a working engine can tell of the manager. */
  status(): EngineStatus {
    const gauges = this.#workers.gauges();
    return {
      queueLength: gauges.queued,
      reconcilesActive: gauges.active,
      isControllerReachable: this.#options.controller.isReachable(),
      nodes: this.#nodes.names().map((node): NodeSummary => ({
        node,
        address: this.#nodes.agent(node)?.address ?? "",
        isConnected: this.#nodes.isConnected(node),
        silentMs: this.#nodes.silentMs(node),
        services: this.#load.of(node),
      })),
      counters: {
        ...this.#counters.byName(),
        ...this.#reaction.counters(),
        ...this.#recoveryMeter.counters(),
        statemanager_outbox_entries: this.#outbox.size,
      },
    };
  }

  #newRuntime(id: ResourceId): ServiceRuntime {
    const { clock, settings } = this.#options;
    return newRuntime(this.#ledger.get(id), {
      nowMs: clock.monotonicMs(),
      wallMs: clock.wallMs(),
      settings,
      tracker: newStateTracker(id, { capacityChanges: settings.trackerChanges }),
    });
  }

  /** Takes in a look; answers its service when it says something new. */
  #observe(diff: StateDiff): ServiceState | undefined {
    const service = this.#ledger.service(diff.resourceId);
    if (service === undefined) {
      this.#unknownWorkload(diff);
      return undefined;
    }
    const { node } = service.status;
    if (!this.#runtimes.observe(diff, node)) return undefined;
    if (diff.node === node) {
      if (!isInSync(diff)) {
        this.#runtimes.of(diff.resourceId).reactFromMs ??= this.#options.clock.monotonicMs();
      }
    } else if (diff.existenceDiff === undefined) {
      // The node believes that it is wanted there: it was not told yet that it is not.
      this.#outbox.push(diff.node, diff.resourceId);
    }
    return service;
  }

  /** A node that compares with an older generation has lost the newest word, or was told another one since by somebody else. */
  #tellAgain({ node, resourceId, observedGeneration }: StateDiff): void {
    const service = this.#ledger.service(resourceId);
    if (service === undefined || service.status.node !== node) return;
    if (observedGeneration < service.metadata.generation) this.#outbox.push(node, resourceId);
  }

  /** A node was told of a service that has ended since, or runs something of its own: the first is told again, the second left alone. */
  #unknownWorkload(diff: StateDiff): void {
    if (diff.observedGeneration > 0n) this.#outbox.push(diff.node, diff.resourceId);
    if (diff.actual.replicas === 0) {
      this.#unknown.delete(diff.resourceId);
      return;
    }
    if (this.#unknown.size < MAX_UNKNOWN) this.#unknown.set(diff.resourceId, diff);
    this.#counters.unknownWorkloads += 1;
    const nowMs = this.#options.clock.monotonicMs();
    if (nowMs - this.#unknownToldAtMs < TOLD_EVERY_MS) return;
    this.#unknownToldAtMs = nowMs;
    const message = `Node ${diff.node} runs ${diff.resourceId}, which is not known here; it is left alone`;
    this.#alerts.raise({ severity: "Warning", reason: "UnknownWorkload", message });
  }

  #nodeConnected(node: string): void {
    this.#runtimes.forgetNode(node);
    this.#outbox.pushAll(node);
  }

  #shed(id: ResourceId): void {
    this.#counters.shed += 1;
    const nowMs = this.#options.clock.monotonicMs();
    if (nowMs - this.#shedToldAtMs < TOLD_EVERY_MS) return;
    this.#shedToldAtMs = nowMs;
    const message =
      `More is to be done than the queue holds; work on ${id} and others that are less critical is put off`;
    this.#alerts.raise({ severity: "Warning", reason: "LoadShed", message });
  }

  /** Its services are confirmed or not, and looked at; so are those that wait for any node. */
  #nodeJudged(node: string): void {
    const { isReachable, isLost } = this.#nodes.view(node);
    if (isLost) {
      const message = `Node ${node} has been silent for ${Math.round(this.#nodes.silentMs(node) / 1_000)} s`;
      this.#alerts.raise({ severity: "Critical", reason: "NodeLost", message });
    }
    const condition = isReachable ? reachable(node) : unreachable(node);
    for (const record of [...this.#ledger.records()]) {
      const { metadata, status } = record.service;
      if (status.node === node) this.#setCondition(record, condition);
      const isConcerned = status.node === node || status.state === "Pending" || status.state === "Failed";
      if (isConcerned) this.#workers.add(metadata.id);
    }
  }

  #setCondition(record: ServiceRecord, condition: ConditionUpdate): void {
    const { service } = record;
    const status = withCondition(service.status, condition, this.#options.clock.wallMs());
    if (status === service.status) return;
    const metadata = { reason: condition.message, node: status.node };
    this.#ledger.commit({
      id: service.metadata.id,
      record: withParts(record, { service: withStatus(service, status) }),
      events: [recordDraft("ConditionChanged", "StateManager", { metadata })],
    });
  }
}
