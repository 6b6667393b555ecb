/**
 * The part of the manager that acts: follows the nodes, decides and carries out, for as long as this instance is the leader.
 *
 * I1: until `start` nothing is followed and nothing is done; after `stop` no action leaves and nothing is sent to nodes.
 */
import { bufferMetrics } from "../../kit/buffer_level.ts";
import { StateManagerError } from "../../kit/errors.ts";
import { OwnPause } from "../../kit/own_pause.ts";
import { RateLimit } from "../../kit/rate_limit.ts";
import type { NodeAgentPort } from "../../ports/node_agent.ts";
import type { Ports } from "../../ports/ports.ts";
import { StartPacer } from "../../reconciliation/decide/pacing.ts";
import { Executor } from "../../reconciliation/executor.ts";
import type { PlanPreview, PreviewSubject } from "../../reconciliation/explain/preview_model.ts";
import { isAllowedOn } from "../../reconciliation/decide/placement.ts";
import { priorityOf } from "../../reconciliation/plan/priority.ts";
import type { StateDiff } from "../../state/diff.ts";
import type { RecoveryRequest } from "../../state/issue.ts";
import { lost, reachable, type ReconciliationResult, unreachable } from "../../state/observation.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import { isSeenSinceStart, strayOn } from "../../state/runtime.ts";
import type { StateTracker } from "../../state/tracker.ts";
import { desiredStates } from "../nodes/desired_states.ts";
import { NodeSlots } from "../nodes/node_slots.ts";
import { OutboxLimit } from "../nodes/outbox_limit.ts";
import type { ManagerStatus, NodeSummary } from "../serve/api.ts";
import { previewPlan } from "../serve/preview.ts";
import type { Alerts } from "./alerts.ts";
import type { EngineCheckpoint } from "./checkpoint.ts";
import { ControllerHealth } from "./controller_health.ts";
import { Counters } from "./counters.ts";
import { executorEffects } from "./executor_effects.ts";
import { Facts } from "./facts.ts";
import { Fences } from "./fences.ts";
import { Indexes, type IndexListener } from "./indexes.ts";
import type { Ledger } from "./ledger.ts";
import { ReconcileLoop } from "./loop.ts";
import { Meters } from "./meters.ts";
import { Observations } from "./observations.ts";
import { PlanExecution } from "./plan_execution.ts";
import type { WorkProgress } from "./progress.ts";
import { type QueueGauges, WorkQueue } from "./queue.ts";
import { ReconcileFaults } from "./reconcile_faults.ts";
import { Runtimes } from "./runtimes.ts";
import type { ManagerSettings } from "./settings.ts";
import { Steps } from "./steps.ts";
import { unfinishedPlans } from "./unfinished_plans.ts";
import { Workers } from "./workers.ts";

export type EngineStatus = Pick<
  ManagerStatus,
  "queueLength" | "reconcilesActive" | "nodes" | "isControllerReachable" | "fences" | "counters"
>;

export interface EngineOptions {
  readonly ledger: Ledger;
  readonly alerts: Alerts;
  readonly ports: Pick<Ports, "agents" | "controller" | "clock" | "random" | "ids" | "log">;
  readonly settings: ManagerSettings;
  /** A node reports something; it comes back by `reconcile`. */
  readonly onDiff: (diff: StateDiff) => void;
  /** Whether this instance leads now. Default: always, as one that is alone. */
  readonly isLeading?: () => boolean;
  /** What it goes on from. */
  readonly from?: EngineCheckpoint;
}

/** An alert says at most this often that work is put off. */
const SHED_REPORTED_EVERY_MS = 60_000;

/** Answers to diffs that lead to no reconcile; one promise each, however many diffs there are. */
const GONE: Promise<ReconciliationResult> = Promise.resolve({ kind: "gone" });
const NOTHING_NEW: Promise<ReconciliationResult> = Promise.resolve({
  kind: "settled",
  why: "The observation holds nothing new",
});

export class Engine {
  readonly #options: EngineOptions;
  readonly #counters = new Counters();
  readonly #meters: Meters;
  readonly #indexes: Indexes;
  readonly #runtimes: Runtimes;
  readonly #facts: Facts;
  readonly #steps: Steps;
  readonly #observations: Observations;
  readonly #executor: Executor;
  readonly #execution: PlanExecution;
  readonly #workers: Workers;
  readonly #nodes: NodeSlots;
  readonly #fences: Fences;
  readonly #outboxLimit: OutboxLimit;
  readonly #pacer: StartPacer;
  readonly #unlisten: (() => void)[] = [];
  readonly #shedAlerts = new RateLimit(SHED_REPORTED_EVERY_MS);

  constructor(options: EngineOptions) {
    const { ledger, alerts, settings, from } = options;
    const { controller, clock, log, ids, random } = options.ports;
    const random01 = () => random.next();
    this.#options = options;
    this.#meters = new Meters(settings);
    this.#indexes = new Indexes(clock, settings);
    this.#runtimes = new Runtimes(ledger, clock, settings);
    this.#indexes.restore(from?.phases ?? []);
    this.#runtimes.restore(from?.runtimes ?? []);
    const { unreachableAfterMs, lostAfterMs } = settings;
    // What is shorter cannot make a node silent that was heard when it should have been.
    const pauseFromMs = Math.min(unreachableAfterMs, lostAfterMs) / 2;
    const pause = new OwnPause(clock, pauseFromMs, (pausedMs) => this.#resumed(pausedMs));
    this.#fences = new Fences({
      ...{ clock, alerts },
      term: () => ledger.term,
      isLeading: options.isLeading ?? (() => true),
    });
    this.#nodes = new NodeSlots({
      pause,
      clock,
      log,
      random01,
      settings,
      desired: desiredStates(ledger),
      events: {
        onConnected: (node) => this.#newStream(node),
        onDiff: options.onDiff,
        onJudged: (node) => this.#nodeJudged(node),
        onRefused: (node, id, why) => this.#refused(node, { id, why }),
        onFence: (node, refusal) => {
          const peer = `Node ${node}`;
          return refusal === undefined ? this.#fences.passed(peer) : this.#fences.refused(peer, refusal);
        },
      },
    });
    this.#outboxLimit = new OutboxLimit({
      nodes: this.#nodes,
      isKnown: (id) => ledger.get(id) !== undefined,
      maxServices: settings.maxServices,
    });
    this.#observations = new Observations({
      ...{ ledger, runtimes: this.#runtimes, alerts, clock, log },
      sendDesired: (node, id) => this.#outboxLimit.remind(node, id),
    });
    const shared = { ledger, runtimes: this.#runtimes, nodes: this.#nodes, clock };
    this.#facts = new Facts({ ...shared, indexes: this.#indexes, settings });
    this.#steps = new Steps({
      ...{ ...shared, alerts, facts: this.#facts, meters: this.#meters },
      sources: { random01, nextPlanId: () => ids.next() },
    });
    this.#executor = new Executor(executorEffects(controller, clock, random01), {
      attempts: settings.actionAttempts,
      backoff: settings.backoff,
    });
    this.#pacer = new StartPacer({
      capacity: settings.startBurst,
      refillPerSecond: settings.startsPerSecond,
      nowMs: clock.monotonicMs(),
    });
    const stepping = { ...shared, facts: this.#facts, steps: this.#steps };
    this.#execution = new PlanExecution({
      ...{ ...stepping, executor: this.#executor },
      controller: new ControllerHealth(clock, alerts, random01),
      fences: this.#fences,
      safeStateAfterMs: settings.safeStateAfterMs,
    });
    const loop = new ReconcileLoop({
      ...{ ...stepping, log },
      pacer: this.#pacer,
      execution: this.#execution,
    });
    this.#workers = new Workers({
      queue: new WorkQueue<ResourceId>({
        capacity: settings.queueCapacity,
        agingMs: settings.agingMs,
        maxActive: settings.parallel,
        maxActivePerLane: settings.parallelPerNode,
      }),
      clock,
      faults: new ReconcileFaults(log, (alert) => alerts.raise(alert)),
      reconcile: (id, signal) => loop.reconcile(id, signal),
      laneOf: (id) => this.#indexes.load.nodeOf(id),
      criticalityOf: (id) => ledger.service(id)?.spec.criticality ?? "QM",
      onShed: (id) => this.#shed(id),
      maxServices: settings.maxServices,
      beforeWork: () => pause.check(),
    });
  }

  /** Takes over what the ledger holds, follows the nodes and works on every service. */
  start(): void {
    const { ledger } = this.#options;
    for (const { service } of ledger.records()) {
      this.#indexes.adopt(service);
      // What counts from the start begins now, not when the service is reconciled first.
      this.#runtimes.of(service.metadata.id);
    }
    const listener = this.#indexListener();
    this.#unlisten.push(
      ledger.onCommitted((step) => this.#indexes.update(step, listener)),
      ledger.onCommitted((step) => this.#counters.count(step.events)),
      ledger.onCommitted(({ events }) => {
        for (const { resourceId } of events) this.#execution.changed(resourceId);
      }),
    );
    // Before a node that answers at once has others reconciled.
    for (const { resourceId, priority } of unfinishedPlans(ledger.records())) {
      this.#workers.add(resourceId, { priority });
    }
    this.#nodes.start(this.#options.ports.agents, this.#options.from?.nodes);
    this.#workers.start();
    for (const id of ledger.ids()) this.#workers.add(id);
  }

  async stop(graceMs: number): Promise<void> {
    await this.#workers.stop(graceMs);
    await this.#nodes.stop();
    this.#fences.stop();
    for (const unlisten of this.#unlisten) unlisten();
  }

  /** What another engine could go on from; undefined = something is at work. */
  checkpoint(): EngineCheckpoint | undefined {
    if (!this.#workers.isAtRest) return undefined;
    return {
      runtimes: this.#runtimes.checkpoint(),
      phases: this.#indexes.checkpoint(),
      nodes: this.#nodes.checkpoint(),
    };
  }

  /** Another engine goes on in its place, from this moment. Only at rest. */
  handOver(): void {
    for (const unlisten of this.#unlisten) unlisten();
    void this.#nodes.stop();
    void this.stop(0);
  }

  /** A node that was not known before, or now listens elsewhere. */
  addNode(agent: NodeAgentPort): void {
    this.#nodes.add(agent);
  }

  /** A node that is gone for good: its services are placed elsewhere. */
  removeNode(node: string): void {
    this.#nodes.remove(node);
  }

  /** The term is another one: who refused the one before is asked again. */
  termBegan(): void {
    this.#nodes.termBegan();
  }

  /** Takes in an observation, has its service reconciled when that is its turn, and answers where that left it. */
  reconcile(diff: StateDiff): Promise<ReconciliationResult> {
    const wasSeen = this.#isSeen(diff.resourceId);
    const service = this.#observations.take(diff);
    if (service !== undefined) {
      if (!wasSeen && this.#isSeen(diff.resourceId)) this.#firstSeen(diff.resourceId);
      return this.#workers.next(diff.resourceId, priorityOf(diff, service.spec.criticality));
    }
    return this.#options.ledger.get(diff.resourceId) === undefined ? GONE : NOTHING_NEW;
  }

  /** The desired state of the service was changed: it starts over, without delay. */
  desiredChanged(id: ResourceId): void {
    if (this.#options.ledger.get(id) !== undefined) this.#runtimes.reset(id, "new-generation");
    for (const diff of this.#observations.takeKnown(id)) this.#options.onDiff(diff);
    this.#workers.add(id);
  }

  /** What an operator asks for. Throws a StateManagerError when it cannot be done now. */
  trigger(id: ResourceId, request: RecoveryRequest): void {
    const step = this.#steps.take(id, { kind: "operator", request });
    if (step === undefined) throw new StateManagerError({ kind: "not-found", what: id });
    this.#workers.add(id);
  }

  /** What would be done about an observation; touches nothing. Throws a StateManagerError for a service that does not exist. */
  preview(subject: PreviewSubject): PlanPreview {
    const { ledger, ports: { controller } } = this.#options;
    return previewPlan(subject, {
      ledger,
      runtimes: this.#runtimes,
      facts: this.#facts,
      isControllerReachable: controller.isReachable(),
    });
  }

  /** The phases of the service since this instance leads. */
  tracker(id: ResourceId): StateTracker {
    return this.#indexes.tracker(id);
  }

  /** How far the work has come, for those who watch over it. */
  progress(): WorkProgress {
    const work = this.#workers.progress();
    return { ...work, steps: work.steps + this.#executor.answers };
  }

  queueGauges(): QueueGauges {
    return this.#workers.gauges();
  }

  /** What only a running engine knows of the manager. */
  status(): EngineStatus {
    const gauges = this.#workers.gauges();
    return {
      queueLength: gauges.queued,
      reconcilesActive: gauges.active,
      isControllerReachable: this.#options.ports.controller.isReachable(),
      fences: this.#fences.list(),
      nodes: this.#nodes.names().map((node): NodeSummary => ({
        node,
        address: this.#nodes.agent(node)?.address ?? "",
        isConnected: this.#nodes.isConnected(node),
        silentMs: this.#nodes.silentMs(node),
        services: this.#indexes.load.of(node),
      })),
      counters: {
        ...this.#counters.byName(),
        ...this.#observations.counters(),
        ...this.#meters.counters(),
        ...this.#workers.counters(),
        ...this.#nodes.counters(),
        statemanager_fenced_peers: this.#fences.list().length,
        ...this.#pacer.counters(this.#options.ports.clock.monotonicMs()),
        ...bufferMetrics([this.#workers, this.#observations, this.#indexes, this.#outboxLimit]),
      },
    };
  }

  #isSeen(id: ResourceId): boolean {
    const service = this.#options.ledger.service(id);
    return service !== undefined && isSeenSinceStart(service, this.#runtimes.of(id));
  }

  /** What waits for it may go on, though its phase is what it was. */
  #firstSeen(id: ResourceId): void {
    for (const dependent of this.#indexes.dependencies.dependentsOf(id)) this.#workers.add(dependent);
  }

  #indexListener(): IndexListener {
    return {
      onAssigned: (id, node) => this.#runtimes.assign(id, node),
      onDesired: (node, id) => this.#outboxLimit.push(node, id),
      onConcerned: (id) => this.#workers.add(id),
      onRemoved: (id) => this.#runtimes.forget(id),
    };
  }

  /** What its node said before is void, of services and of what is not known here. */
  #newStream(node: string): void {
    this.#runtimes.resetAll("new-stream", { node });
    this.#observations.newStream(node);
  }

  /** This process did not run for a while: what nobody could hear or do meanwhile counts against no node and no service. */
  #resumed(pausedMs: number): void {
    const { log } = this.#options.ports;
    log.warn("The State Manager did not run for a while; no time limit counts that", {
      pausedMs: Math.round(pausedMs),
    });
    this.#nodes.resumed(pausedMs);
    this.#workers.paused(pausedMs);
    this.#runtimes.resetAll("own-pause", { pausedMs });
  }

  /** A node does not take the desired state of a service, or does again. */
  #refused(node: string, { id, why }: { readonly id: ResourceId; readonly why: string | undefined }): void {
    const service = this.#options.ledger.service(id);
    if (why !== undefined) {
      const message = `Node ${node} does not take the desired state of ${id}: ${why}`;
      const reason = "DesiredStateNotTaken";
      this.#options.alerts.raise({ resourceId: id, severity: "Warning", reason, message });
    }
    if (service?.status.node === node) this.#workers.add(id);
  }

  #shed(id: ResourceId): void {
    if (this.#shedAlerts.pass(this.#options.ports.clock.monotonicMs()) === undefined) return;
    const message = `The queue is full; work on ${id} and other less critical services is deferred`;
    this.#options.alerts.raise({ severity: "Warning", reason: "LoadShed", message });
  }

  #reportLoss(node: string): void {
    const { alerts } = this.#options;
    const raise = (message: string) => alerts.raise({ severity: "Critical", reason: "NodeLost", message });
    if (this.#nodes.agent(node) !== undefined) {
      return raise(`Node ${node} has been silent for ${Math.round(this.#nodes.silentMs(node) / 1_000)} s`);
    }
    const services = this.#indexes.load.of(node);
    if (services > 0) {
      raise(`Node ${node} was removed; it had ${services} service${services === 1 ? "" : "s"}`);
    }
  }

  /** Its services are confirmed or not, and reconciled; so are those that run on it as well, and those that may be placed anew. */
  #nodeJudged(node: string): void {
    const { isReachable, isLost } = this.#nodes.view(node);
    if (isLost) this.#reportLoss(node);
    else if (isReachable) this.#options.alerts.resolve("NodeLost", "the node is back", `Node ${node} `);
    const condition = isLost ? lost(node) : isReachable ? reachable(node) : unreachable(node);
    for (const { service: { metadata: { id }, spec, status } } of [...this.#options.ledger.records()]) {
      const isHere = status.node === node;
      if (isHere && isLost) this.#runtimes.reset(id, "node-lost");
      if (isHere) this.#steps.take(id, { kind: "node-judged", condition });
      const isElsewhere = strayOn(this.#runtimes.of(id), node) !== undefined;
      const isOpen = status.state !== "Running" || !isAllowedOn(spec, status.node);
      if (isHere || isElsewhere || isOpen) this.#workers.add(id);
    }
  }
}
