/**
 * Samples as the text that Prometheus scrapes, in its own format or in OpenMetrics (prom-client writes it).
 *
 * I1  A figure that the table of families does not know is exported all the same, with a type by its name: nothing gets lost between
 *     two versions.
 */
// @ts-types="./registry.d.ts"
import Registry, { type FormattedMetric, type RegisteredMetric } from "prom-client/registry";
import { FAMILIES, type Family, familyOf } from "./families.ts";
import type { Sample } from "./samples.ts";

export type Format = "prometheus" | "openmetrics";

const CONTENT_TYPES: Readonly<Record<Format, string>> = {
  prometheus: Registry.PROMETHEUS_CONTENT_TYPE,
  openmetrics: Registry.OPENMETRICS_CONTENT_TYPE,
};

export function contentTypeOf(format: Format): string {
  return CONTENT_TYPES[format];
}

/** What a scraper prefers: OpenMetrics where it asks for it, as Prometheus does. */
export function formatFor(accept: string | undefined): Format {
  return accept?.includes("application/openmetrics-text") === true ? "openmetrics" : "prometheus";
}

export async function exposition(samples: readonly Sample[], format: Format): Promise<string> {
  const registry = new Registry(CONTENT_TYPES[format]);
  for (const [name, members] of byFamily(samples)) {
    registry.registerMetric(new Metric(name, members, format));
  }
  return await registry.metrics();
}

function byFamily(samples: readonly Sample[]): ReadonlyMap<string, readonly Sample[]> {
  const families = new Map<string, Sample[]>();
  for (const sample of samples) {
    const family = familyOf(sample.name);
    const members = families.get(family);
    if (members === undefined) families.set(family, [sample]);
    else members.push(sample);
  }
  return families;
}

/** One family, as prom-client asks for it. */
class Metric implements RegisteredMetric {
  name: string;
  readonly type: Family["type"];
  readonly #family: Family;
  readonly #samples: readonly Sample[];
  readonly #format: Format;

  constructor(name: string, samples: readonly Sample[], format: Format) {
    this.#family = FAMILIES[name] ?? unknownFamily(name);
    this.name = name;
    this.type = this.#family.type;
    this.#samples = samples;
    this.#format = format;
  }

  get(): Promise<FormattedMetric> {
    const { name, type } = this;
    // prom-client adds `_total` to the name of a counter in OpenMetrics by itself.
    const isOwnName = type === "histogram";
    return Promise.resolve({
      ...{ name, type, help: this.#family.help },
      values: this.#samples.map((sample) => ({
        metricName: isOwnName ? sample.name : name,
        labels: this.#labelsOf(sample),
        value: sample.value,
      })),
    });
  }

  /** OpenMetrics has bounds as floating-point numbers. */
  #labelsOf({ labels }: Sample): Readonly<Record<string, string>> {
    const { le } = labels;
    if (le === undefined || this.#format !== "openmetrics" || !/^\d+$/.test(le)) return labels;
    return { ...labels, le: `${le}.0` };
  }
}

/** I1. */
function unknownFamily(name: string): Family {
  return { type: name.endsWith("_total") ? "counter" : "gauge", help: "A figure of the State Manager." };
}
