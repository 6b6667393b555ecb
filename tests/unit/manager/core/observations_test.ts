import { equal } from "node:assert/strict";
import { Alerts } from "../../../../src/manager/core/alerts.ts";
import { MAX_UNKNOWN, Observations } from "../../../../src/manager/core/observations.ts";
import { Runtimes } from "../../../../src/manager/core/runtimes.ts";
import type { StateDiff } from "../../../../src/state/diff.ts";
import { diffOf, idOf } from "../../../support/domain.ts";
import { MemoryLog } from "../../../support/memory_log.ts";
import { SETTINGS } from "../../../support/engine/rig.ts";
import { VirtualClock } from "../../../support/engine/virtual_clock.ts";

/** Observations where no service is known. */
function observations(): Observations {
  const clock = new VirtualClock();
  const monitoring = { queueAlert: () => {}, queueMetrics: () => {} };
  return new Observations({
    ledger: { service: () => undefined },
    runtimes: new Runtimes({ get: () => undefined }, clock, SETTINGS),
    alerts: new Alerts({ monitoring, clock, ids: { next: () => "id" }, log: new MemoryLog() }),
    clock,
    sendDesired: () => {},
  });
}

function unknownDiff(index: number, replicas = 1): StateDiff {
  return diffOf({
    resourceId: idOf(`strange/s${index}`),
    observedGeneration: 0n,
    actual: { replicas, availableReplicas: replicas, version: "1.0" },
  });
}

Deno.test("of workloads that are not known the newest are remembered, also where there are more than that", () => {
  const taken = observations();
  for (let index = 0; index <= MAX_UNKNOWN; index++) taken.take(unknownDiff(index));
  const [level] = taken.buffers();
  equal(level?.used, MAX_UNKNOWN);
  equal(level?.overflows, 1);
  equal(taken.takeKnown(unknownDiff(0).resourceId), undefined, "the oldest gave way");
  equal(taken.takeKnown(unknownDiff(MAX_UNKNOWN).resourceId)?.actual.replicas, 1);
});

Deno.test("of a workload that is not known the newest observation is remembered, also where there is no room for another one", () => {
  const taken = observations();
  for (let index = 0; index < MAX_UNKNOWN; index++) taken.take(unknownDiff(index));
  taken.take(unknownDiff(0, 2));
  taken.take(unknownDiff(MAX_UNKNOWN));
  equal(taken.takeKnown(unknownDiff(0).resourceId)?.actual.replicas, 2);
  equal(taken.takeKnown(unknownDiff(1).resourceId), undefined, "nothing was heard of it for longer");
});
