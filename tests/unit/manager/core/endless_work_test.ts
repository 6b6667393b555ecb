/** Work that would go on for ever: it backs off, is counted, escalates, and is reported once. */
import { deepEqual, doesNotMatch, equal, match, ok } from "node:assert/strict";
import type { StateDiff } from "../../../../src/state/diff.ts";
import type { ServiceSpec } from "../../../../src/state/model.ts";
import type { PlannedAction } from "../../../../src/state/plan.ts";
import type { ResourceId } from "../../../../src/state/resource_id.ts";
import { Rig } from "../../../support/engine/rig.ts";

const WHILE_MS = 900_000;

function conditionsOf(rig: Rig, id: ResourceId): string {
  return rig.service(id).status.conditions.map(({ type, status, reason, message }) =>
    `${type} ${status} ${reason}: ${message}`
  ).join("\n");
}

/** What a quarter of an hour of it came to: actions that were asked for, and alerts. */
async function whileOf(rig: Rig): Promise<{ readonly asked: readonly string[]; readonly alerts: string[] }> {
  const asked: string[] = [];
  rig.controller.onAsked = ({ step }: PlannedAction) => void asked.push(step.kind);
  await rig.clock.advance(WHILE_MS);
  return { asked, alerts: rig.alerts.map(({ reason }) => reason) };
}

const DIFFERENCES: Readonly<Record<string, (diff: StateDiff) => StateDiff>> = {
  "a version that stays": (diff) => ({
    ...diff,
    versionDiff: { desiredVersion: "v1", actualVersion: "v0" },
  }),
  "a configuration that stays": (diff) => ({ ...diff, configDiff: { desired: {}, actual: { mode: "old" } } }),
  "a replica that stays missing": (diff) => ({
    ...diff,
    scaleDiff: { desiredReplicas: 2, actualReplicas: 1 },
  }),
  "a replica too many": (diff) => ({ ...diff, scaleDiff: { desiredReplicas: 2, actualReplicas: 3 } }),
  "a difference that no action helps against": (diff) => ({
    ...diff,
    configDiff: { desired: { mode: "a" }, actual: {} },
  }),
};

for (const [name, distort] of Object.entries(DIFFERENCES)) {
  Deno.test(`${name} after acknowledged actions is counted, escalates and is reported once`, async () => {
    await using rig = new Rig({ nodes: ["front"] });
    rig.start();
    const id = await rig.apply("vehicle/lidar", { replicas: 2 });
    await rig.untilState(id, "Running");
    rig.node("front").distort = distort;
    rig.node("front").report(id);
    const { asked, alerts } = await whileOf(rig);
    ok(asked.length <= 8, `${asked.length} actions: ${asked.join(" ")}`);
    deepEqual(alerts, ["RecoveryExhausted"]);
    ok((rig.store.records.get(id)?.recovery?.failureCount ?? 0) > 1);
    equal(rig.service(id).status.faults?.length, 1);
    const { counters } = rig.manager.status();
    ok((counters['statemanager_plans_ended_total{result="failed"}'] ?? 0) > 1, "the metrics show it");
    // A new spec begins anew.
    rig.node("front").distort = (diff) => diff;
    await rig.apply("vehicle/lidar", { replicas: 2, version: "v2" });
    await rig.untilState(id, "Running");
  });
}

const ANSWERS = ["rejected", "failed", "unknown"] as const;

for (const kind of ANSWERS) {
  Deno.test(`a stop that is answered "${kind}" for ever backs off and is reported once`, async () => {
    await using rig = new Rig({ nodes: ["front"] });
    rig.start();
    const id = await rig.apply("vehicle/lidar");
    await rig.untilState(id, "Running");
    rig.controller.refusal = () => ({ kind, message: "it does not let go" });
    await rig.delete(id);
    const { asked, alerts } = await whileOf(rig);
    ok((rig.manager.status().counters['statemanager_plans_ended_total{result="failed"}'] ?? 0) > 1);
    const capMs = 5_000;
    ok(asked.length < 9 * WHILE_MS / capMs, `${asked.length} actions`);
    deepEqual(alerts, ["StopFailed"]);
    match(conditionsOf(rig, id), /Progressing .*(?:StopFailed|ActionUndecided): .*it does not let go/);
    rig.controller.refusal = undefined;
    await rig.untilState(id, "removed", 60_000);
  });
}

Deno.test("a stop that is acknowledged and not done for ever is reported once", async () => {
  await using rig = new Rig({ nodes: ["front"] });
  rig.start();
  const id = await rig.apply("vehicle/lidar");
  await rig.untilState(id, "Running");
  rig.controller.faults.falseDone = 1;
  await rig.delete(id);
  const { alerts } = await whileOf(rig);
  deepEqual(alerts, ["StopFailed"]);
});

Deno.test('every action that is answered "rejected" for ever ends with one alert', async () => {
  const specs: readonly Partial<ServiceSpec>[] = [{ version: "v2" }, { config: { mode: "b" } }, {
    replicas: 3,
  }];
  for (const spec of specs) {
    await using rig = new Rig({ nodes: ["front"] });
    rig.start();
    const id = await rig.apply("vehicle/lidar", { replicas: 2 });
    await rig.untilState(id, "Running");
    rig.controller.refusal = () => ({ kind: "rejected", message: "12 UNIMPLEMENTED" });
    await rig.apply("vehicle/lidar", { replicas: 2, ...spec });
    const { asked, alerts } = await whileOf(rig);
    ok(asked.length <= 8, `${JSON.stringify(spec)}: ${asked.length} actions: ${asked.join(" ")}`);
    deepEqual(alerts, ["RecoveryExhausted"], JSON.stringify(spec));
  }
});

for (const actions of [["Restart"], ["Notify"], ["Recreate", "Notify"]] as const) {
  Deno.test(`a suppressed service whose Flapping strategy is ${actions.join(", ")} is treated once`, async () => {
    await using rig = new Rig({
      nodes: ["front"],
      settings: {
        strategies: {
          Flapping: { maxRetryCount: 3, escalationThreshold: 3, backoffDelayMs: 100, actions },
        },
        flap: { suppressFrom: 2, reuseBelow: 1, halfLifeMs: 20_000, maxDampedMs: 60_000 },
      },
    });
    rig.start();
    const id = await rig.apply("vehicle/lidar");
    await rig.untilState(id, "Running");
    const isDamped = () =>
      rig.service(id).status.conditions.some(({ type, status }) => type === "Stable" && status === "False");
    for (let suppression = 0; suppression < 2; suppression++) {
      for (let crash = 0; crash < 30 && !isDamped(); crash++) {
        if (rig.node("front").count(id) > 0) rig.node("front").hurt(id, "crashed");
        await rig.clock.advance(6_000);
      }
      equal(isDamped(), true);
      if (suppression === 0) await rig.clock.until(() => !isDamped(), 120_000);
    }
    const before = rig.alerts.length;
    const asked: string[] = [];
    rig.controller.onAsked = ({ step }) => void asked.push(step.kind);
    await rig.clock.advance(20_000);
    ok(asked.length <= 2, asked.join(" "));
    ok(rig.alerts.length - before <= 1, rig.alerts.slice(before).map(({ reason }) => reason).join(" "));
  });
}

Deno.test("a desired state that a node refuses for ever backs off, is shown and is reported once", async () => {
  await using rig = new Rig({ nodes: ["front"] });
  rig.start();
  const [id, other] = [await rig.apply("vehicle/lidar"), await rig.apply("vehicle/radar")];
  for (const one of [id, other]) await rig.untilState(one, "Running");
  const node = rig.node("front");
  node.refuses = (resourceId, { spec }) => resourceId === id && spec.version === "v2";
  node.updates = 0;
  await rig.apply("vehicle/lidar", { version: "v2" });
  await rig.apply("vehicle/radar", { version: "v2" });
  await rig.untilState(other, "Running");
  const committed = rig.store.events.length;
  const { alerts } = await whileOf(rig);
  ok(rig.store.events.length - committed <= 3, `${rig.store.events.length - committed} events`);
  ok(node.updates < 50, `${node.updates} calls`);
  deepEqual(alerts, ["DesiredStateNotTaken"]);
  match(conditionsOf(rig, id), /Progressing False DesiredStateRefused: .*INVALID_ARGUMENT: spec\.version/);
  equal(rig.manager.status().counters["statemanager_desired_state_refused"], 1);
  ok((rig.manager.status().counters["statemanager_desired_state_failures_total"] ?? 0) > 3);
  // What is mended is sent at once.
  await rig.apply("vehicle/lidar", { version: "v3" });
  await rig.clock.until(() => node.versionOf(id) === "v3", 1_000);
  await rig.untilState(id, "Running");
  equal(rig.manager.status().counters["statemanager_desired_state_refused"], 0);
});

Deno.test("a node that takes a refused desired state in the end is not blamed any longer", async () => {
  await using rig = new Rig({ nodes: ["front"] });
  rig.start();
  const id = await rig.apply("vehicle/lidar");
  await rig.untilState(id, "Running");
  const node = rig.node("front");
  node.refuses = () => true;
  await rig.apply("vehicle/lidar", { criticality: "B" });
  await rig.clock.advance(120_000);
  match(conditionsOf(rig, id), /DesiredStateRefused/);
  node.refuses = () => false;
  await rig.clock.advance(120_000);
  doesNotMatch(conditionsOf(rig, id), /DesiredStateRefused/);
  equal(rig.service(id).status.observedGeneration, 1n);
});

Deno.test("a difference that returns each time after it was mended is mended less and less often, and reported once", async () => {
  await using rig = new Rig({ nodes: ["front"] });
  rig.start();
  const id = await rig.apply("vehicle/lidar");
  await rig.untilState(id, "Running");
  const node = rig.node("front");
  let mended = 0;
  // Somebody else puts the old version back whenever the service runs with the right one.
  for (let second = 0; second < 900; second++) {
    await rig.clock.advance(1_000);
    if (rig.state(id) !== "Running" || node.versionOf(id) !== "v1") continue;
    mended += 1;
    node.stop(id);
    node.fill(id, { replicas: 1, version: "v0", config: {} });
    await rig.clock.advance(60);
    node.report(id);
  }
  const capMs = 5_000;
  ok(mended > 30 && mended <= 10 + WHILE_MS / capMs, `mended ${mended} times`);
  deepEqual(rig.alerts.map(({ reason }) => reason), ["DifferenceReturns"]);
  match(rig.service(id).status.faults?.[0]?.evidence ?? "", /returned \d+ times .*version v0 instead of v1/);
  await rig.clock.advance(120_000);
  equal(rig.state(id), "Running");
  equal(node.versionOf(id), "v1");
  // A new spec waits for nothing.
  await rig.apply("vehicle/lidar", { version: "v2" });
  await rig.clock.until(() => node.versionOf(id) === "v2", 1_000);
});

Deno.test("a copy elsewhere that could not be stopped and has gone by itself is not spoken of any longer", async () => {
  await using rig = new Rig();
  rig.start();
  const id = await rig.apply("vehicle/lidar", { nodes: ["front"] });
  await rig.untilState(id, "Running");
  const rear = rig.node("rear");
  rig.controller.refusal = () => ({ kind: "rejected", message: "not now" });
  rear.fill(id, { replicas: 1, version: "v1", config: {} });
  rear.report(id);
  await rig.clock.advance(60_000);
  match(conditionsOf(rig, id), /StopFailed: .*not now/);
  deepEqual(rig.alerts.map(({ reason }) => reason), ["StopFailed"]);
  rear.stop(id);
  rear.report(id);
  await rig.clock.advance(30_000);
  doesNotMatch(conditionsOf(rig, id), /StopFailed/);
  equal(rig.state(id), "Running");
});
