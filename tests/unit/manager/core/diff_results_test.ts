import { equal } from "node:assert/strict";
import { DiffResults } from "../../../../src/manager/core/diff_results.ts";
import type { ReconciliationResult } from "../../../../src/state/observation.ts";
import { idOf } from "../../../support/domain.ts";
import { Rig } from "../../../support/engine/rig.ts";

const ID = idOf("vehicle/lidar");
const settled = (counters: Record<string, number>) =>
  counters['statemanager_diffs_reconciled_total{result="settled"}'];

Deno.test("each diff counts by its answer, also where many have the same one; a rejected answer does not count", async () => {
  const results = new DiffResults();
  const shared = Promise.withResolvers<ReconciliationResult>();
  const failed = Promise.withResolvers<ReconciliationResult>();
  for (let index = 0; index < 3; index++) results.count(ID, shared.promise);
  results.count(idOf("vehicle/radar"), failed.promise);
  results.count(idOf("vehicle/camera"), Promise.resolve({ kind: "gone" }));
  equal(settled(results.counters()), 0);
  shared.resolve({ kind: "settled", why: "it is in sync" });
  failed.reject(new Error("the work is stopped"));
  await Promise.allSettled([shared.promise, failed.promise]);
  await Promise.resolve();
  equal(settled(results.counters()), 3);
  equal(results.counters()['statemanager_diffs_reconciled_total{result="gone"}'], 1);
  const next = Promise.resolve<ReconciliationResult>({ kind: "settled", why: "again" });
  results.count(ID, next);
  await next;
  await Promise.resolve();
  equal(settled(results.counters()), 4);
});

Deno.test("diffs that wait for the same reconcile share one promise: a node that reports without end costs one entry", async () => {
  await using rig = new Rig();
  rig.start();
  await rig.apply("vehicle/lidar", { nodes: ["front"] });
  await rig.untilState(ID, "Running");
  const diff = rig.node("front").observe(ID);
  const answers = new Set<Promise<ReconciliationResult>>();
  for (let index = 1n; index <= 1_000n; index++) {
    answers.add(rig.manager.executeReconciliation({ ...diff, sequence: diff.sequence + index }));
    answers.add(rig.manager.executeReconciliation(diff));
  }
  equal(answers.size, 2, "one for the diffs that say something new, one for those that do not");
  await rig.clock.advance(1_000);
  await Promise.all(answers);
});
