/** Everything that is served over HTTP, composed: the page, metrics and health checks. */
import type { Buffered, BufferLevel } from "../kit/buffer_level.ts";
import type { ManagerApi } from "../manager/serve/api.ts";
import type { SubscriptionSource } from "../manager/serve/subscriptions.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import { healthRoutes } from "./health.ts";
import { liveRoutes } from "./live/live_routes.ts";
import { glanceOf } from "./live/rows.ts";
import { metricsRoute } from "./metrics/metrics_route.ts";
import type { MetricsSource } from "./metrics/samples.ts";
import { pageRoutes } from "./page_routes.ts";
import { type ListenRules, WebServer } from "./server.ts";

export interface WebOptions extends Omit<MetricsSource, "api"> {
  readonly api: ManagerApi;
  readonly clock: Clock;
  readonly log: Log;
  readonly listen: readonly string[];
  readonly viewers: SubscriptionSource & Buffered;
  readonly maxConnections: number;
  readonly rules: ListenRules;
}

export interface Web extends Buffered, AsyncDisposable {
  /** Of the listeners, with their actual ports. */
  readonly addresses: readonly string[];
  /** Streams end and `/readyz` says no; what else is asked is still answered. */
  beginClosing(): void;
}

/** Rejects with an Error that names the address on which it cannot listen. */
export async function startWeb(options: WebOptions): Promise<Web> {
  const { api, clock, log, listen, rules, maxConnections, viewers, version } = options;
  const glance = () =>
    glanceOf({
      ...{ status: api.status(), alerts: api.alerts(), version, nowMs: clock.wallMs() },
      residentBytes: options.process().residentBytes,
    });
  let isClosing = false;
  const server = await WebServer.start({
    ...{ listen, rules, maxConnections, clock, log },
    routes: {
      ...healthRoutes({ status: () => api.status(), isServing: () => !isClosing && api.isReady() }),
      "/metrics": metricsRoute(options, clock),
      ...liveRoutes({ api, viewers, glance, clock }),
      ...pageRoutes(),
    },
  });
  log.info("Listening for HTTP", { addresses: server.addresses });
  return {
    addresses: server.addresses,
    buffers: (): readonly BufferLevel[] => [...server.buffers(), ...viewers.buffers()],
    beginClosing: () => {
      isClosing = true;
      server.beginClosing();
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
