/** Everything that a fault can touch, and what everybody needs: the story, the seed, the time that is left. */
import { EtcdClient, newClient } from "../../src/etcd/client.ts";
import { Keys } from "../../src/etcd/share/keys.ts";
import { EtcdWatcher } from "../../src/etcd/watcher.ts";
import { delay } from "../../src/kit/delay.ts";
import { SystemClock } from "../../src/platform/process/clock.ts";
import { missingSlowDisk } from "../../tests/support/etcd/available.ts";
import { RealEtcd } from "../../tests/support/etcd/real_etcd.ts";
import { TcpProxy } from "../../tests/support/etcd/tcp_proxy.ts";
import { SILENT } from "../../tests/support/silent_log.ts";
import { Vehicle } from "../../tests/support/vehicle/vehicle.ts";
import { Instance } from "./instance.ts";
import type { ChaosOptions } from "./options.ts";
import { Recorder } from "./recorder.ts";
import { NODES } from "./services.ts";
import type { Story } from "./story.ts";

/** Small enough to be filled in seconds, large enough for the history between two compactions. */
const QUOTA_BYTES = 96 * 1024 * 1024;

/** A daemon with its own way to each member of etcd. */
export interface Seat {
  readonly instance: Instance;
  readonly proxies: readonly TcpProxy[];
}

export class World implements AsyncDisposable {
  readonly keys = new Keys();
  readonly canSlowDisk: boolean;
  readonly #stack: AsyncDisposableStack;

  private constructor(
    readonly options: ChaosOptions,
    readonly parts: {
      readonly story: Story;
      /** Aborted = no new fault, and the current ones come to an end. */
      readonly signal: AbortSignal;
      readonly etcd: RealEtcd;
      readonly vehicle: Vehicle;
      readonly seats: readonly Seat[];
      /** To etcd without a proxy, as another component that is well connected. */
      readonly client: EtcdClient;
      readonly recorder: Recorder;
    },
    stack: AsyncDisposableStack,
  ) {
    this.canSlowDisk = missingSlowDisk() === undefined;
    this.#stack = stack;
  }

  static async start(options: ChaosOptions, story: Story, signal: AbortSignal): Promise<World> {
    await using stack = new AsyncDisposableStack();
    const etcd = stack.use(
      await RealEtcd.start({
        members: options.members,
        quotaBytes: QUOTA_BYTES,
        // Otherwise there is no fsync that could be slow.
        extraArgs: ["--unsafe-no-fsync=false"],
      }),
    );
    story.say(`etcd ${etcd.version}: ${options.members} members are healthy`);
    const vehicle = stack.use(await Vehicle.start({ nodes: NODES, dir: `${options.dir}/vehicle` }));
    story.say("vehicle: the nodes and the ActionController are up");
    const clock = new SystemClock();
    const endpoints = etcd.endpoints;
    // What the one that looks on meets are the faults.
    const client = stack.use(newClient({ endpoints, clock, log: SILENT, callTimeoutMs: 2_000 }));
    const keys = new Keys();
    const recorder = new Recorder({ keys, story, isLossy: options.isLossy });
    const watcher = stack.use(
      new EtcdWatcher({ kv: client, clock, random01: () => Math.random(), log: SILENT }),
    );
    watcher.watchPrefix(keys.allEvents, recorder);
    const seats: Seat[] = [];
    for (const name of ["alpha", "beta", "gamma"].slice(0, options.daemons)) {
      const proxies: TcpProxy[] = [];
      for (const endpoint of endpoints) proxies.push(stack.use(await TcpProxy.start(endpoint)));
      const addresses = proxies.map(({ address }) => address);
      const instance = stack.use(
        new Instance({ name, vehicle, endpoints: addresses, isHa: options.isHa, story }),
      );
      await instance.start();
      seats.push({ instance, proxies });
    }
    story.say(`${seats.length} State Manager(s) serve`);
    return new World(options, { story, signal, etcd, vehicle, seats, client, recorder }, stack.move());
  }

  /** The instance that says it leads, if any answers so. */
  async leader(): Promise<Seat | undefined> {
    if (!this.options.isHa) return this.parts.seats[0];
    for (const seat of this.parts.seats) {
      const status = await seat.instance.client?.status(AbortSignal.timeout(500)).catch(() => undefined);
      if (status?.role === "leader") return seat;
    }
    return undefined;
  }

  /** Resolves after the time, or when the chaos is over. */
  rest(ms: number): Promise<void> {
    return delay(new SystemClock(), ms, this.parts.signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stack[Symbol.asyncDispose]();
  }
}
