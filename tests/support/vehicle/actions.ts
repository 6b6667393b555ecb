/**
 * What each action does to the replicas of a service, on one node (two for a relocation).
 *
 * I1: one action at a time per service: a second one waits its turn, and is not begun after its deadline.
 * I2: DONE says that the processes were started or ended. Whether they work is for the NodeAgent to see.
 */
import type { AuditLog } from "./audit.ts";
import { NodeRuntime, type RuntimeOptions, type WorkloadShape } from "./node_runtime.ts";
import type { Outcome } from "./outcomes.ts";
import { formatName, NodeStore, type ReplicaRecord, type ServiceName } from "./store.ts";

export type Verb =
  | "START"
  | "STOP"
  | "RESTART"
  | "SCALE"
  | "UPDATE_VERSION"
  | "APPLY_CONFIG"
  | "RECREATE"
  | "RELOCATE"
  | "RECOVER_RESTART"
  | "NOTIFY";

export interface Task {
  readonly actionId: string;
  readonly verb: Verb;
  /** As the caller named it, for the audit. */
  readonly kind: string;
  readonly id: ServiceName;
  readonly node: string;
  readonly fromNode: string;
  readonly desired: WorkloadShape & { readonly replicas: number };
  readonly deadlineMs: number;
}

export interface ActorOptions extends RuntimeOptions {
  readonly vehicleDir: string;
  readonly audit: AuditLog;
  /** A heartbeat older than this makes a replica unwell. */
  readonly silentAfterMs: number;
}

export class Actor {
  readonly #options: ActorOptions;
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor(options: ActorOptions) {
    this.#options = options;
  }

  async carryOut(task: Task): Promise<Outcome> {
    const askedMs = performance.now();
    return await this.#inTurn(formatName(task.id), async () => {
      if (performance.now() - askedMs > task.deadlineMs) {
        const message = `not begun within ${task.deadlineMs} ms: another action was at work`;
        return { outcome: "FAILED", message };
      }
      return await this.#audited(task);
    });
  }

  async #audited(task: Task): Promise<Outcome> {
    const { audit } = this.#options;
    const { actionId, kind, node, id } = task;
    const beganMs = performance.now();
    audit.write({ event: "begin", actionId, kind, resource: formatName(id), node });
    let outcome: Outcome;
    try {
      outcome = await this.#act(task);
    } catch (error) {
      outcome = { outcome: "FAILED", message: error instanceof Error ? error.message : String(error) };
    }
    audit.write({ event: "end", actionId, ...outcome, tookMs: Math.round(performance.now() - beganMs) });
    return outcome;
  }

  #inTurn<Result>(key: string, act: () => Promise<Result>): Promise<Result> {
    const turn = (this.#turns.get(key) ?? Promise.resolve()).then(act);
    const settled = turn.catch(() => {}).then(() => {
      if (this.#turns.get(key) === settled) this.#turns.delete(key);
    });
    this.#turns.set(key, settled);
    return turn;
  }

  #act(task: Task): Promise<Outcome> | Outcome {
    if (task.verb === "NOTIFY") {
      return { outcome: "REJECTED", message: "NOTIFY asks for nothing that a controller can do" };
    }
    const runtime = this.#runtime(task.node);
    if (!runtime.store.exists()) return { outcome: "REJECTED", message: `there is no node ${task.node}` };
    if (runtime.store.isDown()) return { outcome: "FAILED", message: `node ${task.node} does not answer` };
    return this.#actOn(runtime, task);
  }

  async #actOn(runtime: NodeRuntime, task: Task): Promise<Outcome> {
    const { id, desired } = task;
    const records = runtime.store.records(id);
    const all = records.map(({ replica }) => replica);
    switch (task.verb) {
      case "START":
        return this.#fill(runtime, task);
      case "STOP":
        return await this.#stop(runtime, task, all);
      case "RESTART":
        if (all.length === 0) return this.#fill(runtime, task);
        return await this.#replace(runtime, task, { replicas: all, shape: (record) => record });
      case "RECOVER_RESTART": {
        if (all.length === 0) return this.#fill(runtime, task);
        const unwell = runtime.unwell(id, this.#options.silentAfterMs);
        const replicas = unwell.length > 0 ? unwell : all;
        return await this.#replace(runtime, task, { replicas, shape: (record) => record });
      }
      case "SCALE": {
        const surplus = all.filter((replica) => replica >= desired.replicas);
        if (surplus.length > 0) await this.#stop(runtime, task, surplus);
        return this.#fill(runtime, task);
      }
      case "UPDATE_VERSION":
      case "APPLY_CONFIG":
        if (all.length === 0) return this.#fill(runtime, task);
        return await this.#replace(runtime, task, { replicas: all, shape: () => desired });
      case "RECREATE":
        // Marked as being replaced, so that the node never takes the moment between for an absence.
        await runtime.end(id, { replicas: all, phase: "restarting", actionId: task.actionId });
        runtime.remove(id, all.filter((replica) => replica >= desired.replicas));
        return this.#fill(runtime, task);
      case "RELOCATE":
        return await this.#relocate(runtime, task);
      case "NOTIFY":
        throw new Error("NOTIFY acts on no node");
    }
  }

  /** Starts what is missing of 0 .. replicas-1, where a dead process is missing too. */
  #fill(runtime: NodeRuntime, { id, desired, actionId }: Task): Outcome {
    const dead = runtime.deadReplicas(id);
    const present = new Set(
      runtime.store.records(id).map(({ replica }) => replica).filter((replica) => !dead.includes(replica)),
    );
    const missing = Array.from({ length: desired.replicas }, (_, replica) => replica).filter((replica) =>
      !present.has(replica)
    );
    for (const replica of missing) runtime.start(id, { replica, shape: shapeOf(desired), actionId });
    return done(`${missing.length} started`);
  }

  async #stop(runtime: NodeRuntime, { id, actionId }: Task, replicas: readonly number[]): Promise<Outcome> {
    await runtime.end(id, { replicas, phase: "stopping", actionId });
    runtime.remove(id, replicas);
    return done(`${replicas.length} stopped`);
  }

  /** One after the other, so that a service of several replicas is never wholly away. */
  async #replace(
    runtime: NodeRuntime,
    { id, actionId }: Task,
    { replicas, shape }: { replicas: readonly number[]; shape: (record: ReplicaRecord) => WorkloadShape },
  ): Promise<Outcome> {
    for (const record of runtime.store.records(id)) {
      const { replica } = record;
      if (!replicas.includes(replica)) continue;
      await runtime.end(id, { replicas: [replica], phase: "restarting", actionId });
      runtime.start(id, { replica, shape: shapeOf(shape(record)), actionId });
    }
    return done(`${replicas.length} replaced`);
  }

  async #relocate(runtime: NodeRuntime, task: Task): Promise<Outcome> {
    const started = this.#fill(runtime, task);
    const from = this.#runtime(task.fromNode);
    if (task.fromNode === task.node || !from.store.exists()) return started;
    if (from.store.isDown()) {
      return done(`${started.message}; node ${task.fromNode} does not answer, nothing was stopped there`);
    }
    const stopped = await this.#stop(from, task, from.store.records(task.id).map(({ replica }) => replica));
    return done(`${started.message}, ${stopped.message} on ${task.fromNode}`);
  }

  #runtime(node: string): NodeRuntime {
    return new NodeRuntime(new NodeStore(this.#options.vehicleDir, node), this.#options);
  }
}

function shapeOf({ version, config }: WorkloadShape): WorkloadShape {
  return { version, config };
}

function done(message: string): Outcome {
  return { outcome: "DONE", message };
}
