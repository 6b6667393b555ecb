/** The keys of figures: a Prometheus name, with its labels behind it as Prometheus writes them. */

export interface MetricKey {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** `name{a="b"}` taken apart. */
export function parseMetricKey(text: string): MetricKey {
  const brace = text.indexOf("{");
  if (brace < 0) return { name: text, labels: {} };
  const labels: Record<string, string> = {};
  for (const [, key = "", value = ""] of text.slice(brace).matchAll(/([a-z_]+)="([^"]*)"/g)) {
    labels[key] = value;
  }
  return { name: text.slice(0, brace), labels };
}
