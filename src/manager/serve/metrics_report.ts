/** Sends the manager's own figures to the MonitoringServer at a steady pace. */
import { every } from "../../kit/delay.ts";
import { parseMetricKey } from "../../kit/metric_key.ts";
import type { Clock, Timer } from "../../ports/clock.ts";
import { messageOf } from "../../kit/errors.ts";
import type { Log } from "../../ports/log.ts";
import type { MonitoringPort } from "../../ports/monitoring.ts";
import type { ManagerApi } from "./api.ts";

export class MetricsReport implements Disposable {
  readonly #api: Pick<ManagerApi, "status">;
  readonly #monitoring: MonitoringPort;
  readonly #clock: Clock;
  readonly #timer: Timer;

  constructor(options: {
    readonly api: Pick<ManagerApi, "status">;
    readonly monitoring: MonitoringPort;
    readonly clock: Clock;
    readonly log: Log;
    readonly everyMs: number;
  }) {
    this.#api = options.api;
    this.#monitoring = options.monitoring;
    this.#clock = options.clock;
    this.#timer = every(options.clock, options.everyMs, {
      call: () => this.#send(),
      onError: (error) => options.log.error("Cannot report metrics", { error: messageOf(error) }),
    });
  }

  [Symbol.dispose](): void {
    this.#timer.cancel();
  }

  #send(): void {
    const { counters, services, queueLength, reconcilesActive } = this.#api.status();
    const figures = {
      ...counters,
      statemanager_services: services,
      statemanager_queue_length: queueLength,
      statemanager_reconciles_active: reconcilesActive,
    };
    const metrics = Object.entries(figures).map(([name, value]) => ({ ...parseMetricKey(name), value }));
    this.#monitoring.queueMetrics({ timestampMs: this.#clock.wallMs(), metrics });
  }
}
