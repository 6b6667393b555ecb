/** One State Manager, run after run, put together as the daemon does it, over everything that is simulated. */
import { SharedState, type SharedStateSettings } from "../../../src/etcd/share/shared_state.ts";
import type { Leadership } from "../../../src/manager/serve/api.ts";
import { StateManager, type StateManagerOptions } from "../../../src/manager.ts";
import type { ActionControllerPort } from "../../../src/ports/action_controller.ts";
import type { ActionResult } from "../../../src/state/action.ts";
import type { PlannedAction } from "../../../src/state/plan.ts";
import { answered, isOpen } from "../habits/controller.ts";
import { MemoryLog } from "../memory_log.ts";
import { givenUp } from "../engine/fake_controller.ts";
import { SimDisk } from "./disk.ts";
import { Life, LifeClock } from "./life.ts";
import { LifeKv } from "./life_kv.ts";
import { NodeLink } from "./node_link.ts";
import type { Ending, Run } from "./observer.ts";
import type { World } from "./world.ts";

const DEAD: ActionResult = { kind: "unreachable", message: "the manager is gone" };
const START_WAIT_MS = 1_000;

/** Where a run can be ended. */
export const FAILPOINTS = [
  ...["commit-before", "commit-after", "act-before", "act-after"] as const,
  ...["replicate-before", "replicate-after"] as const,
] as const;
export type Failpoint = typeof FAILPOINTS[number];

interface Running extends Run {
  isActing: boolean;
  actingSinceMs: number;
  isWanted: boolean;
  turn: Promise<void>;
  readonly shared: SharedState | undefined;
  readonly client: ReturnType<World["etcd"]["client"]> | undefined;
  readonly links: ReadonlyMap<string, NodeLink>;
}

export class SimInstance {
  readonly name: string;
  readonly log = new MemoryLog();
  readonly disk: SimDisk;
  /** Nodes that have registered themselves in etcd, with their addresses. */
  readonly registered = new Map<string, string>();
  readonly #world: World;
  readonly #settings: SharedStateSettings | undefined;
  /** The next so many of these are survived, then the run ends. */
  readonly #armed = new Map<Failpoint, number>();
  #runs = 0;
  #term = 0n;
  #running: Running | undefined;

  constructor(name: string, world: World, settings: SharedStateSettings | undefined) {
    this.name = name;
    this.#world = world;
    this.#settings = settings;
    this.disk = new SimDisk(world.clock);
  }

  get run(): Running | undefined {
    return this.#running;
  }

  get isLeading(): boolean {
    const run = this.#running;
    if (run === undefined || !run.isActing) return false;
    return this.#settings?.isHa !== true || run.shared?.isLeading() === true;
  }

  arm(point: Failpoint, count: number): void {
    this.#armed.set(point, count);
  }

  disarm(point: Failpoint): void {
    this.#armed.delete(point);
  }

  start(): void {
    if (this.#running !== undefined) return;
    const world = this.#world;
    const life = new Life();
    const clock = new LifeClock(world.clock, life);
    const number = ++this.#runs;
    const shares = this.#settings;
    const holder: { run?: Running; shared?: SharedState } = {};
    const pass = (point: Failpoint) => () => this.#reach(point, life);
    const links = new Map([...world.nodes].map(([name, node]) => [
      name,
      new NodeLink({
        node,
        network: world.network(name),
        clock: world.clock,
        life,
        random01: world.random01,
        onAsked: (id) => {
          if (holder.run !== undefined && !life.isDead) world.observers.asked(holder.run, name, id);
        },
        onArrived: (diff, epoch) => {
          if (holder.run !== undefined && !life.isDead) world.observers.arrived(holder.run, diff, epoch);
        },
      }),
    ]));
    let id = 0;
    const options: StateManagerOptions = {
      store: this.disk.port(life, { before: pass("commit-before"), after: pass("commit-after") }),
      agents: [...links.values()].filter(({ node }) => !world.left.has(node)),
      controller: this.#controller(life, () => holder.run),
      monitoring: {
        queueAlert: (alert) => {
          if (holder.run !== undefined && !life.isDead) world.observers.alerted(holder.run, alert);
        },
        queueMetrics: () => {},
      },
      clock,
      random: { next: world.random01 },
      ids: { next: () => `${this.name}-${number}-${++id}` },
      log: this.log,
      settings: world.settings,
      ...(shares?.isHa === true
        ? {
          gate: {
            isLeading: () => holder.shared?.isLeading() ?? false,
            mayAct: (revision, signal) => holder.shared?.mayAct(revision, signal) ?? Promise.resolve(false),
          },
        }
        : {}),
    };
    const manager = new StateManager(options);
    const client = shares === undefined ? undefined : world.etcd.client(`${this.name}-${number}`);
    manager.initialize();
    const shared = client === undefined || shares === undefined ? undefined : new SharedState({
      etcd: {
        kv: new LifeKv(client, life, { before: pass("replicate-before"), after: pass("replicate-after") }),
        ...{ keys: world.keys, clock, log: this.log, random01: world.random01 },
      },
      instance: this.name,
      manager,
      settings: shares,
      nodes: {
        onRegistered: (node, address) => void this.registered.set(node, address),
        onUnregistered: (node) => void this.registered.delete(node),
        onRefused: () => {},
      },
      knownNodes: new Map(),
      onLeadership: (leadership) => this.#setLeadership(holder.run, leadership),
    });
    const run: Running = {
      ...{ instance: this.name, number, manager, life, disk: this.disk, shared, client, links },
      isActing: false,
      isWanted: false,
      turn: Promise.resolve(),
      actingSinceMs: 0,
    };
    holder.run = run;
    if (shared !== undefined) {
      holder.shared = shared;
      manager.setCounters(() => shared.counters());
      manager.setAge({ ageMs: () => shared.stalenessMs(), boundMs: shares?.leaseTtlMs ?? 0 });
    }
    this.#running = run;
    manager.onRecorded((step) => {
      if (!life.isDead) world.observers.committed(run, step);
    });
    world.observers.started(run);
    void this.#begin(run);
  }

  /** A node leaves the configuration, or joins it. */
  configure(node: string, isPart: boolean): void {
    const run = this.#running;
    if (run === undefined) return;
    const link = run.links.get(node);
    if (!isPart) run.manager.unregisterNode(node);
    else if (link !== undefined) run.manager.registerNode(link);
  }

  /** The process dies, or the computer loses its power: nobody is told. */
  end(how: Ending): void {
    const run = this.#running;
    if (run === undefined) return;
    this.#world.observers.ended(run, how);
    this.#running = undefined;
    this.#armed.clear();
    run.life.kill();
    if (run.client !== undefined) this.#world.etcd.partition(run.client);
    if (how === "power-cut") this.disk.cutPower();
    void run.manager.stopReconciliation(0);
    void run.shared?.stop(0);
  }

  /** As the daemon does it. */
  async #begin(run: Running): Promise<void> {
    const { shared, manager } = run;
    await this.disk.flushOf(run.life).catch(() => {});
    if (run.life.isDead) return;
    if (shared === undefined) return this.#act(run, true);
    manager.beginTerm(this.#term);
    manager.onTerm((term) => {
      if (!run.life.isDead && term > this.#term) this.#term = term;
    });
    shared.start();
    if (this.#settings?.isHa === true) return;
    await shared.synced(START_WAIT_MS);
    this.#act(run, true);
  }

  #setLeadership(run: Running | undefined, leadership: Leadership): Promise<void> {
    if (run === undefined) return Promise.resolve();
    run.manager.setLeadership(leadership);
    if (this.#settings?.isHa === true) this.#act(run, leadership.role === "leader");
    return run.turn;
  }

  /** One after the other: what stands by is at an end before it acts again. */
  #act(run: Running, isToAct: boolean): void {
    if (run.life.isDead || run.isWanted === isToAct) return;
    run.isWanted = isToAct;
    run.shared?.setActing(isToAct);
    run.turn = run.turn.then(async () => {
      if (run.life.isDead) return;
      if (!isToAct) {
        run.isActing = false;
        await run.manager.standBy();
      } else if (run.isWanted) {
        run.isActing = true;
        run.actingSinceMs = this.#world.clock.monotonicMs();
        this.#world.observers.acting(run);
        run.manager.startReconciliation();
      }
    });
  }

  #reach(point: Failpoint, life: Life): void {
    const left = this.#armed.get(point);
    if (left === undefined || life.isDead || this.#running?.life !== life) return;
    if (left > 0) return void this.#armed.set(point, left - 1);
    this.#world.end(this, point === "commit-before" ? "mid-commit" : "kill");
  }

  #controller(life: Life, run: () => Running | undefined): ActionControllerPort {
    const world = this.#world;
    const send = async (action: PlannedAction, signal: AbortSignal): Promise<ActionResult> => {
      this.#reach("act-before", life);
      const sender = run();
      if (life.isDead || sender === undefined) return await Promise.resolve(DEAD);
      world.observers.sent(sender, action);
      const isLeftOpen = world.controllerHabits.has("answer-status") && isOpen(world.controllerStatus);
      if (isLeftOpen) world.openIds.add(action.id);
      else world.openIds.delete(action.id);
      const answer = answered({
        habits: world.controllerHabits,
        status: world.controllerStatus,
        random01: world.random01,
        isStop: action.step.kind === "Stop" || action.step.kind === "Isolate",
        act: () => world.controller.handle(action, sender.manager.term()),
      });
      const result = await life.pass(givenUp(answer, signal));
      this.#reach("act-after", life);
      if (life.isDead) return DEAD;
      world.observers.answered(sender, action, result);
      return result;
    };
    return {
      executeAction: send,
      requestRecovery: (_id, _recovery, { action, signal }) => send(action, signal),
      requestLifecycleAction: (_id, _lifecycle, { action, signal }) => send(action, signal),
      isReachable: () => !world.controller.isAway,
    };
  }
}
