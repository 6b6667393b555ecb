/** Three State Managers that share one etcd, each with a connection of its own that can be made to fail, and a vehicle for all. */
import assert from "node:assert/strict";
import type { EtcdClient } from "../../src/etcd/client.ts";
import { readSchema, readStatus } from "../../src/etcd/share/documents.ts";
import type { ManagerRole } from "../../src/manager/serve/api.ts";
import { clientOf, WatchRecorder } from "../integration/etcd/support.ts";
import { RealEtcd } from "../support/etcd/real_etcd.ts";
import { TcpProxy } from "../support/etcd/tcp_proxy.ts";
import { eventually } from "../support/eventually.ts";
import { readAudit } from "../support/vehicle/audit.ts";
import { Vehicle } from "../support/vehicle/vehicle.ts";
import { type Instance, PATIENCE } from "../support/instances/instance.ts";
import { KEYS, newInstance } from "./etcd_support.ts";

export const NAMES = ["a", "b", "c"] as const;
export type Name = typeof NAMES[number];

export interface Member {
  readonly name: Name;
  readonly manager: Instance;
  /** Between it and each member of etcd. */
  readonly proxies: readonly TcpProxy[];
}

export class Group implements AsyncDisposable {
  readonly etcd: RealEtcd;
  readonly vehicle: Vehicle;
  readonly members: readonly Member[];
  readonly #stack: AsyncDisposableStack;
  readonly #client: EtcdClient;
  readonly #writes = new WatchRecorder();
  readonly #away = new Set<Name>();

  private constructor(
    parts: Pick<Group, "etcd" | "vehicle" | "members"> & {
      readonly stack: AsyncDisposableStack;
      client: EtcdClient;
    },
  ) {
    this.etcd = parts.etcd;
    this.vehicle = parts.vehicle;
    this.members = parts.members;
    this.#stack = parts.stack;
    this.#client = parts.client;
  }

  /** Starts all of it; resolves once one of the three leads. */
  static async start(
    { etcdMembers = 1, leaseTtl = "2s" }: { readonly etcdMembers?: 1 | 3; readonly leaseTtl?: string } = {},
  ): Promise<Group> {
    await using stack = new AsyncDisposableStack();
    const etcd = stack.use(await RealEtcd.start({ members: etcdMembers }));
    const vehicle = stack.use(await Vehicle.start({ nodes: ["front", "rear"] }));
    const client = stack.use(clientOf(etcd));
    const members: Member[] = [];
    for (const name of NAMES) {
      const proxies: TcpProxy[] = [];
      for (const endpoint of etcd.endpoints) proxies.push(stack.use(await TcpProxy.start(endpoint)));
      const manager = stack.use(
        newInstance({
          vehicle,
          endpoints: proxies.map(({ address }) => address),
          more: { instance: name, ha: { enabled: true, lease_ttl: leaseTtl } },
        }),
      );
      members.push({ name, manager, proxies });
    }
    const group = new Group({ etcd, vehicle, members, client, stack: stack.move() });
    try {
      client.openWatch({ prefix: KEYS.prefix, startRevision: 1n }, group.#writes);
      await Promise.all(members.map(({ manager }) => manager.start()));
      await group.untilLed();
      return group;
    } catch (error) {
      await group[Symbol.asyncDispose]();
      throw error;
    }
  }

  member(name: string): Member {
    const found = this.members.find((member) => member.name === name);
    if (found === undefined) throw new Error(`there is no instance ${name}`);
    return found;
  }

  /** It does not run, or cannot answer: nothing is asked of it. */
  away(...names: readonly Name[]): void {
    for (const name of names) this.#away.add(name);
  }

  back(...names: readonly Name[]): void {
    for (const name of names) this.#away.delete(name);
  }

  get present(): readonly Member[] {
    return this.members.filter(({ name }) => !this.#away.has(name));
  }

  /** The one that leads, once exactly one does and the others know it. */
  async untilLed(): Promise<Member> {
    return await eventually("one to lead and the others to follow it", async () => {
      const standings = await Promise.all(this.present.map(async (member) => {
        return { member, ...await member.manager.client.status() };
      }));
      const leaders = standings.filter(({ role }) => role === "leader");
      assert.equal(
        leaders.length,
        1,
        standings.map(({ member, role }) => `${member.name}: ${role}`).join(", "),
      );
      const [leader] = leaders;
      assert.deepEqual(standings.map(({ leader }) => leader), standings.map(() => leader?.member.name));
      assert.ok(standings.every(({ isStale }) => !isStale), "a standby does not hear of it");
      return leader?.member;
    }, PATIENCE);
  }

  /** Resolves when this one stands so. */
  async until(
    member: Member,
    role: ManagerRole,
    { isStale = false }: { isStale?: boolean } = {},
  ): Promise<void> {
    await eventually(`${member.name} to be ${role}${isStale ? ", stale" : ""}`, async () => {
      const status = await member.manager.client.status();
      return status.role === role && status.isStale === isStale;
    }, PATIENCE);
  }

  /** Resolves once all that run tell the same of every service. */
  async untilSame(): Promise<void> {
    await eventually("all to tell the same", async () => {
      const [first, ...others] = await Promise.all(this.present.map(({ manager }) => manager.services()));
      for (const other of others) assert.deepEqual(other, first);
      return true;
    }, PATIENCE);
  }

  /** What nobody who was replaced may have done: an action, a second execution, a write after its successor's first. */
  assertFenced(): void {
    const audit = readAudit(this.vehicle.dir);
    assert.deepEqual(audit.filter(({ event }) => event === "refused"), [], "an order came late");
    const ids = this.vehicle.executions().map(({ actionId }) => actionId);
    assert.equal(new Set(ids).size, ids.length, "an action was executed twice");
    const terms = ordersOf(this.vehicle);
    assert.deepEqual(terms, [...terms].sort(inOrder), "a term went back at the controller");

    assert.deepEqual(this.#writes.ends, [], "the watch of the test ended");
    const written: bigint[] = [];
    const newest = new Map<string, readonly [bigint, bigint]>();
    for (const event of this.#writes.events) {
      if (event.kind !== "put") continue;
      const { key, value } = event.entry;
      if (key === KEYS.schema) written.push(readSchema(value).term);
      if (KEYS.parse(key)?.kind !== "status") continue;
      const { term, metadata } = readStatus(value);
      const [lastTerm, lastRevision] = newest.get(key) ?? [0n, 0n];
      assert.ok(
        term > lastTerm || (term === lastTerm && metadata.revision >= lastRevision),
        `${key} went back`,
      );
      newest.set(key, [term, metadata.revision]);
    }
    assert.deepEqual(written, [...written].sort(inOrder), "a term went back in etcd");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client[Symbol.asyncDispose]();
    await this.#stack.disposeAsync();
  }
}

/** Terms of the orders that the controller carried out, in the order in which they came. */
function ordersOf(vehicle: Vehicle): bigint[] {
  const lines = Deno.readTextFileSync(`${vehicle.dir}/outcomes.jsonl`).split("\n").filter((line) =>
    line !== ""
  );
  return lines.map((line) => JSON.parse(line)).filter(({ result }) => result === undefined)
    .map(({ term }) => BigInt(term));
}

function inOrder(left: bigint, right: bigint): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
