/**
 * Starts and ends the processes of one node: the hands of the ActionController. Which replica when is decided in actions.ts.
 *
 * I1: a replica's old process is dead before its new one is started.
 * I2: a record names a process that this controller has started and seen, or one that has died since.
 */
import type { AuditedProcess, AuditLog } from "./audit.ts";
import { findProcess, isAlive, readProcess, scanWorkloads, signalProcess } from "./process_table.ts";
import { formatName, type NodeStore, type ReplicaRecord, type ServiceName, statOf } from "./store.ts";

const WORKLOAD = new URL("./workload.sh", import.meta.url).pathname;
const POLL_MS = 5;
/** After SIGKILL nothing can keep a process, except a kernel that is stuck in a device. */
const KILL_LIMIT_MS = 5_000;

export interface WorkloadShape {
  readonly version: string;
  readonly config: Readonly<Record<string, string>>;
}

export interface RuntimeOptions {
  readonly audit: AuditLog;
  /** From SIGTERM to SIGKILL. */
  readonly graceMs: number;
  /** The workloads end by themselves when this process is gone. */
  readonly ownerPid: number;
}

export class NodeRuntime {
  readonly store: NodeStore;
  readonly #options: RuntimeOptions;

  constructor(store: NodeStore, options: RuntimeOptions) {
    this.store = store;
    this.#options = options;
  }

  /** Starts a process for this replica in place of whatever its record names. */
  start(
    id: ServiceName,
    { replica, shape, actionId }: { replica: number; shape: WorkloadShape; actionId: string },
  ): void {
    const instance = this.store.createInstance(id, replica, shape.config);
    const dir = this.store.instanceDir(id, instance);
    const child = new Deno.Command("bash", {
      args: [
        ...[WORKLOAD, this.store.dir, this.store.node, formatName(id), String(replica)],
        ...[shape.version, String(this.#options.ownerPid)],
      ],
      cwd: dir,
      clearEnv: true,
      env: { PATH: Deno.env.get("PATH") ?? "/usr/bin:/bin", LC_ALL: "C" },
      ...{ stdin: "null", stdout: "null", stderr: "null" } as const,
      // A session of its own: it outlives the controller as a container outlives its engine.
      detached: true,
    }).spawn();
    child.unref();
    // Before anything is awaited the child cannot have been reaped, so this is its own entry even if it has ended.
    const startTicks = readProcess(child.pid)?.startTicks ?? "";
    const record: ReplicaRecord = { replica, instance, phase: "up", pid: child.pid, startTicks, ...shape };
    const others = this.store.records(id).filter((other) => other.replica !== replica);
    const old = this.store.records(id).find((other) => other.replica === replica);
    this.store.writeRecords(id, [...others, record].sort((left, right) => left.replica - right.replica));
    if (old !== undefined) this.store.removeInstance(id, old.instance);
    const process = this.#audited(id, record);
    this.#options.audit.write({ event: "started", actionId, process });
    child.status.then(({ code: exitCode }) => {
      this.#options.audit.write({ event: "exited", process, exitCode });
      try {
        Deno.writeTextFileSync(`${dir}/exit`, String(exitCode));
      } catch (error) {
        // The folder goes when the replica is replaced or removed: then nobody asks how it ended.
        if (!(error instanceof Deno.errors.NotFound)) throw error;
      }
    });
  }

  /** Ends the processes of these replicas; their records stay, in this phase, until replaced or removed. */
  async end(
    id: ServiceName,
    { replicas, phase, actionId }: {
      replicas: readonly number[];
      phase: "restarting" | "stopping";
      actionId: string;
    },
  ): Promise<void> {
    const records = this.store.records(id);
    this.store.writeRecords(
      id,
      records.map((record) => replicas.includes(record.replica) ? { ...record, phase } : record),
    );
    const ending = records.filter((record) => replicas.includes(record.replica));
    await Promise.all(ending.map(async (record) => {
      if (!isAlive(record)) return;
      await this.#endProcess(record);
      this.#options.audit.write({ event: "stopped", actionId, process: this.#audited(id, record) });
    }));
  }

  /** Forgets replicas whose processes have ended. */
  remove(id: ServiceName, replicas: readonly number[]): void {
    const records = this.store.records(id);
    this.store.writeRecords(id, records.filter((record) => !replicas.includes(record.replica)));
    for (const record of records) {
      if (replicas.includes(record.replica)) this.store.removeInstance(id, record.instance);
    }
  }

  deadReplicas(id: ServiceName): number[] {
    return this.store.records(id).filter((record) => !isAlive(record)).map(({ replica }) => replica);
  }

  /** Replicas that do not work as far as the engine can see: dead, or held by a signal, or silent. */
  unwell(id: ServiceName, silentAfterMs: number): number[] {
    return this.store.records(id).filter((record) => {
      const process = findProcess(record);
      if (process === undefined || !process.isAlive || process.isStopped) return true;
      const beatAt = statOf(`${this.store.instanceDir(id, record.instance)}/heartbeat`)?.mtime?.getTime();
      return beatAt !== undefined && Date.now() - beatAt > silentAfterMs;
    }).map(({ replica }) => replica);
  }

  /** After a restart of the controller: what it was in the middle of is brought to an end that can be seen. */
  async takeOver(): Promise<void> {
    const actionId = "take-over";
    const recorded = new Set<string>();
    for (const id of this.store.services()) {
      for (const { pid, startTicks } of this.store.records(id)) recorded.add(`${pid} ${startTicks}`);
    }
    // Started, but the controller died before it could write the record: nobody knows of it, so nobody would ever end it.
    for (const process of scanWorkloads(this.store.dir)) {
      if (process.node !== this.store.node || recorded.has(`${process.pid} ${process.startTicks}`)) continue;
      await this.#endProcess(process);
      this.#options.audit.write({ event: "stopped", actionId, process });
    }
    for (const id of this.store.services()) {
      const records = this.store.records(id);
      const stopping = records.filter(({ phase }) => phase === "stopping").map(({ replica }) => replica);
      await this.end(id, { replicas: stopping, phase: "stopping", actionId });
      this.remove(id, stopping);
      // Half a restart: the dead process shows as a crash, and the State Manager decides anew.
      this.store.writeRecords(
        id,
        this.store.records(id).map((record) => ({ ...record, phase: "up" as const })),
      );
    }
  }

  async #endProcess(record: { readonly pid: number; readonly startTicks: string }): Promise<void> {
    // A process held by SIGSTOP cannot obey SIGTERM: waiting for it would only lengthen the outage.
    const canObey = findProcess(record)?.isStopped === false;
    if (canObey) {
      signalProcess(record, "SIGTERM");
      if (await this.#waitForEnd(record, this.#options.graceMs)) return;
    }
    signalProcess(record, "SIGKILL");
    if (!await this.#waitForEnd(record, KILL_LIMIT_MS)) {
      throw new Error(`process ${record.pid} survives SIGKILL for ${KILL_LIMIT_MS} ms`);
    }
  }

  async #waitForEnd(
    record: { readonly pid: number; readonly startTicks: string },
    limitMs: number,
  ): Promise<boolean> {
    const deadlineMs = performance.now() + limitMs;
    while (isAlive(record)) {
      if (performance.now() > deadlineMs) return false;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    return true;
  }

  #audited(id: ServiceName, { replica, pid, startTicks, version }: ReplicaRecord): AuditedProcess {
    return { node: this.store.node, resource: formatName(id), replica, pid, startTicks, version };
  }
}
