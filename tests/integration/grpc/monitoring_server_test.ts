/** The client of the MonitoringServer against real gRPC servers. */
import { status as Status } from "@grpc/grpc-js";
import assert from "node:assert/strict";
import { connect, type MonitoringServerOptions } from "../../../src/grpc/client/monitoring_server.ts";
import { MONITORING_SERVER_SERVICE } from "../../../src/grpc/definitions.ts";
import type { MonitoringServerHandlers } from "../../../src/grpc/gen/piccolo/monitoringserver/v1/MonitoringServer.ts";
import { CallError } from "../../../src/grpc/status.ts";
import { alertFromWire, metricsFromWire } from "../../../src/grpc/wire/alert.ts";
import type { StateAlert } from "../../../src/state/alert.ts";
import type { StateMetrics } from "../../../src/ports/monitoring.ts";
import { idOf } from "../../support/domain.ts";
import { eventually } from "../../support/eventually.ts";
import { Peer } from "./support/peer.ts";
import { MemoryLog } from "../../support/memory_log.ts";
import { clock } from "./support/world.ts";

function alertOf(n: number): StateAlert {
  return {
    id: `alert-${n}`,
    ...(n % 2 === 0 && { resourceId: idOf("vehicle/lidar"), issueType: "Crash" }),
    severity: "Warning",
    reason: "Test",
    message: "A test",
    timestampMs: 1_700_000_000_000,
    revision: BigInt(n),
  };
}

const metrics: StateMetrics = {
  timestampMs: 1_700_000_000_000,
  metrics: [{ name: "plans_total", labels: { node: "node-a" }, value: 3.5 }],
};

/** Records what arrives; `refuse` answers with INVALID_ARGUMENT. */
class Monitoring {
  readonly alerts: StateAlert[] = [];
  readonly metrics: StateMetrics[] = [];
  refuse: (id: string) => boolean = () => false;
  /** Answers every alert, or set of metrics, with this. */
  error: (id: string) => Status | undefined = () => undefined;
  asked = 0;

  readonly handlers: MonitoringServerHandlers = {
    SendAlert: (call, callback) => {
      const alert = alertFromWire(call.request.alert, "alert");
      this.asked += 1;
      const code = this.error(alert.id);
      if (code !== undefined) return callback({ code, details: "oops" });
      if (this.refuse(alert.id)) return callback({ code: Status.INVALID_ARGUMENT, details: "no" });
      this.alerts.push(alert);
      callback(null, {});
    },
    SendMetrics: (call, callback) => {
      const code = this.error("metrics");
      if (code !== undefined) return callback({ code, details: "oops" });
      this.metrics.push(metricsFromWire(call.request.metrics, "metrics"));
      callback(null, {});
    },
  };
}

function options(parts: Partial<MonitoringServerOptions> = {}): MonitoringServerOptions {
  return { clock, random: { next: () => 0.05 }, log: new MemoryLog(), reconnectMaxMs: 50, ...parts };
}

Deno.test("sendAlert() and sendMetrics() transmit all fields, return whether they were accepted, and reject without a server", async () => {
  const monitoring = new Monitoring();
  monitoring.refuse = (id) => id === "alert-1";
  await using peer = await Peer.start(MONITORING_SERVER_SERVICE, monitoring.handlers);
  await using client = connect(peer.address, options());
  assert.equal(await client.sendAlert(alertOf(2)), true);
  assert.equal(await client.sendAlert(alertOf(1)), false);
  assert.equal(await client.sendMetrics(metrics), true);
  assert.deepEqual(monitoring.alerts, [alertOf(2)]);
  assert.deepEqual(monitoring.metrics, [metrics]);
  await peer.kill();
  await assert.rejects(client.sendAlert(alertOf(3)), isUnreachable);
});

function isUnreachable(error: unknown): boolean {
  return error instanceof CallError && error.kind === "unreachable";
}

Deno.test("queued alerts arrive in order over an outage, and metrics with them", async () => {
  const monitoring = new Monitoring();
  await using peer = await Peer.start(MONITORING_SERVER_SERVICE, monitoring.handlers);
  await using client = connect(peer.address, options());
  for (let n = 0; n < 5; n += 1) client.queueAlert(alertOf(n));
  await eventually("the first five", () => monitoring.alerts.length === 5);
  await peer.kill();
  for (let n = 5; n < 20; n += 1) client.queueAlert(alertOf(n));
  client.queueMetrics(metrics);
  await assert.rejects(client.sendAlert(alertOf(99)), isUnreachable);
  await peer.start();
  await client.drained(AbortSignal.timeout(30_000));
  assert.deepEqual(monitoring.alerts.map(({ id }) => id), Array.from({ length: 20 }, (_, n) => `alert-${n}`));
  const { alertsSent, alertsDropped, alertsWaiting } = client.counters();
  assert.deepEqual({ alertsSent, alertsDropped, alertsWaiting }, {
    alertsSent: 20,
    alertsDropped: 0,
    alertsWaiting: 0,
  });
});

Deno.test("a full queue drops and counts the oldest; a refused alert does not block the others", async () => {
  const monitoring = new Monitoring();
  monitoring.refuse = (id) => id === "alert-8";
  await using peer = await Peer.start(MONITORING_SERVER_SERVICE, monitoring.handlers);
  await peer.kill();
  const log = new MemoryLog();
  await using client = connect(peer.address, options({ alertCapacity: 4, log }));
  for (let n = 0; n < 10; n += 1) client.queueAlert(alertOf(n));
  assert.equal(client.counters().alertsDropped, 6);
  await peer.start();
  await eventually("what was kept", () => client.counters().alertsWaiting === 0);
  assert.deepEqual(monitoring.alerts.map(({ id }) => id), ["alert-6", "alert-7", "alert-9"]);
  assert.deepEqual(client.counters().alertsDropped, 7);
  assert.ok(log.at("warn").length <= 1);
});

/** Every status of a server that is there. */
const ERRORS = Object.values(Status).filter((code): code is Status =>
  typeof code === "number" &&
  ![Status.OK, Status.UNAVAILABLE, Status.CANCELLED, Status.DEADLINE_EXCEEDED].includes(code)
);

Deno.test("an alert that is answered with an error, whichever, is sent five times at most and blocks no later one", async () => {
  for (const code of ERRORS) {
    const monitoring = new Monitoring();
    monitoring.error = (id) => id === "alert-1" ? code : undefined;
    await using peer = await Peer.start(MONITORING_SERVER_SERVICE, monitoring.handlers);
    await using client = connect(peer.address, options({ random: { next: () => 0 } }));
    for (let n = 0; n < 4; n += 1) client.queueAlert(alertOf(n));
    await client.drained(AbortSignal.timeout(10_000));
    assert.deepEqual(monitoring.alerts.map(({ id }) => id), ["alert-0", "alert-2", "alert-3"], Status[code]);
    assert.ok(monitoring.asked <= 3 + 5, `${Status[code]}: ${monitoring.asked}`);
    const { alertsSent, alertsDropped } = client.counters();
    assert.deepEqual([alertsSent, alertsDropped], [3, 1]);
  }
});

Deno.test("an alert that is answered with an error once arrives, in its order", async () => {
  const monitoring = new Monitoring();
  let errors = 0;
  monitoring.error = (id) => id === "alert-1" && errors++ < 4 ? Status.INTERNAL : undefined;
  await using peer = await Peer.start(MONITORING_SERVER_SERVICE, monitoring.handlers);
  await using client = connect(peer.address, options({ random: { next: () => 0 } }));
  for (let n = 0; n < 3; n += 1) client.queueAlert(alertOf(n));
  await client.drained(AbortSignal.timeout(10_000));
  assert.deepEqual(monitoring.alerts.map(({ id }) => id), ["alert-0", "alert-1", "alert-2"]);
});

Deno.test("metrics that are answered with an error are dropped, and delay no alert", async () => {
  const monitoring = new Monitoring();
  monitoring.error = (id) => id === "metrics" ? Status.INTERNAL : undefined;
  await using peer = await Peer.start(MONITORING_SERVER_SERVICE, monitoring.handlers);
  // A backoff would outlast the test.
  await using client = connect(peer.address, options({ random: { next: () => 1 } }));
  for (let n = 0; n < 10; n += 1) {
    client.queueMetrics(metrics);
    client.queueAlert(alertOf(n));
    await client.drained(AbortSignal.timeout(10_000));
  }
  assert.equal(monitoring.alerts.length, 10);
  assert.deepEqual([client.counters().metricsSent, client.counters().metricsDropped], [0, 10]);
});

Deno.test("an alert that cannot be encoded is dropped, and the loop goes on", async () => {
  const monitoring = new Monitoring();
  await using peer = await Peer.start(MONITORING_SERVER_SERVICE, monitoring.handlers);
  await using client = connect(peer.address, options());
  client.queueAlert({
    ...alertOf(1),
    timestampMs: NaN,
    get message(): string {
      throw new TypeError("no message");
    },
  });
  client.queueAlert(alertOf(2));
  await client.drained(AbortSignal.timeout(10_000));
  assert.deepEqual(monitoring.alerts.map(({ id }) => id), ["alert-2"]);
  assert.equal(client.counters().alertsDropped, 1);
});

Deno.test("drained() waits until the queues are empty, and no longer than its signal", async () => {
  const monitoring = new Monitoring();
  await using peer = await Peer.start(MONITORING_SERVER_SERVICE, monitoring.handlers);
  await using client = connect(peer.address, options());
  for (let n = 0; n < 5; n += 1) client.queueAlert(alertOf(n));
  client.queueMetrics(metrics);
  await client.drained(new AbortController().signal);
  assert.deepEqual([monitoring.alerts.length, monitoring.metrics.length], [5, 1]);
  await client.drained(new AbortController().signal);
  await peer.kill();
  client.queueAlert(alertOf(5));
  await client.drained(AbortSignal.timeout(30));
  assert.equal(client.counters().alertsWaiting, 1);
  await peer.start();
  await eventually("it arrives", () => client.counters().alertsWaiting === 0);
});

Deno.test("close() ends while the server is unreachable, and a second close does nothing", async () => {
  const client = connect(
    "unix:/nonexistent/monitoring",
    options({ random: { next: () => 0.99 } }),
  );
  client.queueAlert(alertOf(1));
  await assert.rejects(client.sendAlert(alertOf(2)), isUnreachable);
  await client.close();
  await client.close();
  await client.done;
  await assert.rejects(
    client.sendAlert(alertOf(3)),
    (error) => error instanceof CallError && error.kind === "cancelled",
  );
});
