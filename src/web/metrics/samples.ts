/** The figures that are exported, taken at one moment from the manager, the parts of the daemon and the process. */
import { type MetricKey, parseMetricKey } from "../../kit/metric_key.ts";
import { ALL_SERVICES, type ManagerApi, type ManagerStatus } from "../../manager/serve/api.ts";
import {
  CRITICALITIES,
  isDamped,
  isIsolated,
  isServiceAvailable,
  isToRun,
  SERVICE_STATES,
  type ServiceState,
} from "../../state/model.ts";
import type { ResourceId } from "../../state/resource_id.ts";

export interface Sample extends MetricKey {
  readonly value: number;
}

/** What the process uses; how that is found out is the program's. */
export interface ProcessUsage {
  readonly residentBytes: number;
  readonly heapUsedBytes: number;
  readonly heapSizeBytes: number;
  readonly externalBytes: number;
  readonly cpuSeconds: number;
  /** Wall time, since 1970. */
  readonly startedAtSeconds: number;
}

export interface MetricsSource {
  readonly api: Pick<ManagerApi, "status" | "queryServices">;
  readonly version: string;
  readonly commit: string;
  readonly process: () => ProcessUsage;
}

const PAGE = 500;

/** In no particular order. While the manager is not ready there are no figures of services. */
export function takeSamples({ api, version, commit, process }: MetricsSource): readonly Sample[] {
  const status = api.status();
  return [
    { name: "statemanager_build_info", labels: { version, commit }, value: 1 },
    ...Object.entries(status.counters).map(([key, value]) => ({ ...parseMetricKey(key), value })),
    ...ofManager(status),
    ...(status.isReady ? ofServices(servicesOf(api)) : []),
    ...ofProcess(process()),
  ];
}

function one(name: string, value: number | boolean, labels: Readonly<Record<string, string>> = {}): Sample {
  return { name, labels, value: Number(value) };
}

function ofManager(status: ManagerStatus): readonly Sample[] {
  return [
    one("statemanager_ready", status.isReady),
    one("statemanager_leader", status.role === "leader"),
    one("statemanager_stale", status.isStale),
    one("statemanager_uptime_seconds", status.uptimeMs / 1_000),
    one("statemanager_term", Number(status.term)),
    one("statemanager_revision", Number(status.revision)),
    one("statemanager_queue_length", status.queueLength),
    one("statemanager_reconciles_active", status.reconcilesActive),
    one("statemanager_controller_reachable", status.isControllerReachable),
    ...status.nodes.flatMap(({ node, isConnected, silentMs, services }) => [
      one("statemanager_node_up", isConnected, { node }),
      one("statemanager_node_silent_seconds", silentMs / 1_000, { node }),
      one("statemanager_node_services", services, { node }),
    ]),
  ];
}

/** Every combination is there, also where no service is in it: a series that comes and goes cannot be compared. */
function ofServices(services: Iterable<ServiceState>): readonly Sample[] {
  const states = new Map<string, number>();
  const unavailable = new Map<string, number>();
  const add = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
  let isolated = 0;
  let suppressed = 0;
  for (const service of services) {
    const { criticality } = service.spec;
    add(states, `${service.status.state} ${criticality}`);
    if (isIsolated(service)) isolated += 1;
    if (isDamped(service)) suppressed += 1;
    if (isToRun(service) && !isServiceAvailable(service)) add(unavailable, criticality);
  }
  return [
    ...SERVICE_STATES.flatMap((state) =>
      CRITICALITIES.map((criticality) =>
        one("statemanager_services", states.get(`${state} ${criticality}`) ?? 0, { state, criticality })
      )
    ),
    one("statemanager_services_isolated", isolated),
    one("statemanager_services_suppressed", suppressed),
    ...CRITICALITIES.map((criticality) =>
      one("statemanager_services_unavailable", unavailable.get(criticality) ?? 0, { criticality })
    ),
  ];
}

function* servicesOf(api: Pick<ManagerApi, "queryServices">): Generator<ServiceState> {
  let after: ResourceId | undefined;
  do {
    const page = api.queryServices(ALL_SERVICES, { limit: PAGE, ...(after !== undefined && { after }) });
    yield* page.services;
    after = page.nextAfter;
  } while (after !== undefined);
}

function ofProcess(usage: ProcessUsage): readonly Sample[] {
  return [
    one("process_resident_memory_bytes", usage.residentBytes),
    one("process_cpu_seconds_total", usage.cpuSeconds),
    one("process_start_time_seconds", usage.startedAtSeconds),
    one("statemanager_heap_used_bytes", usage.heapUsedBytes),
    one("statemanager_heap_size_bytes", usage.heapSizeBytes),
    one("statemanager_external_memory_bytes", usage.externalBytes),
  ];
}
