/** State Managers that share one etcd and one vehicle, each with a way of its own to every member of etcd that can be made to fail. */
import { type EtcdClient, newClient } from "../../../src/etcd/client.ts";
import { SystemClock } from "../../../src/platform/process/clock.ts";
import { RealEtcd } from "../etcd/real_etcd.ts";
import type { EtcdSetup } from "../etcd/setup.ts";
import { TcpProxy } from "../etcd/tcp_proxy.ts";
import { SILENT } from "../silent_log.ts";
import { Vehicle, type VehicleOptions } from "../vehicle/vehicle.ts";
import type { Instance } from "./instance.ts";

/** How long one that asks who leads waits for an answer. */
const ANSWER_MS = 500;

export interface Member {
  readonly name: string;
  readonly manager: Instance;
  /** Between it and each member of etcd; none where it is connected directly. */
  readonly proxies: readonly TcpProxy[];
}

export interface GroupOptions {
  readonly names: readonly string[];
  readonly etcd?: EtcdSetup;
  readonly vehicle: VehicleOptions;
  /** Default false. */
  readonly isDirect?: boolean;
  /** One of them; `endpoints` = etcd as it reaches it. */
  readonly newInstance: (
    name: string,
    at: { readonly vehicle: Vehicle; readonly endpoints: readonly string[] },
  ) => Instance;
}

/** etcd and the vehicle run, the State Managers are still to be started. */
export interface Group extends AsyncDisposable {
  readonly etcd: RealEtcd;
  readonly vehicle: Vehicle;
  readonly members: readonly Member[];
  /** To etcd without a proxy, as another component that is well connected. */
  readonly client: EtcdClient;
}

export async function newGroup(options: GroupOptions): Promise<Group> {
  await using stack = new AsyncDisposableStack();
  const etcd = stack.use(await RealEtcd.start(options.etcd));
  const vehicle = stack.use(await Vehicle.start(options.vehicle));
  const { endpoints } = etcd;
  const client = stack.use(
    newClient({ endpoints, clock: new SystemClock(), log: SILENT, callTimeoutMs: 3_000 }),
  );
  const members: Member[] = [];
  for (const name of options.names) {
    const proxies: TcpProxy[] = [];
    for (const endpoint of options.isDirect === true ? [] : endpoints) {
      proxies.push(stack.use(await TcpProxy.start(endpoint)));
    }
    const reached = proxies.length === 0 ? endpoints : proxies.map(({ address }) => address);
    members.push({
      name,
      proxies,
      manager: stack.use(options.newInstance(name, { vehicle, endpoints: reached })),
    });
  }
  const all = stack.move();
  return { etcd, vehicle, members, client, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

/** The one that says that it leads, if any answers so. */
export async function leaderOf(members: readonly Member[]): Promise<Member | undefined> {
  for (const member of members) {
    if (!member.manager.isServing) continue;
    const status = await member.manager.client.status(AbortSignal.timeout(ANSWER_MS)).catch(() => undefined);
    if (status?.role === "leader") return member;
  }
  return undefined;
}
