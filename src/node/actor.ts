/**
 * Carries out actions: each id once, whatever happens to the node in between, and those on one service one after the other.
 *
 * I1  An id that is known is answered with its outcome, or waits for it; nothing is done again.
 * I2  An action that was begun when the node ended is finished by the next one, without starting or ending anything twice.
 * I3  Where nobody can tell how it ended, no outcome is kept: it is asked for again under the same id.
 * I4  Done says that instances were started or ended. Whether they work is for the observations to show.
 */
import { assertNever, messageOf } from "../kit/errors.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { ResourceId } from "../state/resource_id.ts";
import type { DesiredWorkload } from "../state/plan.ts";
import { instanceIdOf, type Launcher, type LaunchFailure, type Shape } from "./launcher.ts";
import {
  type KnownInstance,
  newestInstances,
  type ServiceEntry,
  type ServiceTable,
} from "./service_table.ts";
import type { NodeStore, Outcome } from "./state/node_store.ts";
import type { ActionTask } from "./state/shapes.ts";

export type ActionAnswer =
  | Outcome & { readonly wasRepeated: boolean }
  /** The runtime does not answer: nothing is known of the action, and no outcome is kept (I3). */
  | { readonly kind: "unavailable"; readonly message: string }
  | { readonly kind: "unknown"; readonly message: string };

export interface ActorOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly bootId: string;
  readonly store: NodeStore;
  readonly table: ServiceTable;
  readonly launcher: Launcher;
  /** Called whenever what is true of the service may have changed. */
  readonly onChange: (entry: ServiceEntry) => void;
}

/** An action that was begun longer ago than this is not finished by another run of the node: nobody waits for it. */
const RESUME_WITHIN_MS = 300_000;

type Result = Outcome | Exclude<ActionAnswer, Outcome>;

export class Actor {
  readonly #options: ActorOptions;
  readonly #running = new Map<string, Promise<Result>>();
  readonly #turns = new Map<ResourceId, Promise<unknown>>();

  constructor(options: ActorOptions) {
    this.#options = options;
  }

  /** Never rejects. What cannot be written down is not begun. */
  async carryOut(task: ActionTask): Promise<ActionAnswer> {
    try {
      return await this.#carryOut(task);
    } catch (error) {
      const message = `The node cannot write down what it does: ${messageOf(error)}`;
      this.#options.log.error("Cannot begin an action", { actionId: task.actionId, error: messageOf(error) });
      return { kind: "unavailable", message };
    }
  }

  async #carryOut(task: ActionTask): Promise<ActionAnswer> {
    const { store } = this.#options;
    const known = store.action(task.actionId);
    if (known !== undefined && !isSameTask(known.task, task)) {
      const { verb, resourceId, node } = known.task;
      const message = `The id ${task.actionId} was used for ${verb} ${resourceId} on ${node} before`;
      return { kind: "rejected", message, wasRepeated: false };
    }
    if (known?.outcome !== undefined) return { ...known.outcome, wasRepeated: true };
    const running = this.#running.get(task.actionId);
    const result = await (running ?? this.#begin(task, { isResumed: known !== undefined }));
    return isOutcome(result) ? { ...result, wasRepeated: known !== undefined } : result;
  }

  /** Finishes what the run before was in the middle of (I2). Resolves when all of it is. */
  async resume(): Promise<void> {
    const { store, bootId, clock, log } = this.#options;
    const unfinished = store.unfinished();
    await Promise.all(unfinished.map(async ({ task }) => {
      const isFresh = task.bootId === bootId && clock.wallMs() - task.askedAtMs < RESUME_WITHIN_MS;
      if (!isFresh) {
        const message = "The node was restarted while at this action, and too late to finish it";
        return store.finish(task.actionId, { kind: "failed", message });
      }
      log.info("Finishing an action of the run before", {
        actionId: task.actionId,
        resourceId: task.resourceId,
        verb: task.verb,
      });
      await (this.#running.get(task.actionId) ?? this.#begin(task, { isResumed: true }));
    }));
  }

  /**
   * Removes what is left of instances in whose place others were started, by a run that ended before it could, or by a runtime that was
   * killed. Never what lives.
   */
  async tidy(entry: ServiceEntry): Promise<void> {
    if (superseded(entry).length === 0) return;
    await this.#inTurn(entry.id, async () => {
      for (const known of superseded(entry)) {
        const failure = await this.#options.launcher.stop(known, "at-once");
        if (failure !== undefined) return;
      }
    });
  }

  /** Resolves when nothing is under way any more. */
  async idle(): Promise<void> {
    while (this.#turns.size > 0) await Promise.all(this.#turns.values());
  }

  #begin(task: ActionTask, { isResumed }: { readonly isResumed: boolean }): Promise<Result> {
    const { store, clock } = this.#options;
    if (!isResumed) store.begin(task);
    const askedAtMs = clock.monotonicMs();
    const result = this.#inTurn(task.resourceId, async (): Promise<Result> => {
      if (!isResumed && clock.monotonicMs() - askedAtMs > task.deadlineMs) {
        return {
          kind: "failed",
          message: `Not begun within ${task.deadlineMs} ms: another action was at work`,
        };
      }
      return await this.#guarded(task);
    }).then((ended) => {
      this.#keepOutcome(task.actionId, ended);
      return ended;
    }).finally(() => this.#running.delete(task.actionId));
    this.#running.set(task.actionId, result);
    return result;
  }

  /** What cannot be written is lost with this run: the node that comes after it finishes the action again, without doing anything twice. */
  #keepOutcome(actionId: string, ended: Result): void {
    const { store, log } = this.#options;
    try {
      if (isOutcome(ended)) store.finish(actionId, ended);
      else store.forget(actionId);
    } catch (error) {
      log.error("Cannot keep the outcome of an action", { actionId, error: messageOf(error) });
    }
  }

  async #guarded(task: ActionTask): Promise<Result> {
    const { log, table, onChange } = this.#options;
    const entry = table.of(task.resourceId);
    const { actionId, resourceId, verb } = task;
    try {
      const result = await this.#act(entry, task);
      const level = result.kind === "done" ? "info" : "warn";
      log[level]("Action carried out", {
        actionId,
        resourceId,
        verb,
        outcome: result.kind,
        reason: result.message,
      });
      return result;
    } catch (error) {
      log.error("Action failed because of a fault of the node", {
        ...{ actionId, resourceId, verb },
        error: messageOf(error),
        stack: error instanceof Error ? error.stack : undefined,
      });
      return { kind: "failed", message: messageOf(error) };
    } finally {
      entry.phases.clear();
      onChange(entry);
    }
  }

  #inTurn<T>(id: ResourceId, act: () => Promise<T>): Promise<T> {
    const turn = (this.#turns.get(id) ?? Promise.resolve()).then(act);
    const settled = turn.then(() => {}, () => {}).then(() => {
      if (this.#turns.get(id) === settled) this.#turns.delete(id);
    });
    this.#turns.set(id, settled);
    return turn;
  }

  async #act(entry: ServiceEntry, task: ActionTask): Promise<Result> {
    const { desired } = task;
    const all = [...newestInstances(entry).keys()];
    switch (task.verb) {
      case "Stop":
        return await this.#stop(entry, [...entry.instances.values()]);
      case "Start":
      case "Relocate":
        return await this.#fill(entry, task);
      case "Restart":
        if (all.length === 0 && task.replicas === undefined) return await this.#fill(entry, task);
        return await this.#replace(entry, task, {
          replicas: all,
          shapeOf: (known) => this.#shapeOf(known, desired),
        });
      case "RecoverRestart": {
        if (all.length === 0 && task.replicas === undefined) return await this.#fill(entry, task);
        const unwell = all.filter((replica) => isUnwell(newestInstances(entry).get(replica)));
        const replicas = unwell.length > 0 ? unwell : all;
        return await this.#replace(entry, task, {
          replicas,
          shapeOf: (known) => this.#shapeOf(known, desired),
        });
      }
      case "Scale": {
        const surplus = [...entry.instances.values()].filter(({ instance }) =>
          instance.labels.replica >= desired.replicas
        );
        const stopped = await this.#stop(entry, surplus);
        return stopped.kind === "done" ? await this.#fill(entry, task) : stopped;
      }
      case "UpdateVersion":
      case "ApplyConfig":
        if (all.length === 0 && task.replicas === undefined) return await this.#fill(entry, task);
        return await this.#replace(entry, task, {
          replicas: all.filter((replica) => !this.#isAsWanted(entry, replica, desired)),
          shapeOf: () => desired,
        });
      case "Recreate":
        return await this.#recreate(entry, task);
      default:
        return assertNever(task.verb);
    }
  }

  /** Starts what is missing of 0 .. replicas-1, where one that has ended is missing too. */
  async #fill(entry: ServiceEntry, task: ActionTask): Promise<Result> {
    const { desired, actionId } = task;
    const newest = newestInstances(entry);
    const missing = Array.from({ length: desired.replicas }, (_, replica) => replica).filter((replica) => {
      const known = newest.get(replica);
      return known === undefined || known.instance.state.kind === "ended";
    });
    const obstacle = await this.#obstacle(entry, missing.map((replica) => ({ replica, shape: desired })));
    if (obstacle !== undefined) return obstacle;
    for (const replica of missing) {
      const failure = await this.#startAnew(entry, { replica, shape: desired, actionId });
      if (failure !== undefined) return resultOf(failure);
    }
    return done(`${missing.length} started`);
  }

  async #stop(entry: ServiceEntry, instances: readonly KnownInstance[]): Promise<Result> {
    this.#mark(entry, instances.map(({ instance }) => instance.labels.replica), "stopping");
    const failures = await Promise.all(
      instances.map((known) => this.#options.launcher.stop(known, "orderly")),
    );
    const failure = failures.find((one) => one !== undefined);
    return failure === undefined ? done(`${instances.length} stopped`) : resultOf(failure);
  }

  /** One after the other, so that a service of several replicas is never wholly away. */
  async #replace(
    entry: ServiceEntry,
    task: ActionTask,
    { replicas: found, shapeOf }: {
      readonly replicas: readonly number[];
      readonly shapeOf: (known: KnownInstance | undefined) => Shape;
    },
  ): Promise<Result> {
    const { actionId } = task;
    const newest = newestInstances(entry);
    const replicas = task.replicas ?? found;
    const wanted = replicas.map((replica) => ({ replica, shape: shapeOf(newest.get(replica)) }));
    const obstacle = await this.#obstacle(entry, wanted);
    if (obstacle !== undefined) return obstacle;
    if (task.replicas === undefined) this.#options.store.note({ ...task, replicas });
    for (const { replica, shape } of wanted) {
      this.#mark(entry, [replica], "restarting");
      const failure = await this.#startAnew(entry, { replica, shape, actionId });
      if (failure !== undefined) return resultOf(failure);
      entry.phases.delete(replica);
      this.#options.onChange(entry);
    }
    return done(`${replicas.length} replaced`);
  }

  /** All of it away, then all of it anew. */
  async #recreate(entry: ServiceEntry, task: ActionTask): Promise<Result> {
    const { desired, actionId } = task;
    const replicas = Array.from({ length: desired.replicas }, (_, replica) => replica);
    const obstacle = await this.#obstacle(entry, replicas.map((replica) => ({ replica, shape: desired })));
    if (obstacle !== undefined) return obstacle;
    // Marked as being replaced, so that the moment between is no absence.
    this.#mark(entry, replicas, "restarting");
    const ours = new Set(replicas.map((replica) => instanceIdOf(actionId, replica)));
    const old = [...entry.instances].filter(([instanceId]) => !ours.has(instanceId)).map(([, known]) =>
      known
    );
    const failures = await Promise.all(old.map((known) => this.#options.launcher.stop(known, "orderly")));
    const stuck = failures.find((failure) => failure !== undefined);
    if (stuck !== undefined) return resultOf(stuck);
    for (const replica of replicas) {
      const failure = await this.#startAnew(entry, { replica, shape: desired, actionId });
      if (failure !== undefined) return resultOf(failure);
    }
    return done(`${replicas.length} created anew`);
  }

  /** Ends whatever runs as this replica, unless it is what this action started, and starts it. */
  async #startAnew(
    entry: ServiceEntry,
    start: { readonly replica: number; readonly shape: Shape; readonly actionId: string },
  ): Promise<LaunchFailure | undefined> {
    const { launcher } = this.#options;
    const instanceId = instanceIdOf(start.actionId, start.replica);
    for (const [otherId, known] of [...entry.instances]) {
      if (known.instance.labels.replica !== start.replica || otherId === instanceId) continue;
      const failure = await launcher.stop(known, "orderly");
      if (failure !== undefined) return failure;
    }
    return await launcher.start(entry, start);
  }

  async #obstacle(
    entry: ServiceEntry,
    wanted: readonly { readonly replica: number; readonly shape: Shape }[],
  ): Promise<Result | undefined> {
    for (const { replica, shape } of wanted) {
      const failure = await this.#options.launcher.obstacle(entry.id, shape, replica);
      if (failure !== undefined) return resultOf(failure);
    }
    return undefined;
  }

  /** It works, and is what the action asks for already: replacing it would only be an outage. */
  #isAsWanted({ id, instances }: ServiceEntry, replica: number, desired: DesiredWorkload): boolean {
    const ofReplica = [...instances.values()].filter(({ instance }) => instance.labels.replica === replica);
    const [known] = ofReplica;
    return known !== undefined && ofReplica.length === 1 && !isUnwell(known) &&
      this.#options.launcher.isSame(id, known.instance.labels, desired);
  }

  /** As it was started; where that is not known any more, as it is wanted. */
  #shapeOf(known: KnownInstance | undefined, desired: DesiredWorkload): Shape {
    const labels = known?.instance.labels;
    const config = labels && this.#options.table.startedWith(labels.instanceId)?.config;
    return labels === undefined || config === undefined ? desired : { version: labels.version, config };
  }

  #mark(entry: ServiceEntry, replicas: readonly number[], phase: "restarting" | "stopping"): void {
    for (const replica of replicas) entry.phases.set(replica, phase);
    this.#options.onChange(entry);
  }
}

/** Does not work as far as the node can see: it has ended, is held, or has fallen silent. */
function isUnwell(known: KnownInstance | undefined): boolean {
  if (known === undefined) return true;
  const { state, health } = known.instance;
  return state.kind === "ended" || state.kind === "held" || health === "lost";
}

function isSameTask(left: ActionTask, right: ActionTask): boolean {
  return left.verb === right.verb && left.resourceId === right.resourceId && left.node === right.node;
}

function isOutcome(result: Result): result is Outcome {
  return result.kind === "done" || result.kind === "failed" || result.kind === "rejected";
}

function done(message: string): Outcome {
  return { kind: "done", message };
}

/** What another version or configuration would mend has failed; what only a person can mend is refused. */
/** What has ended of replicas of which there is something newer. */
function superseded(entry: ServiceEntry): readonly KnownInstance[] {
  const newest = newestInstances(entry);
  return [...entry.instances.values()].filter((known) =>
    known.instance.state.kind === "ended" && newest.get(known.instance.labels.replica) !== known
  );
}

function resultOf(failure: LaunchFailure): Result {
  if (failure.kind === "undefined") return { kind: "rejected", message: failure.message };
  if (failure.kind === "config") return { kind: "failed", message: failure.message };
  const { kind, message } = failure.failure;
  switch (kind) {
    case "runtime-away":
      return { kind: "unavailable", message };
    case "timed-out":
      return { kind: "unknown", message };
    case "limit":
    case "not-found":
    case "program-missing":
    case "program-broken":
      return { kind: "failed", message };
    case "name-taken":
    case "refused":
      return { kind: "rejected", message };
    default:
      return assertNever(kind);
  }
}
