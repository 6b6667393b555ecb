/** Services and the manager as the page shows them. Pure. */
import { parseMetricKey } from "../../kit/metric_key.ts";
import type { ManagerStatus } from "../../manager/serve/api.ts";
import type { Explanation } from "../../reconciliation/explain/explain_model.ts";
import { alertState, type KeptAlert } from "../../state/alert.ts";
import { findCondition, isDamped, isIsolated, type ServiceState } from "../../state/model.ts";
import type { AlertRow, BufferRow, Glance, ServiceDetail, ServiceRow, Times } from "./page_model.ts";

/** Sentences are cut there: what a peer wrote must not fill the page. */
const MAX_TEXT_CHARS = 2_000;
/** Of one episode, the newest. */
const MAX_STEPS = 100;
/** They are sent with each glance. */
const MAX_ALERTS = 30;

export function serviceRow({ metadata, spec, status }: ServiceState): ServiceRow {
  const service = { metadata, spec, status };
  return {
    id: metadata.id,
    state: status.state,
    desired: spec.state,
    criticality: spec.criticality,
    node: status.node,
    version: cut(spec.version),
    replicas: spec.replicas,
    available: status.availableReplicas,
    restarts: status.restarts,
    sinceMs: status.stateSinceMs,
    reason: cut(status.lastReason),
    isIsolated: isIsolated(service),
    isSuppressed: isDamped(service),
    isUnknown: findCondition(status, "Reachable")?.status === "Unknown",
    dependencies: spec.dependencies.map(({ resourceId }) => resourceId),
  };
}

export function serviceDetail(service: ServiceState | undefined, explanation: Explanation): ServiceDetail {
  return {
    id: explanation.resourceId,
    ...(service === undefined ? {} : { row: serviceRow(service) }),
    conditions: (service?.status.conditions ?? []).map((condition) => ({
      type: condition.type,
      status: condition.status,
      reason: cut(condition.reason),
      message: cut(condition.message),
      sinceMs: condition.lastTransitionTimeMs,
    })),
    episodes: explanation.episodes.map(({ title, outcome, isOver, steps }) => ({
      title: cut(title),
      outcome: cut(outcome),
      isOver,
      steps: steps.slice(-MAX_STEPS).map(({ timestampMs, kind, text, revision }) => ({
        atMs: timestampMs,
        kind,
        text: cut(text),
        revision: String(revision),
      })),
    })),
    isCut: explanation.evictedRevision > 0n,
  };
}

export interface GlanceFacts {
  readonly alerts: readonly KeptAlert[];
  readonly status: ManagerStatus;
  readonly version: string;
  readonly residentBytes: number;
  readonly nowMs: number;
}

export function glanceOf({ status, alerts, version, residentBytes, nowMs }: GlanceFacts): Glance {
  const { counters } = status;
  const etcd = counters["statemanager_etcd_available"];
  return {
    nowMs,
    version,
    role: status.role,
    leader: status.leader,
    isStale: status.isStale,
    isReady: status.isReady,
    uptimeMs: status.uptimeMs,
    term: String(status.term),
    revision: String(status.revision),
    services: status.services,
    queue: status.queueLength,
    active: status.reconcilesActive,
    nodes: status.nodes,
    isControllerReachable: status.isControllerReachable,
    ...(etcd === undefined ? {} : { isEtcdAvailable: etcd === 1 }),
    isJournalFailing: counters["statemanager_journal_failing"] === 1,
    writtenBytesPerDay: counters["statemanager_journal_written_bytes_per_day"] ?? 0,
    residentBytes,
    reaction: timesOf("statemanager_reaction", counters),
    recovery: timesOf("statemanager_recovery", counters),
    buffers: pressedBuffers(counters),
    alerts: alerts.slice(-MAX_ALERTS).toReversed().map(alertRow),
  };
}

function alertRow(alert: KeptAlert): AlertRow {
  return {
    atMs: alert.timestampMs,
    severity: alert.severity,
    state: alertState(alert),
    reason: alert.reason,
    message: cut(alert.message),
    service: alert.resourceId ?? "",
    count: alert.count,
    resolution: cut(alert.resolution?.text ?? ""),
  };
}

/** From the cumulative buckets of all criticalities. */
function timesOf(name: string, counters: ManagerStatus["counters"]): Times {
  const buckets = new Map<number, number>();
  for (const [key, count] of Object.entries(counters)) {
    if (!key.startsWith(`${name}_seconds_bucket{`)) continue;
    const { le = "" } = parseMetricKey(key).labels;
    const bound = le === "+Inf" ? Infinity : Number(le);
    buckets.set(bound, (buckets.get(bound) ?? 0) + count);
  }
  const count = buckets.get(Infinity) ?? 0;
  const quantileMs = (share: number): number => {
    const bounds = [...buckets].toSorted(([a], [b]) => a - b);
    const [bound = 0] = bounds.find(([, below]) => below >= share * count) ?? [];
    return bound === Infinity ? -1 : bound * 1_000;
  };
  return {
    count,
    medianMs: quantileMs(0.5),
    p99Ms: quantileMs(0.99),
    late: counters[`${name}_overruns_total`] ?? 0,
  };
}

/** Rings are full in the ordinary course. */
const RINGS: ReadonlySet<string> = new Set(["tracker", "journal_events", "journal_ended_services"]);
const MAX_BUFFERS = 8;

function pressedBuffers(counters: ManagerStatus["counters"]): readonly BufferRow[] {
  const of = (metric: string, name: string): number | undefined =>
    counters[`statemanager_buffer_${metric}{buffer="${name}"}`];
  const names = Object.keys(counters).flatMap((key) =>
    key.startsWith("statemanager_buffer_overflows_total{") ? [parseMetricKey(key).labels["buffer"] ?? ""] : []
  );
  return names.filter((name) => !RINGS.has(name)).map((name) => ({
    name,
    used: of("entries", name) ?? of("bytes", name) ?? 0,
    capacity: of("capacity", name) ?? of("capacity_bytes", name) ?? 0,
    overflows: of("overflows_total", name) ?? 0,
  })).filter(({ used, capacity, overflows }) => overflows > 0 || used > capacity / 2)
    .toSorted((a, b) => b.used / b.capacity - a.used / a.capacity)
    .slice(0, MAX_BUFFERS);
}

function cut(text: string): string {
  return text.length <= MAX_TEXT_CHARS ? text : `${text.slice(0, MAX_TEXT_CHARS - 1)}…`;
}
