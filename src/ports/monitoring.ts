/** The MonitoringServer. */
import type { StateAlert } from "../state/alert.ts";

export interface Metric {
  /** Prometheus name with unit. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface StateMetrics {
  readonly timestampMs: number;
  readonly metrics: readonly Metric[];
}

/** The MonitoringServer. Neither call waits: both queue, within a bound, and the oldest is dropped and counted when full. */
export interface MonitoringPort {
  queueAlert(alert: StateAlert): void;
  queueMetrics(metrics: StateMetrics): void;
}
