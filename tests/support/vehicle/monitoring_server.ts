/**
 * MonitoringServer of the reference vehicle: writes down what it is told.
 *
 *     scripts/deno run -A tests/support/vehicle/monitoring_server.ts --dir DIR --owner PID [--port 0]
 *
 *     DIR/alerts.jsonl     each alert once, whatever number of times its id came
 *     DIR/metrics.jsonl    the newest CAPACITY_METRICS_LINES at most twice over: it starts again when twice as long
 */
import { MONITORING_SERVER_SERVICE } from "../../../src/grpc/definitions.ts";
import type { MonitoringServerHandlers } from "../../../src/grpc/gen/piccolo/monitoringserver/v1/MonitoringServer.ts";
import type { SendAlertRequest__Output } from "../../../src/grpc/gen/piccolo/monitoringserver/v1/SendAlertRequest.ts";
import type { SendMetricsRequest__Output } from "../../../src/grpc/gen/piccolo/monitoringserver/v1/SendMetricsRequest.ts";
import type { StateAlert__Output } from "../../../src/grpc/gen/piccolo/monitoringserver/v1/StateAlert.ts";
import { installHttp2 } from "../../../src/http2/face/install.ts";
import { announce, endWithOwner, readOptions, whole } from "./program.ts";
import { requireRange } from "./requests.ts";
import { invalid, serveOnLoopback, unary } from "./rpc.ts";
import { readIfThere } from "./store.ts";

const CAPACITY_METRICS_LINES = 1_000;

class MonitoringServer {
  readonly #dir: string;
  readonly #alertIds: Set<string>;
  #metricsLines = 0;

  constructor(dir: string) {
    this.#dir = dir;
    this.#alertIds = new Set(readAlerts(dir).map(({ alertId }) => alertId));
  }

  handlers(): MonitoringServerHandlers {
    return {
      SendAlert: unary((request: SendAlertRequest__Output) => this.#alert(request)),
      SendMetrics: unary((request: SendMetricsRequest__Output) => this.#metrics(request)),
    };
  }

  #alert({ alert }: SendAlertRequest__Output): Record<string, never> {
    if (alert === null) throw invalid("alert", "is missing");
    requireRange(alert.alertId.length, { field: "alert.alert_id", min: 1, max: 253 });
    if (alert.severity === "ALERT_SEVERITY_UNSPECIFIED") throw invalid("alert.severity", "is missing");
    if (this.#alertIds.has(alert.alertId)) return {};
    this.#alertIds.add(alert.alertId);
    Deno.writeTextFileSync(alertsPath(this.#dir), JSON.stringify(alert) + "\n", { append: true });
    return {};
  }

  #metrics({ metrics }: SendMetricsRequest__Output): Record<string, never> {
    if (metrics === null) throw invalid("metrics", "is missing");
    requireRange(metrics.metrics.length, { field: "metrics.metrics", min: 0, max: 4_096 });
    const path = `${this.#dir}/metrics.jsonl`;
    const isFull = this.#metricsLines >= CAPACITY_METRICS_LINES;
    if (isFull) Deno.renameSync(path, `${path}.old`);
    this.#metricsLines = isFull ? 1 : this.#metricsLines + 1;
    Deno.writeTextFileSync(path, JSON.stringify(metrics) + "\n", { append: true });
    return {};
  }
}

/** Every alert that the MonitoringServer of this vehicle has been sent, in order of arrival. */
export function readAlerts(dir: string): StateAlert__Output[] {
  const text = readIfThere(alertsPath(dir)) ?? "";
  // Written by the class above only.
  return text.split("\n").filter((line) => line !== "").map((line) => JSON.parse(line) as StateAlert__Output);
}

function alertsPath(dir: string): string {
  return `${dir}/alerts.jsonl`;
}

async function main(): Promise<void> {
  const options = readOptions({ dir: "", owner: "", port: "0" });
  installHttp2();
  const { server, address } = await serveOnLoopback(MONITORING_SERVER_SERVICE, {
    handlers: new MonitoringServer(options.dir).handlers(),
    port: whole(options.port, "port"),
  });
  endWithOwner(whole(options.owner, "owner"), () => server.forceShutdown());
  announce(options.dir, { program: "monitoring-server", address });
}

if (import.meta.main) await main();
