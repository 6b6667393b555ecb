/** The part of prom-client that is loaded: its formatter, without the collectors (docs/adr/0033-metrics-over-http.md). */

export interface FormattedMetric {
  name: string;
  readonly help: string;
  readonly type: string;
  readonly values: readonly {
    readonly metricName: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly value: number;
  }[];
}

export interface RegisteredMetric {
  /** Set by the registry: without `_total` where OpenMetrics is asked for. */
  name: string;
  readonly type: string;
  get(): Promise<FormattedMetric>;
}

export default class Registry {
  static readonly PROMETHEUS_CONTENT_TYPE: string;
  static readonly OPENMETRICS_CONTENT_TYPE: string;
  constructor(contentType: string);
  readonly contentType: string;
  registerMetric(metric: RegisteredMetric): void;
  metrics(): Promise<string>;
}
