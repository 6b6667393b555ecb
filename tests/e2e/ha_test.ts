/** Several instances of the real program: one acts, the others follow, and whatever happens to the leader no action is executed twice. */
import assert from "node:assert/strict";
import { status } from "@grpc/grpc-js";
import { CallError } from "../../src/client/state_manager.ts";
import { ALL_SERVICES } from "../../src/manager/serve/api.ts";
import { missingEtcd } from "../support/etcd/available.ts";
import { eventually, within } from "../support/eventually.ts";
import { testIf } from "../support/require.ts";
import { Group, type Member } from "./etcd_group.ts";
import { PATIENCE } from "../support/instances/instance.ts";
import { crash, processes, untilShared } from "./etcd_support.ts";

const SERVICES = ["cabin/hmi", "vehicle/gateway", "vehicle/lidar"] as const;

async function applyAll({ manager }: Member): Promise<void> {
  for (const resource of SERVICES) await manager.apply(resource);
  await manager.untilRunning(...SERVICES);
}

testIf(
  "one of three is the leader; a standby answers reads, reports when it is stale, and refuses changes",
  missingEtcd(),
  async () => {
    await using group = await Group.start();
    const leader = await group.untilLed();
    await applyAll(leader);
    await group.untilSame();
    const standby = group.present.find((member) => member !== leader) ?? leader;
    await assert.rejects(standby.manager.apply("vehicle/radar"), (error: unknown) => {
      assert.ok(error instanceof CallError);
      assert.equal(error.code, status.UNAVAILABLE);
      assert.match(error.message, new RegExp(`instance ${leader.name} leads`));
      return true;
    });

    const ending = new AbortController();
    const heard: string[] = [];
    const following = (async () => {
      const options = { signal: ending.signal, heartbeatIntervalMs: 100 };
      for await (const message of standby.manager.client.subscribe(options)) {
        if (message.kind === "heartbeat") heard.push(message.isStale ? "stale" : "fresh");
        if (message.kind === "change") heard.push(`${message.event.resourceId} ${message.event.eventType}`);
      }
    })();
    // Awaited at the end; what ends the test before must not be hidden by what it does to the stream.
    following.catch(() => {});
    await eventually("a heartbeat", () => heard.includes("fresh"), PATIENCE);
    await leader.manager.apply("vehicle/lidar", { version: "2" });
    await eventually("the change", () => heard.includes("vehicle/lidar SpecChanged"), PATIENCE);
    await eventually("a fresh heartbeat", () => heard.at(-1) === "fresh", PATIENCE);

    for (const proxy of standby.proxies) proxy.blackhole();
    await group.until(standby, "standby", { isStale: true });
    await eventually("a stale heartbeat", () => heard.at(-1) === "stale", PATIENCE);
    const page = await standby.manager.client.queryServices(ALL_SERVICES, { limit: 10 });
    assert.deepEqual([page.isStale, page.services.length], [true, SERVICES.length]);
    await leader.manager.apply("vehicle/lidar", { version: "3" });
    await leader.manager.untilRunning(...SERVICES);
    for (const proxy of standby.proxies) await proxy.heal();
    await group.until(standby, "standby");
    await eventually("a fresh heartbeat", () => heard.at(-1) === "fresh", PATIENCE);
    await group.untilSame();
    ending.abort();
    await within("the subscription to end", following);
    await untilShared(group.etcd, leader.manager);
    group.assertFenced();
  },
);

testIf(
  "kill -9 of the leader: the next one recovers what crashed meanwhile, and nothing else",
  missingEtcd(),
  async () => {
    await using group = await Group.start();
    const first = await group.untilLed();
    await applyAll(first);
    const spared = processes(group.vehicle).filter((process) => process.startsWith("cabin/hmi"));
    await first.manager.end("SIGKILL");
    group.away(first.name);
    const crashed = ["vehicle/gateway", "vehicle/lidar"].map((resource) => crash(group.vehicle, resource));
    const second = await group.untilLed();
    assert.notEqual(second, first);
    await Promise.all(crashed);
    await second.manager.untilRunning(...SERVICES);
    await second.manager.apply("vehicle/lidar", { version: "2" });
    await second.manager.untilRunning(...SERVICES);
    await first.manager.start();
    group.back(first.name);
    assert.equal(await group.untilLed(), second);
    await group.untilSame();
    assert.deepEqual(processes(group.vehicle).filter((process) => process.startsWith("cabin/hmi")), spared);
    await untilShared(group.etcd, second.manager);
    group.assertFenced();
  },
);

testIf(
  "a leader that is suspended beyond its lease does not act when it is resumed",
  missingEtcd(),
  async () => {
    await using group = await Group.start();
    const first = await group.untilLed();
    await applyAll(first);
    first.manager.pause();
    group.away(first.name);
    // What the old leader finds in its sockets when it goes on.
    const crashed = SERVICES.map((resource) => crash(group.vehicle, resource));
    const second = await group.untilLed();
    assert.notEqual(second, first);
    await Promise.all(crashed);
    await second.manager.untilRunning(...SERVICES);
    first.manager.resume();
    group.back(first.name);
    await group.until(first, "standby");
    assert.equal(await group.untilLed(), second);
    await second.manager.apply("vehicle/lidar", { version: "2" });
    await second.manager.untilRunning(...SERVICES);
    await group.untilSame();
    await untilShared(group.etcd, second.manager);
    group.assertFenced();
  },
);

testIf(
  "a leader without a connection to etcd sends nothing once another one is elected",
  missingEtcd(),
  async () => {
    await using group = await Group.start();
    const first = await group.untilLed();
    await applyAll(first);
    for (const proxy of first.proxies) proxy.blackhole();
    const crashed = SERVICES.map((resource) => crash(group.vehicle, resource));
    // Accepted by nobody else: it may not be acknowledged.
    await assert.rejects(first.manager.apply("vehicle/radar"), CallError);
    await group.until(first, "standby", { isStale: true });
    group.away(first.name);
    const second = await group.untilLed();
    await Promise.all(crashed);
    await second.manager.untilRunning(...SERVICES);
    for (const proxy of first.proxies) await proxy.heal();
    group.back(first.name);
    assert.equal(await group.untilLed(), second);
    await group.untilSame();
    assert.equal(await first.manager.find("vehicle/radar"), undefined);
    await untilShared(group.etcd, second.manager);
    group.assertFenced();
  },
);

testIf("SIGTERM of the leader releases the leadership at once", missingEtcd(), async () => {
  // Nobody could take over within the patience of this test if the lease were not given back.
  await using group = await Group.start({ leaseTtl: "5m" });
  const first = await group.untilLed();
  await applyAll(first);
  const before = processes(group.vehicle);
  assert.equal((await first.manager.end("SIGTERM")).code, 0);
  group.away(first.name);
  const second = await group.untilLed();
  await second.manager.untilRunning(...SERVICES);
  assert.deepEqual(processes(group.vehicle), before);
  await crash(group.vehicle, "vehicle/lidar");
  await second.manager.untilRunning(...SERVICES);
  await untilShared(group.etcd, second.manager);
  group.assertFenced();
});

testIf(
  "the loss of one of three members of etcd does not matter, not even together with the leader",
  missingEtcd(),
  async () => {
    await using group = await Group.start({ etcdMembers: 3 });
    const first = await group.untilLed();
    await applyAll(first);
    for (const member of [0, 1, 2]) {
      await group.etcd.kill(member);
      await crash(group.vehicle, "vehicle/lidar");
      const leader = await group.untilLed();
      await leader.manager.untilRunning(...SERVICES);
      await group.etcd.restart(member);
    }
    const before = await group.untilLed();
    await Promise.all([group.etcd.kill(0), before.manager.end("SIGKILL")]);
    group.away(before.name);
    await crash(group.vehicle, "vehicle/gateway");
    const next = await group.untilLed();
    await next.manager.untilRunning(...SERVICES);
    await group.etcd.restart(0);
    await untilShared(group.etcd, next.manager);
    await group.untilSame();
  },
);
