import assert from "node:assert/strict";
import { ALERT_CAPACITY, AlertLog } from "../../../../src/manager/core/alert_log.ts";
import { standingAlerts } from "../../../../src/manager/core/standing_alerts.ts";
import { type AlertReason, alertState, type StateAlert } from "../../../../src/state/alert.ts";
import type { ServiceCondition } from "../../../../src/state/model.ts";
import { testService } from "../../../support/cli.ts";

const lidar = testService("a/lidar", { status: { state: "Failed", stateSinceMs: 5 } });
const ID = lidar.metadata.id;
let made = 0;

function alert(reason: AlertReason, parts: Partial<StateAlert> = {}): StateAlert {
  made += 1;
  const base = { id: `${made}`, severity: "Critical", reason, message: "m", timestampMs: made, revision: 1n };
  return { ...base, ...parts } as StateAlert;
}

function states(log: AlertLog): readonly string[] {
  return log.alerts.map((one) => `${one.reason} ${alertState(one)} ${one.count}`);
}

function isolated(status: "True" | "False"): ServiceCondition {
  return { type: "Isolated", status, reason: "Operator", message: "sensor", lastTransitionTimeMs: 3 };
}

Deno.test("an alert is open until the service that it is about does what its spec says", () => {
  const log = new AlertLog();
  log.add(alert("RecoveryExhausted", { resourceId: ID }));
  log.changed([[ID, lidar]], 10);
  assert.deepEqual(states(log), ["RecoveryExhausted open 1"]);
  const runs = testService("a/lidar", { status: { state: "Running", observedGeneration: 1n } });
  const unseen = testService("a/lidar", {
    status: {
      ...runs.status,
      conditions: [{ ...isolated("False"), type: "Reachable", status: "Unknown" }],
    },
  });
  log.changed([[ID, unseen]], 11);
  assert.deepEqual(states(log), ["RecoveryExhausted open 1"]);
  log.changed([[ID, runs]], 12);
  assert.deepEqual(log.alerts[0]?.resolution, { atMs: 12, text: "it runs as its spec says" });
  log.changed([[ID, lidar]], 13);
  assert.equal(log.alerts[0]?.resolution?.atMs, 12);
});

Deno.test("an isolation is over when the service is released, and everything is when it is deleted", () => {
  const log = new AlertLog();
  log.add(alert("ServiceIsolated", { resourceId: ID }));
  log.add(alert("StopFailed", { resourceId: ID }));
  log.changed([[ID, testService("a/lidar", { status: { conditions: [isolated("True")] } })]], 20);
  assert.deepEqual(states(log), ["ServiceIsolated open 1", "StopFailed open 1"]);
  log.changed([[ID, testService("a/lidar", { status: { conditions: [isolated("False")] } })]], 21);
  assert.deepEqual(states(log), ["ServiceIsolated resolved 1", "StopFailed open 1"]);
  log.changed([[ID, undefined]], 22);
  assert.equal(log.alerts[1]?.resolution?.text, "the service is deleted");
});

Deno.test("an alert that is raised again while it is open is counted; afterwards it is a new one", () => {
  const log = new AlertLog();
  log.add(alert("JournalFailed"));
  log.add(alert("JournalFailed", { message: "again", timestampMs: 40 }));
  assert.deepEqual([log.alerts.length, log.alerts[0]?.count, log.alerts[0]?.lastMs], [1, 2, 40]);
  log.add(alert("JournalFailed", { severity: "Info", message: "it is written again", timestampMs: 41 }));
  assert.deepEqual(log.alerts[0]?.resolution, { atMs: 41, text: "it is written again" });
  log.add(alert("JournalFailed"));
  assert.deepEqual(states(log), ["JournalFailed resolved 2", "JournalFailed open 1"]);
});

Deno.test("of several nodes only the one that is back is resolved; an alert of a moment never is", () => {
  const log = new AlertLog();
  log.add(alert("NodeLost", { message: "Node front has been silent for 5 s", resourceId: ID }));
  log.add(alert("NodeLost", { message: "Node front has been silent for 5 s" }));
  log.add(alert("LoadShed"));
  log.resolve("NodeLost", { about: "Node fro ", text: "x", nowMs: 1 });
  assert.deepEqual(states(log), ["NodeLost open 1", "NodeLost open 1", "LoadShed noted 1"]);
  log.resolve("NodeLost", { about: "Node front ", text: "the node is back", nowMs: 2 });
  assert.deepEqual(states(log), ["NodeLost open 1", "NodeLost resolved 1", "LoadShed noted 1"]);
});

Deno.test("the log never holds more than its capacity, and what is open stays longest", () => {
  const log = new AlertLog();
  log.add(alert("ControllerUnreachable"));
  for (let index = 0; index < 3 * ALERT_CAPACITY; index += 1) log.add(alert("LoadShed"));
  assert.equal(log.alerts.length, ALERT_CAPACITY);
  assert.equal(log.alerts[0]?.reason, "ControllerUnreachable");
  const [level] = log.buffers();
  assert.deepEqual([level?.used, level?.overflows], [ALERT_CAPACITY, 2 * ALERT_CAPACITY + 1]);
  const open = new AlertLog();
  for (let index = 0; index <= ALERT_CAPACITY; index += 1) {
    open.add(alert("StopFailed", { resourceId: testService(`a/s${index}`).metadata.id }));
  }
  assert.equal(open.alerts[0]?.resourceId, "a/s1");
});

Deno.test("after a start the records tell what still holds", () => {
  const record = { term: 1n, service: lidar };
  assert.deepEqual(standingAlerts(record), []);
  const exhausted = {
    ...record,
    recovery: {
      ...{ issueType: "Crash" as const, failureCount: 3, issueFailures: 3, attempts: { Notify: 1 } },
      ...{ lastAction: "Notify" as const, lastAttemptAtMs: 77, evidence: "Ended by signal 9" },
    },
  };
  const [first] = standingAlerts(exhausted);
  assert.deepEqual([first?.id, first?.timestampMs], ["RecoveryExhausted:a/lidar", 77]);
  assert.match(first?.message ?? "", /no further recovery is attempted: Ended by signal 9/);
  const log = new AlertLog();
  for (let times = 0; times < 2; times += 1) {
    for (const one of standingAlerts(exhausted)) log.addIfNew(one);
  }
  assert.deepEqual(states(log), ["RecoveryExhausted open 1"]);
  const held = testService("a/lidar", {
    status: {
      conditions: [isolated("True")],
      override: { generation: 1n, version: "1", reason: "Version 2 crashes" },
    },
  });
  assert.deepEqual(standingAlerts({ term: 1n, service: held }).map(({ reason }) => reason), [
    ...["ServiceIsolated", "SpecHeldBack"],
  ]);
});
