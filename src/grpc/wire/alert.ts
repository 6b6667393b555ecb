/** The messages to the MonitoringServer: `piccolo.monitoringserver.v1`. */
import type { AlertSeverity, KeptAlert, StateAlert } from "../../state/alert.ts";
import type { Metric, StateMetrics } from "../../ports/monitoring.ts";
import type { AlertSeverity__Output as WireAlertSeverity } from "../gen/piccolo/monitoringserver/v1/AlertSeverity.ts";
import type { Metric__Output } from "../gen/piccolo/monitoringserver/v1/Metric.ts";
import type { StateAlert as WireStateAlert } from "../gen/piccolo/monitoringserver/v1/StateAlert.ts";
import type { StateAlert__Output } from "../gen/piccolo/monitoringserver/v1/StateAlert.ts";
import type { StateMetrics as WireStateMetrics } from "../gen/piccolo/monitoringserver/v1/StateMetrics.ts";
import type { StateMetrics__Output } from "../gen/piccolo/monitoringserver/v1/StateMetrics.ts";
import type { KeptAlert__Output } from "../gen/piccolo/statemanager/v1/KeptAlert.ts";
import type { ListAlertsResponse } from "../gen/piccolo/statemanager/v1/ListAlertsResponse.ts";
import type { ListAlertsResponse__Output } from "../gen/piccolo/statemanager/v1/ListAlertsResponse.ts";
import {
  at,
  bigInteger,
  finite,
  integer,
  list,
  required,
  text,
  textMap,
  timeMs,
} from "../../records/checks.ts";
import { type EnumCodec, enumCodec } from "./enum_codec.ts";
import { ISSUE_TYPE } from "./enums.ts";
import * as limits from "./limits.ts";
import { resourceIdFromWire, resourceIdToWire } from "./names.ts";

export const ALERT_SEVERITY: EnumCodec<AlertSeverity, WireAlertSeverity> = enumCodec<
  AlertSeverity,
  WireAlertSeverity
>(
  {
    Info: "ALERT_SEVERITY_INFO",
    Warning: "ALERT_SEVERITY_WARNING",
    Critical: "ALERT_SEVERITY_CRITICAL",
  },
  {
    ALERT_SEVERITY_UNSPECIFIED: undefined,
    ALERT_SEVERITY_INFO: "Info",
    ALERT_SEVERITY_WARNING: "Warning",
    ALERT_SEVERITY_CRITICAL: "Critical",
  },
);

export function alertToWire(alert: StateAlert): WireStateAlert {
  return {
    alertId: alert.id,
    ...(alert.resourceId !== undefined && { resourceId: resourceIdToWire(alert.resourceId) }),
    severity: ALERT_SEVERITY.toWire(alert.severity),
    reason: alert.reason,
    message: alert.message,
    timestampMs: Math.trunc(alert.timestampMs).toString(),
    ...(alert.issueType !== undefined && { issueType: ISSUE_TYPE.toWire(alert.issueType) }),
    revision: alert.revision.toString(),
  };
}

export function alertFromWire(wire: StateAlert__Output | null, path: string): StateAlert {
  const alert = required(wire, path);
  const hasIssue = alert.issueType !== "ISSUE_TYPE_UNSPECIFIED";
  return {
    id: text(alert.alertId, at(path, "alert_id"), { ...limits.WORD, minCharacters: 1 }),
    ...(alert.resourceId !== null && {
      resourceId: resourceIdFromWire(alert.resourceId, at(path, "resource_id")),
    }),
    severity: ALERT_SEVERITY.fromWire(alert.severity, at(path, "severity")),
    reason: text(alert.reason, at(path, "reason"), limits.WORD),
    message: text(alert.message, at(path, "message"), limits.SENTENCE),
    timestampMs: timeMs(alert.timestampMs, at(path, "timestamp_ms")),
    ...(hasIssue && { issueType: ISSUE_TYPE.fromWire(alert.issueType, at(path, "issue_type")) }),
    revision: bigInteger(alert.revision, at(path, "revision")),
  };
}

export function metricsToWire(metrics: StateMetrics): WireStateMetrics {
  return {
    timestampMs: Math.trunc(metrics.timestampMs).toString(),
    metrics: metrics.metrics.slice(0, limits.MAX_METRICS).map(({ name, labels, value }) => ({
      name,
      labels: { ...labels },
      value,
    })),
  };
}

export function metricsFromWire(wire: StateMetrics__Output | null, path: string): StateMetrics {
  const metrics = required(wire, path);
  return {
    timestampMs: timeMs(metrics.timestampMs, at(path, "timestamp_ms")),
    metrics: list(metrics.metrics, at(path, "metrics"), {
      max: limits.MAX_METRICS,
      element: metricFromWire,
    }),
  };
}

function metricFromWire(wire: Metric__Output, path: string): Metric {
  return {
    name: text(wire.name, at(path, "name"), { ...limits.WORD, minCharacters: 1 }),
    labels: textMap(wire.labels, at(path, "labels"), limits.METRIC_LABELS),
    value: finite(wire.value, at(path, "value")),
  };
}

/** What is kept of alerts, oldest first. */
export function alertsToWire(alerts: readonly KeptAlert[]): ListAlertsResponse {
  return {
    alerts: alerts.map(({ count, lastMs, resolution, ...alert }) => ({
      alert: alertToWire(alert),
      count,
      lastTimestampMs: Math.trunc(lastMs).toString(),
      ...(resolution === undefined ? {} : {
        resolution: { timestampMs: Math.trunc(resolution.atMs).toString(), text: resolution.text },
      }),
    })),
  };
}

export function alertsFromWire(wire: ListAlertsResponse__Output): readonly KeptAlert[] {
  return list(wire.alerts, "alerts", { max: limits.MAX_ALERTS, element: keptAlertFromWire });
}

function keptAlertFromWire(wire: KeptAlert__Output, path: string): KeptAlert {
  const { resolution } = wire;
  return {
    ...alertFromWire(wire.alert, at(path, "alert")),
    count: integer(wire.count, at(path, "count"), { min: 1, max: 2 ** 32 - 1 }),
    lastMs: timeMs(wire.lastTimestampMs, at(path, "last_timestamp_ms")),
    ...(resolution === null ? {} : {
      resolution: {
        atMs: timeMs(resolution.timestampMs, at(path, "resolution.timestamp_ms")),
        text: text(resolution.text, at(path, "resolution.text"), limits.SENTENCE),
      },
    }),
  };
}
