/** Daemons that share an etcd and a car, and the lease that they could not be quicker than. */
import { newClient } from "../../../src/etcd/client.ts";
import { connect, type StateManagerClient } from "../../../src/client/state_manager.ts";
import { SystemClock } from "../../../src/platform/process/clock.ts";
import type { RealEtcd } from "../../../tests/support/etcd/real_etcd.ts";
import { Daemon } from "../../../tests/support/program.ts";
import { SILENT } from "../../../tests/support/silent_log.ts";
import type { Vehicle } from "../../../tests/support/vehicle/vehicle.ts";
import { wallMs } from "./figures.ts";

export const NODE = "front";

export interface Scene {
  /** With one node, `NODE`. */
  readonly vehicle: Vehicle;
  readonly etcd: RealEtcd;
  readonly ttlMs: number;
}

/** One of several; its state outlives its process. */
export class Instance implements AsyncDisposable {
  readonly name: string;
  readonly #daemon: Daemon;
  #client: StateManagerClient | undefined;

  constructor(name: string, { vehicle, etcd, ttlMs }: Scene) {
    this.name = name;
    this.#daemon = new Daemon(`
instance: ${name}
action_controller: { address: "${vehicle.controllerAddress}" }
monitoring_server: { address: "${vehicle.monitoringAddress}" }
nodes: [{ name: ${NODE}, address: "${vehicle.nodeAddress(NODE)}" }]
node: { heartbeat: 200ms, unreachable_after: 700ms, lost_after: 10s }
etcd: { endpoints: ["${hostOf(etcd)}"] }
ha: { enabled: true, lease_ttl: ${ttlMs}ms }
log: { level: warn, format: json }
`);
  }

  async start(): Promise<void> {
    this.#client = connect(await this.#daemon.start());
  }

  async kill(): Promise<void> {
    const ended = this.#daemon.end("SIGKILL");
    await this.#client?.[Symbol.asyncDispose]();
    this.#client = undefined;
    await ended;
  }

  get client(): StateManagerClient {
    if (this.#client === undefined) throw new Error(`${this.name} does not run`);
    return this.#client;
  }

  async isLeading(): Promise<boolean> {
    return (await this.client.status()).role === "leader";
  }

  /** In step with whoever leads. */
  async isFollowing(leader: Instance): Promise<boolean> {
    const [mine, its] = await Promise.all([this.client.status(), leader.client.status()]);
    return mine.role === "standby" && !mine.isStale && mine.revision === its.revision;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client?.[Symbol.asyncDispose]();
    await this.#daemon[Symbol.asyncDispose]();
  }
}

function hostOf(etcd: RealEtcd): string {
  return (etcd.endpoints[0] ?? "").replace(/^https?:\/\//, "");
}

/** How long etcd keeps a lease that nobody renews, as its watchers see it. */
export async function leaseEnd({ etcd, ttlMs }: Scene): Promise<{ readonly ended: Promise<number> }> {
  const client = newClient({
    ...{ endpoints: [hostOf(etcd)], callTimeoutMs: 10_000, log: SILENT, clock: new SystemClock() },
  });
  const key = "/bench/lease";
  const lease = await client.leaseGrant(ttlMs / 1_000);
  if (lease.kind === "failed") throw new Error(lease.failure.message);
  const put = await client.txn({
    ...{ compare: [], otherwise: [] },
    then: [{ kind: "put", key, value: "", lease: lease.value.id }],
  });
  if (put.kind === "failed") throw new Error(put.failure.message);
  const { promise, resolve } = Promise.withResolvers<number>();
  const watch = client.openWatch({ prefix: key, startRevision: put.revision + 1n }, {
    onResponse: ({ events }) => {
      if (events.some(({ kind }) => kind === "delete")) resolve(wallMs());
    },
    onEnd: () => {},
  });
  const ended = promise.finally(async () => {
    watch.cancel();
    await client[Symbol.asyncDispose]();
  });
  return { ended };
}
