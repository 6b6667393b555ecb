import assert from "node:assert/strict";
import type { KeptAlert } from "../../../src/state/alert.ts";
import { FakeClient, NOW_MS, runInTest, testEvent, testService } from "../../support/cli.ts";

const lidar = testService("vehicle/lidar", {
  status: { state: "Running", node: "front", lastReason: "In sync" },
});
const hmi = testService("cabin/hmi", {
  status: { state: "Failed", node: "rear", lastReason: "Ended by signal 9" },
});
const logger = testService("diag/logger", {
  spec: { nodes: ["rear"] },
  status: { state: "Pending", node: "", lastReason: "It waits for rear" },
});

function vehicle(): FakeClient {
  const client = new FakeClient(lidar, hmi, logger);
  client.nodes = [
    { node: "front", address: "127.0.0.1:1", isConnected: true, silentMs: 120, services: 1 },
    { node: "rear", address: "127.0.0.1:2", isConnected: false, silentMs: 75_000, services: 1 },
  ];
  return client;
}

const open: KeptAlert = {
  id: "7k3m-1",
  resourceId: hmi.metadata.id,
  severity: "Critical",
  reason: "RecoveryExhausted",
  message: "cabin/hmi is unhealthy and no further recovery is attempted: Ended by signal 9",
  timestampMs: NOW_MS - 90_000,
  issueType: "Crash",
  revision: 12n,
  count: 3,
  lastMs: NOW_MS - 30_000,
};
const over: KeptAlert = {
  id: "7K3M-0",
  severity: "Critical",
  reason: "ControllerUnreachable",
  message: "The ActionController does not answer",
  timestampMs: NOW_MS - 7_200_000,
  revision: 0n,
  count: 1,
  lastMs: NOW_MS - 7_200_000,
  resolution: { atMs: NOW_MS - 7_000_000, text: "the ActionController answers again" },
};

Deno.test("nodes tells whether each is heard of, and what its services wait for", async () => {
  const { exitCode, stdout, stderr } = await runInTest(["nodes"], { client: vehicle() });
  assert.deepEqual([exitCode, stderr], [0, ""]);
  assert.equal(
    stdout,
    [
      "NODE   STATE      HEARTBEAT  SERVICES  RUNNING  WAITING",
      "front  Connected  <1s               1        1  -",
      "rear   Silent     1m15s             1        0  cabin/hmi: Ended by signal 9 (and 1 more)",
      "",
    ].join("\n"),
  );
  const json = JSON.parse((await runInTest(["nodes", "rear", "-o", "json"], { client: vehicle() })).stdout);
  assert.deepEqual(json.nodes[0].waiting, [
    { service: "cabin/hmi", for: "Ended by signal 9" },
    { service: "diag/logger", for: "It waits for rear" },
  ]);
});

Deno.test("a node that is not configured is named as such", async () => {
  const unknown = await runInTest(["nodes", "raer"], { client: vehicle() });
  assert.deepEqual([unknown.exitCode, unknown.stdout], [4, ""]);
  assert.match(unknown.stderr, /^error: The node raer is not configured; did you mean rear\?\n/);
  const none = await runInTest(["nodes"], { client: new FakeClient() });
  assert.deepEqual([none.exitCode, none.stderr.split(":")[0]], [0, "There are no nodes"]);
});

Deno.test("status tells on one screen how the State Manager is", async () => {
  const client = vehicle();
  client.keptAlerts = [over, open];
  client.statusParts = { queueLength: 3, isControllerReachable: false };
  const { stdout } = await runInTest(["status"], { client });
  assert.match(stdout, /^State Manager: ready\n/);
  assert.match(stdout, /\nServices: +3: 1 Pending, 1 Running, 1 Failed\n/);
  assert.match(stdout, /\nNodes: +2, silent: rear\nController: +does not answer\nQueue: +3 waiting, 0 in/);
  assert.match(stdout, /\nAlerts: +1 open\n$/);
  client.statusParts = { isReady: false };
  assert.match((await runInTest(["status"], { client })).stdout, /^State Manager: not ready\n/);
  const json = JSON.parse((await runInTest(["status", "-o", "json"], { client: vehicle() })).stdout);
  assert.deepEqual([json.kind, json.states.Failed, json.manager.role], ["Status", 1, "leader"]);
});

Deno.test("alerts lists what is open and how the others ended", async () => {
  const client = vehicle();
  client.keptAlerts = [over, open];
  const { stdout } = await runInTest(["alerts"], { client, isTTY: true, env: { NO_COLOR: "1" } });
  assert.equal(
    stdout,
    [
      "AGE    STATE     ABOUT      REASON                 MESSAGE",
      "2h     resolved  -          ControllerUnreachable  The ActionController does no…",
      "1m30s  open      cabin/hmi  RecoveryExhausted      is unhealthy and no further …",
      "",
    ].join("\n"),
  );
  const names = async (...argv: string[]) =>
    (await runInTest(["alerts", ...argv, "-o", "name"], { client })).stdout;
  assert.equal(await names("--open"), "7k3m-1\n");
  assert.equal(await names("--state", "resolved"), "7K3M-0\n");
  assert.equal(await names("cabin/hmi"), "7k3m-1\n");
  assert.equal(await names("--since", "10m"), "7k3m-1\n");
  const json = JSON.parse((await runInTest(["alerts", "-o", "json"], { client })).stdout);
  assert.deepEqual(json.alerts.map((one: { state: string }) => one.state), ["resolved", "open"]);
  assert.deepEqual(
    (await runInTest(["alerts", "vehicle/lidar"], { client })).stderr,
    "There are no alerts.\n",
  );
});

Deno.test("an alert with its id tells what led to it", async () => {
  const client = vehicle();
  client.keptAlerts = [open];
  client.events = [
    testEvent("cabin/hmi", 11n, {
      eventType: "Fail",
      changes: [{ field: "status.state", oldValue: "Running", newValue: "Failed" }],
      metadata: { reason: "Ended by signal 9" },
      source: "NodeAgent",
    }),
    testEvent("cabin/hmi", 12n, {
      eventType: "AlertRaised",
      metadata: { reason: open.message, alert: "RecoveryExhausted" },
      source: "Recovery",
    }),
  ];
  const { stdout } = await runInTest(["alerts", "7k3m-1"], { client });
  assert.match(stdout, /^Alert: +7k3m-1\nAbout: +cabin\/hmi\nReason: +RecoveryExhausted \(Critical\)\n/);
  assert.match(stdout, /\nRaised: +2026-11-24 11:58:30Z, 3 times until 2026-11-24 11:59:30Z\n/);
  assert.match(stdout, /\nBecause: +#11 .*signal 9.*\nthen: +#12 .*\nNow: +open\n$/);
  const unknown = await runInTest(["alerts", "7K3M-9"], { client });
  assert.deepEqual([unknown.exitCode, unknown.stdout], [4, ""]);
});
