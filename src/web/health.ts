/**
 * `/healthz` and `/readyz`, for supervisors and load balancers that speak HTTP.
 *
 * Alive = this process answers. Ready = the State Manager answers queries, as its gRPC health service has it; what it works with may be
 * away meanwhile, and `?verbose` says so.
 */
import type { ManagerStatus } from "../manager/serve/api.ts";
import { type Answer, plain, type Routes } from "./answer.ts";

export interface HealthSource {
  status(): ManagerStatus;
  /** False from the beginning of the shutdown on. */
  isServing(): boolean;
}

export function healthRoutes(source: HealthSource): Routes {
  return {
    "/healthz": () => plain(200, "ok"),
    "/readyz": ({ query }) => readiness(source, query.has("verbose")),
  };
}

function readiness(source: HealthSource, isVerbose: boolean): Answer {
  const isServing = source.isServing();
  const summary = isServing ? "ok" : "not ready";
  const lines = isVerbose ? [...checksOf(source.status(), isServing), summary] : [summary];
  return plain(isServing ? 200 : 503, lines.join("\n"));
}

/** What decides, and what is worth knowing besides. */
function checksOf(status: ManagerStatus, isServing: boolean): readonly string[] {
  const { counters, nodes } = status;
  const line = (isGood: boolean, name: string, more = "") => `[${isGood ? "+" : "-"}] ${name}${more}`;
  const etcd = counters["statemanager_etcd_available"];
  const up = nodes.filter(({ isConnected }) => isConnected).length;
  return [
    line(isServing, "serving"),
    line(counters["statemanager_journal_failing"] !== 1, "journal"),
    ...(etcd === undefined ? [] : [line(etcd === 1, "etcd")]),
    line(status.isControllerReachable, "action-controller"),
    line(up === nodes.length, "nodes", `: ${up} of ${nodes.length}`),
    line(!status.isStale, status.role),
  ];
}
