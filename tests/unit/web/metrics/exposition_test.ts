import { deepEqual, equal } from "node:assert/strict";
import { contentTypeOf, exposition, formatFor } from "../../../../src/web/metrics/exposition.ts";
import type { Sample } from "../../../../src/web/metrics/samples.ts";

const D = { criticality: "D" };
const SAMPLES: readonly Sample[] = [
  { name: "statemanager_alerts_total", labels: {}, value: 3 },
  { name: "statemanager_node_up", labels: { node: 'a"b\\c\nd' }, value: 1 },
  { name: "statemanager_reaction_seconds_bucket", labels: { ...D, le: "0.1" }, value: 1 },
  { name: "statemanager_reaction_seconds_bucket", labels: { ...D, le: "1" }, value: 2 },
  { name: "statemanager_reaction_seconds_bucket", labels: { ...D, le: "+Inf" }, value: 2 },
  { name: "statemanager_reaction_seconds_sum", labels: D, value: 0.3 },
  { name: "statemanager_reaction_seconds_count", labels: D, value: 2 },
  { name: "statemanager_of_tomorrow_total", labels: {}, value: 7 },
];

/** Without the lines for people. */
async function linesOf(format: "prometheus" | "openmetrics"): Promise<readonly string[]> {
  return (await exposition(SAMPLES, format)).split("\n").filter((line) =>
    line !== "" && !line.startsWith("# HELP")
  );
}

Deno.test("the text of Prometheus has a type for each family, and escapes what labels hold", async () => {
  deepEqual(await linesOf("prometheus"), [
    "# TYPE statemanager_alerts_total counter",
    "statemanager_alerts_total 3",
    "# TYPE statemanager_node_up gauge",
    'statemanager_node_up{node="a\\"b\\\\c\\nd"} 1',
    "# TYPE statemanager_reaction_seconds histogram",
    'statemanager_reaction_seconds_bucket{criticality="D",le="0.1"} 1',
    'statemanager_reaction_seconds_bucket{criticality="D",le="1"} 2',
    'statemanager_reaction_seconds_bucket{criticality="D",le="+Inf"} 2',
    'statemanager_reaction_seconds_sum{criticality="D"} 0.3',
    'statemanager_reaction_seconds_count{criticality="D"} 2',
    "# TYPE statemanager_of_tomorrow_total counter",
    "statemanager_of_tomorrow_total 7",
  ]);
});

Deno.test("OpenMetrics names the family of a counter without _total, has bounds with a point, and ends with EOF", async () => {
  const lines = await linesOf("openmetrics");
  deepEqual(lines.slice(0, 2), ["# TYPE statemanager_alerts counter", "statemanager_alerts_total 3"]);
  equal(lines[6], 'statemanager_reaction_seconds_bucket{criticality="D",le="1.0"} 2');
  equal(lines.at(-1), "# EOF");
});

Deno.test("OpenMetrics is for those who ask for it, as Prometheus does", () => {
  const prometheus =
    "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.1";
  equal(formatFor(prometheus), "openmetrics");
  equal(formatFor("*/*"), "prometheus");
  equal(formatFor(undefined), "prometheus");
  equal(contentTypeOf("prometheus"), "text/plain; version=0.0.4; charset=utf-8");
});
