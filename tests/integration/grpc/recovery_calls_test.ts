/** PlanReconciliation, Explain and TriggerRecovery over real gRPC. */
import { ONE_INSTANCE } from "../../support/one_instance.ts";
import assert from "node:assert/strict";
import { startGrpcServer } from "../../../src/grpc/server/server.ts";
import { connect } from "../../../src/client/state_manager.ts";
import { Subscriptions } from "../../../src/manager/serve/subscriptions.ts";
import { diffOf, idOf } from "../../support/domain.ts";
import { playScenario, SCENARIOS } from "../../support/explain/scenarios.ts";
import { MemoryLog } from "../../support/memory_log.ts";
import { errorOf, stage } from "./support/stage.ts";
import { clock } from "./support/world.ts";

const ID = idOf("vehicle/lidar");

Deno.test("TriggerRecovery passes the request to the manager, and returns the service", async () => {
  await using world = await stage();
  world.manager.put("vehicle/lidar", { state: "Running" });
  const requests = [
    { kind: "recover", action: "Relocate", reason: "hot" },
    { kind: "isolate", reason: "bench", ttlMs: 60_000 },
    { kind: "isolate", reason: "bench" },
    { kind: "release", reason: "" },
  ] as const;
  for (const request of requests) {
    const service = await world.client.triggerRecovery(ID, request);
    assert.equal(service.metadata.id, ID);
  }
  const triggered = world.manager.triggered.map(({ id, request: { by, ...request } }) => {
    assert.match(by ?? "", /^admin via 127\.0\.0\.1:/);
    return { id, request };
  });
  assert.deepEqual(triggered, requests.map((request) => ({ id: ID, request })));
});

Deno.test("TriggerRecovery refuses an invalid request with the field or the reason", async () => {
  await using world = await stage();
  const isolation = await errorOf(world.client.triggerRecovery(ID, { kind: "isolate", reason: "" }));
  assert.equal(isolation.code, 3);
  assert.match(isolation.message, /^Cannot isolate vehicle\/lidar: reason: is empty/);
  const unknown = await errorOf(world.client.triggerRecovery(ID, { kind: "release", reason: "" }));
  assert.equal(unknown.code, 5);
  assert.match(unknown.message, /vehicle\/lidar does not exist/);
  assert.equal(world.manager.triggered.length, 1);
});

Deno.test("PlanReconciliation accepts an observation or a name", async () => {
  await using world = await stage();
  const byDiff = await world.client.planReconciliation({ kind: "diff", diff: diffOf({ resourceId: ID }) });
  assert.equal(byDiff.decisions[0]?.why, "It was asked for a diff");
  const byName = await world.client.planReconciliation({ kind: "service", resourceId: ID });
  assert.equal(byName.decisions[0]?.why, "It was asked for a service");
});

Deno.test("while the manager is not ready none of the calls is answered", async () => {
  await using world = await stage();
  world.manager.isReadyNow = false;
  const calls = [
    world.client.explain({ kind: "service", resourceId: ID, last: 1 }),
    world.client.planReconciliation({ kind: "service", resourceId: ID }),
    world.client.triggerRecovery(ID, { kind: "release", reason: "" }),
  ];
  for (const call of calls) assert.equal((await errorOf(call)).code, 14);
});

Deno.test("an explanation that is too large for a message is cut to its newest part", async () => {
  await using world = await stage({ limits: { maxMessageBytes: 64 * 1_024 } });
  for (let index = 0; index < 500; index++) {
    world.manager.put("vehicle/lidar");
    const last = world.manager.events.at(-1);
    if (last !== undefined) {
      world.manager.events[world.manager.events.length - 1] = {
        ...last,
        metadata: { reason: "ä".repeat(200) },
      };
    }
  }
  const { episodes } = await world.client.explain({ kind: "service", resourceId: ID, last: 100 });
  const steps = episodes.flatMap((episode) => episode.steps);
  assert.equal(steps.at(-1)?.revision, world.manager.revision());
  assert.ok(steps.length > 10 && steps.length < 500, `${steps.length} steps`);
  const none = await errorOf(world.client.explain({ kind: "plan", id: "none-1" }));
  assert.equal(none.code, 5);
});

Deno.test("the explanation of a real manager is the same over the wire", async () => {
  for (const scenario of SCENARIOS) {
    const { rig, id } = await playScenario(scenario);
    await using _rig = rig;
    const api = rig.manager;
    await using server = await startGrpcServer({
      ...{ api, clock, log: new MemoryLog(), version: "test", listen: ["127.0.0.1:0"] },
      ...ONE_INSTANCE,
      subscriptions: new Subscriptions({ api, clock, maxSubscribers: 1, queueCapacity: 8 }),
    });
    await using client = connect(server.addresses[0] ?? "", { deadlineMs: 60_000 });
    const subject = { kind: "service", resourceId: id, last: 100 } as const;
    const told = await client.explain(subject);
    const here = api.explain(subject);
    assert.deepEqual(
      told.episodes.map(({ title, outcome, steps }) => [title, outcome, steps.map(({ text }) => text)]),
      here.episodes.map(({ title, outcome, steps }) => [title, outcome, steps.map(({ text }) => text)]),
    );
    const preview = await client.planReconciliation({ kind: "service", resourceId: id });
    assert.deepEqual(preview, api.planReconciliation({ kind: "service", resourceId: id }));
  }
});
