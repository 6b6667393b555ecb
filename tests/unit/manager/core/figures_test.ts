import { deepEqual, equal, ok } from "node:assert/strict";
import { BudgetMeter } from "../../../../src/manager/core/budget_meter.ts";
import { MetricsReport } from "../../../../src/manager/serve/metrics_report.ts";
import type { StateMetrics } from "../../../../src/ports/monitoring.ts";
import { Rig } from "../../../support/engine/rig.ts";
import { MemoryLog } from "../../../support/memory_log.ts";

Deno.test("BudgetMeter counts cumulative buckets and what came too late, by criticality", () => {
  const meter = BudgetMeter.forReactions({ criticalMs: 100, qmMs: 1_000 });
  equal(meter.record("D", 3), false);
  equal(meter.record("D", 101), true);
  equal(meter.record("QM", 101), false);
  const counters = meter.counters();
  equal(counters["statemanager_reaction_overruns_total"], 1);
  equal(counters[`statemanager_reaction_seconds_bucket{criticality="D",le="0.005"}`], 1);
  equal(counters[`statemanager_reaction_seconds_bucket{criticality="D",le="+Inf"}`], 2);
  equal(counters[`statemanager_reaction_seconds_bucket{criticality="QM",le="0.1"}`], 0);
  equal(counters[`statemanager_reaction_seconds_sum{criticality="D"}`], 0.104);
  equal(counters[`statemanager_reaction_seconds_count{criticality="D"}`], 2);
});

Deno.test("the figures go to the MonitoringServer at a steady pace, labels taken apart", async () => {
  await using rig = new Rig();
  rig.start();
  const sent: StateMetrics[] = [];
  const monitoring = {
    queueAlert: () => {},
    queueMetrics: (metrics: StateMetrics) => void sent.push(metrics),
  };
  {
    using _report = new MetricsReport({
      ...{ api: rig.manager, monitoring, clock: rig.clock, log: new MemoryLog() },
      everyMs: 1_000,
    });
    await rig.clock.advance(3_500);
  }
  await rig.clock.advance(3_000);
  equal(sent.length, 3);
  const metrics = sent[0]?.metrics ?? [];
  const diffs = metrics.find((metric) => metric.name === "statemanager_diffs_total");
  deepEqual(diffs?.labels, {});
  const events = metrics.filter((metric) => metric.name === "statemanager_events_total");
  ok(events.some((metric) => metric.labels["type"] === "Ready" && metric.value === 0));
});

Deno.test("pages of services follow one another without hole or repeat, whatever comes and goes between them", async () => {
  await using rig = new Rig();
  rig.start();
  for (let index = 0; index < 25; index++) await rig.apply(`vehicle/s${String(index).padStart(2, "0")}`);
  const names: string[] = [];
  let after: Parameters<typeof rig.manager.queryServices>[1]["after"];
  for (let page = 0; page < 10; page++) {
    const answer = rig.manager.queryServices(
      { namespaces: ["vehicle"], resourceIds: [], states: [], nodes: [] },
      { limit: 7, ...(after === undefined ? {} : { after }) },
    );
    names.push(...answer.services.map((service) => service.metadata.id));
    await rig.apply(`aaa/new${page}`);
    after = answer.nextAfter;
    if (after === undefined) break;
  }
  deepEqual(names, Array.from({ length: 25 }, (_, index) => `vehicle/s${String(index).padStart(2, "0")}`));
});

Deno.test("nothing is answered before initialize and after stopReconciliation", async () => {
  const rig = new Rig();
  equal(rig.manager.isReady(), false);
  rig.start();
  equal(rig.manager.isReady(), true);
  await rig[Symbol.asyncDispose]();
  equal(rig.manager.isReady(), false);
});
