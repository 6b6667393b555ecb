/** Three State Managers that share one etcd and one vehicle, and what must hold of all of them. */
import assert from "node:assert/strict";
import { readSchema, readStatus } from "../../src/etcd/share/documents.ts";
import type { ManagerRole } from "../../src/manager/serve/api.ts";
import { WatchRecorder } from "../integration/etcd/support.ts";
import type { RealEtcd } from "../support/etcd/real_etcd.ts";
import { eventually } from "../support/eventually.ts";
import * as groups from "../support/instances/group.ts";
import { PATIENCE } from "../support/instances/instance.ts";
import { readAudit } from "../support/vehicle/audit.ts";
import { readOutcomes } from "../support/vehicle/outcomes.ts";
import type { Vehicle } from "../support/vehicle/vehicle.ts";
import { KEYS, newInstance } from "./etcd_support.ts";

export type Member = groups.Member;

/** Short, because the tests wait for its end; and longer than a process that renews it is kept waiting by a busy machine. */
const LEASE_TTL = "8s";

export class Group implements AsyncDisposable {
  readonly etcd: RealEtcd;
  readonly vehicle: Vehicle;
  readonly #group: groups.Group;
  readonly #writes = new WatchRecorder();
  readonly #away = new Set<string>();

  private constructor(group: groups.Group) {
    this.etcd = group.etcd;
    this.vehicle = group.vehicle;
    this.#group = group;
    group.client.openWatch({ prefix: KEYS.prefix, startRevision: 1n }, this.#writes);
  }

  /** Starts all of it; resolves once one of the three leads. */
  static async start(
    { etcdMembers = 1, leaseTtl = LEASE_TTL }: { readonly etcdMembers?: 1 | 3; readonly leaseTtl?: string } =
      {},
  ): Promise<Group> {
    await using stack = new AsyncDisposableStack();
    const started = stack.use(
      await groups.newGroup({
        names: ["a", "b", "c"],
        etcd: { members: etcdMembers },
        vehicle: { nodes: ["front", "rear"] },
        newInstance: (name, at) =>
          newInstance({ ...at, more: { instance: name, ha: { enabled: true, lease_ttl: leaseTtl } } }),
      }),
    );
    const group = new Group(started);
    await Promise.all(started.members.map(({ manager }) => manager.start()));
    await group.untilLed();
    stack.move();
    return group;
  }

  /** It does not run, or cannot answer: nothing is asked of it. */
  away(...names: readonly string[]): void {
    for (const name of names) this.#away.add(name);
  }

  back(...names: readonly string[]): void {
    for (const name of names) this.#away.delete(name);
  }

  get present(): readonly Member[] {
    return this.#group.members.filter(({ name }) => !this.#away.has(name));
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
    await this.#group[Symbol.asyncDispose]();
  }
}

/** Terms of the orders that the controller carried out, in the order in which they came. */
function ordersOf(vehicle: Vehicle): bigint[] {
  return readOutcomes(`${vehicle.dir}/outcomes.jsonl`).filter(({ result }) => result === undefined)
    .map(({ term }) => BigInt(term));
}

function inOrder(left: bigint, right: bigint): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
