/** Instances that register themselves: who is there, what is remembered without etcd, and who has gone. */
import { deepEqual, equal, ok } from "node:assert/strict";
import { InstanceRegistry } from "../../../../src/etcd/share/instance_registry.ts";
import { VirtualClock } from "../../../support/engine/virtual_clock.ts";
import { ModelEtcd } from "../../../support/etcd/model.ts";
import { MemoryLog } from "../../../support/memory_log.ts";
import { KEYS } from "./parts.ts";

const TTL_MS = 9_000;

class Bench {
  readonly clock = new VirtualClock();
  readonly etcd = new ModelEtcd({ clock: this.clock, callTimeoutMs: 500 });
  readonly log = new MemoryLog();

  open(name: string, version = "1.0"): InstanceRegistry {
    const registry = new InstanceRegistry({
      etcd: { kv: this.etcd.client(name), keys: KEYS, clock: this.clock, log: this.log },
      self: { name, addresses: [`${name}:47001`], version, startedAtMs: this.clock.wallMs() },
      ttlMs: TTL_MS,
    });
    registry.start();
    return registry;
  }

  async end(...registries: readonly InstanceRegistry[]): Promise<void> {
    const ended = Promise.all(registries.map((registry) => registry[Symbol.asyncDispose]()));
    await this.clock.advance(1_000);
    await ended;
  }
}

const present = (registry: InstanceRegistry) =>
  registry.list().map(({ name, isRegistered }) => `${name}${isRegistered ? "" : " gone"}`);

Deno.test("each instance knows the others, where they listen and for how long they run", async () => {
  const bench = new Bench();
  const [a, b] = [bench.open("a"), bench.open("b", "1.1")];
  await bench.clock.advance(10_000);
  deepEqual(present(a), ["a", "b"]);
  deepEqual(present(b), ["a", "b"]);
  const [, other] = a.list();
  deepEqual([other?.addresses, other?.version], [["b:47001"], "1.1"]);
  equal(other?.uptimeMs, 10_000);
  await bench.end(a, b);
  deepEqual(bench.etcd.entries(KEYS.instances), [], "a registration is given back");
  deepEqual(bench.etcd.leases, []);
});

Deno.test("an instance that is killed is gone once its registration ends, and is forgotten a day later", async () => {
  const bench = new Bench();
  const [a, b] = [bench.open("a"), bench.open("b")];
  await bench.clock.advance(10_000);
  bench.etcd.partition(bench.etcd.client("b"));
  await bench.end(b);
  bench.etcd.expireLease(bench.etcd.entries(KEYS.instance("b"))[0]?.lease ?? 0n);
  await bench.clock.advance(10_000);
  deepEqual(present(a), ["a", "b gone"]);
  ok((a.list()[1]?.seenMs ?? 0) >= 10_000);
  await bench.clock.advance(25 * 3_600_000);
  deepEqual(present(a), ["a"]);
  await bench.end(a);
});

Deno.test("without etcd the instances are remembered, one warning says so, and the registration comes back", async () => {
  const bench = new Bench();
  const [a, b] = [bench.open("a"), bench.open("b")];
  await bench.clock.advance(10_000);
  bench.etcd.down();
  await bench.clock.advance(60_000);
  deepEqual(present(a), ["a", "b"]);
  ok(a.ageMs >= 50_000);
  equal(bench.log.at("warn").length, 2, "one for each");
  bench.etcd.up();
  bench.etcd.delete(KEYS.instance("a"));
  await bench.clock.advance(10_000);
  ok(a.ageMs < 10_000);
  deepEqual(bench.etcd.entries(KEYS.instances).map(({ key }) => key), [
    KEYS.instance("a"),
    KEYS.instance("b"),
  ]);
  await bench.end(a, b);
});

Deno.test("a registration that cannot be read keeps nobody from the others", async () => {
  const bench = new Bench();
  bench.etcd.put(KEYS.instance("x"), "nonsense");
  const a = bench.open("a");
  await bench.clock.advance(10_000);
  deepEqual(present(a), ["a"]);
  await bench.end(a);
});
