/** A higher term because somebody asks for it, with one instance and with several. */
import { deepEqual, equal, ok } from "node:assert/strict";
import { readLeader, readSchema } from "../../../../src/etcd/share/documents.ts";
import { type Instance, SharedRig } from "../../../support/engine/shared_rig.ts";

const PATIENT = new AbortController().signal;

/** Asks for the term, and lets time go by until it is answered. */
async function adopt(rig: SharedRig, instance: Instance, term: bigint): Promise<bigint | undefined> {
  let answer: { readonly term: bigint | undefined } | undefined;
  void instance.shared.adoptTerm(term, PATIENT).then((inForce) => answer = { term: inForce });
  await rig.clock.until(() => answer !== undefined, 10_000, "the adopted term");
  return answer?.term;
}

function termsIn(rig: SharedRig): readonly (bigint | undefined)[] {
  const [leader] = rig.etcd.entries(rig.keys.leader);
  const [schema] = rig.etcd.entries(rig.keys.schema);
  return [leader && readLeader(leader.value).term, schema && readSchema(schema.value).term];
}

Deno.test("the leader of several adopts a term without giving the lead away; the others follow it, and what was acknowledged stays", async () => {
  await using rig = new SharedRig({ instances: ["a", "b", "c"] });
  for (const instance of rig.instances) await instance.start();
  const leader = await rig.untilLed();
  const lidar = await leader.apply("vehicle/lidar");
  await leader.untilState(lidar, "Running");
  const askedAtMs = rig.clock.monotonicMs();
  equal(await adopt(rig, leader, 50n), 50n);
  ok(rig.clock.monotonicMs() - askedAtMs < 2_000, "it waits for no lease");
  equal(rig.leader?.name, leader.name);
  equal(leader.manager.term(), 50n);
  deepEqual(termsIn(rig), [50n, 50n]);
  equal(leader.find(lidar)?.status.state, "Running");
  const radar = await leader.apply("vehicle/radar");
  await leader.untilState(radar, "Running");
  equal(rig.sent.at(-1)?.term, 50n);
  for (const { manager } of rig.instances) {
    await rig.clock.until(() => manager.term() === 50n, 5_000, "the term at every instance");
  }
  equal(rig.etcd.leases.length, 1, "the lease before is given back");
});

Deno.test("the next leader is above an adopted term, and a standby adopts none", async () => {
  await using rig = new SharedRig({ instances: ["a", "b"] });
  for (const instance of rig.instances) await instance.start();
  const leader = await rig.untilLed();
  const standby = rig.instances.find(({ name }) => name !== leader.name);
  equal(await standby?.shared.adoptTerm(90n, PATIENT), undefined);
  await adopt(rig, leader, 50n);
  leader.kill();
  await rig.clock.until(() => rig.leader?.name === standby?.name, 20_000, "the other one leads");
  equal(standby?.manager.term(), 51n);
});

Deno.test("a single instance adopts a term in etcd, goes on acting, and keeps it over a restart", async () => {
  await using rig = new SharedRig();
  await rig.one.start();
  const lidar = await rig.one.apply("vehicle/lidar");
  await rig.one.untilState(lidar, "Running");
  equal(await adopt(rig, rig.one, 50n), 50n);
  deepEqual(termsIn(rig), [50n, 50n]);
  const radar = await rig.one.apply("vehicle/radar");
  await rig.one.untilState(radar, "Running");
  equal(rig.sent.at(-1)?.term, 50n);
  rig.one.kill();
  await rig.one.start();
  await rig.clock.advance(10_000);
  ok(rig.one.manager.term() >= 50n);
});
