import { deepEqual, equal, match, ok } from "node:assert/strict";
import { readStatus, writeSpec } from "../../../../src/etcd/share/documents.ts";
import { DEFAULT_SPEC } from "../../../../src/state/model.ts";
import { readStamp } from "../../../../src/records/spec_document.ts";
import { DesiredWorld } from "./desired_parts.ts";
import { KEYS, LIDAR, RADAR, recordOf } from "./parts.ts";

function plain(resourceId: typeof LIDAR, version: string) {
  return {
    resourceId,
    spec: { ...DEFAULT_SPEC, version },
    labels: {},
    expectedGeneration: 0n,
    reason: "test",
  };
}

Deno.test("an own write is no desired change, however late its answer arrives", async () => {
  for (const answerDelayMs of [0, 50, 400]) {
    await using world = new DesiredWorld([recordOf()]);
    world.answerDelayMs = answerDelayMs;
    await world.begin();
    for (const version of ["2", "3", "4"]) {
      await world.parts.manager.updateState(plain(LIDAR, version));
      await world.parts.clock.advance(10);
    }
    await world.parts.clock.advance(5_000);
    deepEqual(world.changes, ["2", "3", "4"].map((version) => `${LIDAR} ${version}`));
    equal(world.service(LIDAR)?.metadata.generation, 4n);
    ok(readStamp(world.valueOf(KEYS.spec(LIDAR)) ?? "").revision > 0n);
  }
});

Deno.test("desired changes that arrive while a transaction is in flight wait for it, and are applied in order", async () => {
  await using world = new DesiredWorld([recordOf(), recordOf({ id: RADAR })]);
  await world.begin();
  world.answerDelayMs = 200;
  await world.parts.manager.updateState(plain(RADAR, "own"));
  await world.parts.clock.advance(5);
  world.writeSpec(LIDAR, "a");
  await world.parts.clock.advance(5);
  world.writeSpec(LIDAR, "b");
  await world.parts.clock.advance(5);
  deepEqual(world.changes, [`${RADAR} own`]);
  await world.parts.clock.advance(5_000);
  deepEqual(world.changes, [`${RADAR} own`, `${LIDAR} a`, `${LIDAR} b`]);
  equal(world.service(LIDAR)?.spec.version, "b");
  ok(readStamp(world.valueOf(KEYS.spec(LIDAR)) ?? "").revision > 0n);
});

Deno.test("a spec that is in force already is accepted without a new generation, and is not rewritten", async () => {
  await using world = new DesiredWorld([recordOf()]);
  await world.begin();
  const record = world.parts.manager.record(LIDAR) ?? recordOf();
  const same = JSON.stringify({ spec: JSON.parse(writeSpec(record)).spec });
  world.etcd.put(KEYS.spec(LIDAR), same);
  await world.parts.clock.advance(1_000);
  equal(world.service(LIDAR)?.metadata.generation, 1n);
  deepEqual(world.changes, []);
  equal(world.valueOf(KEYS.spec(LIDAR)), same);
});

Deno.test("a refused spec stays in its key, the status carries the one in force; it is reported once", async () => {
  await using world = new DesiredWorld([recordOf()]);
  await world.begin();
  const bad = JSON.stringify({ spec: { version: "2", replicas: -1 } });
  world.etcd.put(KEYS.spec(LIDAR), bad);
  await world.parts.clock.advance(1_000);
  world.etcd.put(KEYS.spec(LIDAR), bad);
  await world.parts.clock.advance(1_000);
  equal(world.valueOf(KEYS.spec(LIDAR)), bad);
  equal(readStatus(world.valueOf(KEYS.status(LIDAR)) ?? "").spec?.version, "1.0");
  equal(world.service(LIDAR)?.spec.version, "1.0");
  equal(world.parts.alerts.filter(({ reason }) => reason === "DesiredStateRefused").length, 1);
  match(world.parts.alerts[0]?.message ?? "", /spec\.replicas/);
});

Deno.test("a spec that contradicts other specs is refused as well", async () => {
  await using world = new DesiredWorld([
    recordOf({ spec: { dependencies: [{ resourceId: RADAR, condition: "Running" }] } }),
    recordOf({ id: RADAR }),
  ]);
  await world.begin();
  const cycle = { spec: { version: "2", dependencies: [{ resourceId: LIDAR }] } };
  world.etcd.put(KEYS.spec(RADAR), JSON.stringify(cycle));
  await world.parts.clock.advance(1_000);
  equal(world.service(RADAR)?.spec.version, "1.0");
  match(world.parts.alerts[0]?.message ?? "", /cycle/);
});

Deno.test("a refused spec of an unknown service is reported, and not overwritten", async () => {
  await using world = new DesiredWorld();
  await world.begin();
  world.etcd.put(KEYS.spec(LIDAR), "{");
  await world.parts.clock.advance(1_000);
  equal(world.service(LIDAR), undefined);
  equal(world.parts.alerts.length, 1);
  equal(world.valueOf(KEYS.spec(LIDAR)), "{");
  world.writeSpec(LIDAR, "2");
  await world.parts.clock.advance(1_000);
  equal(world.service(LIDAR)?.spec.version, "2");
});

Deno.test("a deleted spec ends the service; when the schema is gone too, or etcd does not answer, the spec is written again", async () => {
  await using world = new DesiredWorld([recordOf(), recordOf({ id: RADAR })]);
  await world.begin();
  world.etcd.delete(KEYS.spec(LIDAR));
  await world.parts.clock.advance(1_000);
  equal(world.service(LIDAR)?.spec.state, "Terminating");

  world.etcd.write(
    { kind: "delete", key: KEYS.spec(RADAR), isPrefix: false },
    { kind: "delete", key: KEYS.schema, isPrefix: false },
  );
  await world.parts.clock.advance(1_000);
  equal(world.service(RADAR)?.spec.state, "Running");
  ok(readStamp(world.valueOf(KEYS.spec(RADAR)) ?? "").revision > 0n);
});

Deno.test("the delete of an unknown spec, or of an older one, is ignored", async () => {
  await using world = new DesiredWorld([recordOf()]);
  await world.begin();
  world.desired.onChange({ kind: "delete", key: KEYS.spec(RADAR), revision: 99n });
  world.desired.onChange({ kind: "delete", key: KEYS.spec(LIDAR), revision: 1n });
  world.desired.onChange({ kind: "delete", key: KEYS.recovery(LIDAR), revision: 99n });
  world.desired.onChange({ kind: "delete", key: "/elsewhere", revision: 99n });
  await world.parts.clock.advance(1_000);
  equal(world.service(LIDAR)?.spec.state, "Running");
  equal(world.service(RADAR), undefined);
});

Deno.test("a status that another component overwrites or deletes is written again", async () => {
  await using world = new DesiredWorld([recordOf()]);
  await world.begin();
  const before = world.valueOf(KEYS.status(LIDAR));
  world.etcd.put(KEYS.status(LIDAR), "mine");
  await world.parts.clock.advance(1_000);
  equal(world.valueOf(KEYS.status(LIDAR)), before);
  world.etcd.delete(KEYS.status(LIDAR));
  await world.parts.clock.advance(1_000);
  equal(world.valueOf(KEYS.status(LIDAR)), before);
  deepEqual(world.changes, []);
});

Deno.test("spec and status deleted at once, while the schema still exists: the service has to end", async () => {
  await using world = new DesiredWorld([recordOf()]);
  await world.begin();
  world.etcd.write(
    { kind: "delete", key: KEYS.spec(LIDAR), isPrefix: false },
    { kind: "delete", key: KEYS.status(LIDAR), isPrefix: false },
  );
  await world.parts.clock.advance(1_000);
  equal(world.service(LIDAR)?.spec.state, "Terminating");
  ok(world.valueOf(KEYS.status(LIDAR)) !== undefined);
});

Deno.test("a different history of etcd discards all desired changes: everything is compared again first", async () => {
  await using world = new DesiredWorld([recordOf()]);
  await world.begin();
  world.etcd.reset();
  world.writeSpec(LIDAR, "9");
  await world.parts.clock.advance(5_000);
  equal(world.resets, 1);
  equal(world.service(LIDAR)?.spec.version, "1.0");
});

Deno.test("after end() no desired change is applied, not even a queued one", async () => {
  await using world = new DesiredWorld([recordOf(), recordOf({ id: RADAR })]);
  await world.begin();
  world.answerDelayMs = 200;
  await world.parts.manager.updateState(plain(RADAR, "own"));
  await world.parts.clock.advance(5);
  world.writeSpec(LIDAR, "a");
  await world.parts.clock.advance(5);
  world.desired.end();
  world.writeSpec(LIDAR, "b");
  await world.parts.clock.advance(5_000);
  equal(world.service(LIDAR)?.spec.version, "1.0");
});

Deno.test("an overflow of the queue of changes leads to one new comparison of everything", async () => {
  await using world = new DesiredWorld([recordOf(), recordOf({ id: RADAR })], 5);
  await world.begin();
  world.answerDelayMs = 200;
  await world.parts.manager.updateState(plain(RADAR, "own"));
  await world.parts.clock.advance(5);
  equal(world.waiting.size, 2, "spec and status of its own, whose answer is on its way");
  for (const version of ["a", "b", "c"]) world.writeSpec(LIDAR, version);
  await world.parts.clock.advance(5);
  deepEqual([world.waiting.size, world.resets], [5, 0]);
  for (const version of ["d", "e"]) world.writeSpec(LIDAR, version);
  await world.parts.clock.advance(5_000);
  deepEqual(world.changes, [`${RADAR} own`]);
  deepEqual([world.waiting.size, world.waiting.dropped, world.resets], [0, 1, 1]);
});
