/** Which services are reconciled when there are more of them than the queue takes. */
import { deepEqual, equal, ok } from "node:assert/strict";
import { Workers } from "../../../../src/manager/core/workers.ts";
import { ReconcileFaults } from "../../../../src/manager/core/reconcile_faults.ts";
import { WorkQueue } from "../../../../src/manager/core/queue.ts";
import type { Criticality } from "../../../../src/state/model.ts";
import type { ReconciliationResult } from "../../../../src/state/observation.ts";
import { parseResourceId, type ResourceId } from "../../../../src/state/resource_id.ts";
import { VirtualClock } from "../../../support/engine/virtual_clock.ts";
import { MemoryLog } from "../../../support/memory_log.ts";

const RESYNC_MS = 5_000;

/** Every service is settled and reconciled again after a while. */
function workers(capacity: number, criticalities: Readonly<Record<string, Criticality>>) {
  const clock = new VirtualClock();
  const reconciled: string[] = [];
  const shed: string[] = [];
  const work = new Workers({
    queue: new WorkQueue<ResourceId>({ capacity }),
    ...{ clock, maxServices: 100 },
    faults: new ReconcileFaults(new MemoryLog(), () => {}),
    reconcile: (id): Promise<ReconciliationResult> => {
      reconciled.push(id);
      return Promise.resolve({
        kind: "waiting",
        why: "settled",
        untilMs: clock.monotonicMs() + RESYNC_MS,
      });
    },
    laneOf: () => "",
    criticalityOf: (id) => criticalities[id] ?? "QM",
    beforeWork: () => {},
    onShed: (id) => shed.push(id),
  });
  work.start();
  return { clock, reconciled, shed, work };
}

Deno.test("a critical service that waits for its next reconcile does not keep a service that is due outside the full queue", async () => {
  const { clock, reconciled, shed, work } = workers(1, { "sim/a": "D", "sim/b": "QM" });
  work.add(parseResourceId("sim/a"));
  work.add(parseResourceId("sim/b"));
  await clock.settle();
  deepEqual(reconciled, ["sim/a", "sim/b"]);
  deepEqual(shed, ["sim/b"]);
  await clock.advance(20 * RESYNC_MS);
  const of = (id: string) => reconciled.filter((one) => one === id).length;
  ok(of("sim/a") >= 10 && of("sim/b") >= 10, `sim/a ${of("sim/a")}, sim/b ${of("sim/b")}`);
  // None of them before its time, although they take turns.
  ok(reconciled.length <= 42, `${reconciled.length} reconciles`);
  deepEqual(shed, ["sim/b"]);
  await work.stop(0);
});

Deno.test("when all are due, the more critical ones have the queue", async () => {
  const { clock, reconciled, work } = workers(2, { "sim/c": "D" });
  for (const name of ["a", "b", "c"]) work.add(parseResourceId(`sim/${name}`));
  await clock.settle();
  deepEqual(reconciled, ["sim/c", "sim/a", "sim/b"]);
  await work.stop(0);
});

Deno.test("a service whose reconcile throws for ever is tried less and less often, logged and alerted once", async () => {
  const clock = new VirtualClock();
  const log = new MemoryLog();
  const alerts: string[] = [];
  let reconciles = 0;
  let isBroken = true;
  const work = new Workers({
    queue: new WorkQueue<ResourceId>({ capacity: 10 }),
    ...{ clock, maxServices: 100 },
    faults: new ReconcileFaults(log, ({ reason }) => void alerts.push(reason)),
    reconcile: () => {
      reconciles += 1;
      return isBroken ? Promise.reject(new Error("oops")) : Promise.resolve({ kind: "settled", why: "" });
    },
    laneOf: () => "",
    criticalityOf: () => "QM",
    beforeWork: () => {},
    onShed: () => {},
  });
  work.start();
  work.add(parseResourceId("sim/a"));
  await clock.advance(3_600_000);
  ok(reconciles > 50 && reconciles < 70, `${reconciles} reconciles in an hour`);
  deepEqual(alerts, ["ReconcileFailed"]);
  equal(log.at("error").length, 1);
  equal(work.counters()["statemanager_services_in_error"], 1);
  isBroken = false;
  await clock.advance(60_000);
  equal(work.counters()["statemanager_services_in_error"], 0);
  equal(work.counters()["statemanager_reconcile_errors_total"], reconciles - 1);
  const stopped = work.stop(0);
  await clock.advance(1);
  await stopped;
});
