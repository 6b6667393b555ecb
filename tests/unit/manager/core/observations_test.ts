import { deepEqual, equal } from "node:assert/strict";
import { Alerts } from "../../../../src/manager/core/alerts.ts";
import { MAX_UNKNOWN, Observations } from "../../../../src/manager/core/observations.ts";
import { Runtimes } from "../../../../src/manager/core/runtimes.ts";
import type { StateDiff } from "../../../../src/state/diff.ts";
import { diffOf, idOf, serviceOf } from "../../../support/domain.ts";
import { MemoryLog } from "../../../support/memory_log.ts";
import { SETTINGS } from "../../../support/engine/rig.ts";
import { VirtualClock } from "../../../support/engine/virtual_clock.ts";

/** Observations where no service is known. */
function observations(): Observations {
  const clock = new VirtualClock();
  const monitoring = { queueAlert: () => {}, queueMetrics: () => {} };
  return new Observations({
    log: new MemoryLog(),
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
  deepEqual(taken.takeKnown(unknownDiff(0).resourceId), [], "the oldest gave way");
  equal(taken.takeKnown(unknownDiff(MAX_UNKNOWN).resourceId)[0]?.actual.replicas, 1);
});

Deno.test("of a workload that is not known the newest observation is remembered, also where there is no room for another one", () => {
  const taken = observations();
  for (let index = 0; index < MAX_UNKNOWN; index++) taken.take(unknownDiff(index));
  taken.take(unknownDiff(0, 2));
  taken.take(unknownDiff(MAX_UNKNOWN));
  equal(taken.takeKnown(unknownDiff(0).resourceId)[0]?.actual.replicas, 2);
  deepEqual(taken.takeKnown(unknownDiff(1).resourceId), [], "nothing was heard of it for longer");
});

Deno.test("with a new stream of its node what was remembered of a workload is void: its numbers begin anew", () => {
  const taken = observations();
  const ofOther = { ...unknownDiff(1), node: "other" };
  for (const diff of [unknownDiff(0), unknownDiff(1), ofOther]) taken.take(diff);
  taken.newStream(unknownDiff(0).node);
  deepEqual(taken.takeKnown(unknownDiff(0).resourceId), []);
  deepEqual(taken.takeKnown(unknownDiff(1).resourceId), [ofOther]);
  const first = { ...unknownDiff(2), sequence: 1n };
  taken.take(first);
  deepEqual(taken.takeKnown(first.resourceId), [first]);
});

Deno.test("an observation that is older than one before it is counted and logged, a repeated one is not", () => {
  const log = new MemoryLog();
  const clock = new VirtualClock();
  const service = serviceOf({ status: { node: "front" } });
  const { id } = service.metadata;
  const taken = new Observations({
    log,
    ledger: { service: () => service },
    runtimes: new Runtimes({ get: () => undefined }, clock, SETTINGS),
    alerts: new Alerts({
      monitoring: { queueAlert: () => {}, queueMetrics: () => {} },
      ...{ clock, ids: { next: () => "id" }, log },
    }),
    clock,
    sendDesired: () => {},
  });
  const at = (sequence: bigint) => taken.take(diffOf({ resourceId: id, node: "front", sequence }));
  at((1n << 63n) - 1n);
  at((1n << 63n) - 1n);
  equal(taken.counters()["statemanager_older_diffs_total"], 0);
  for (const sequence of [1n, 2n, 3n]) equal(at(sequence), undefined);
  equal(taken.counters()["statemanager_older_diffs_total"], 3);
  const told = log.lines.filter(({ message }) => message.startsWith("An observation is older"));
  equal(told.length, 1);
  equal(told[0]?.fields["newest"], (1n << 63n) - 1n);
});

Deno.test("a node that has the desired state of a service that is elsewhere is told that it is removed, also when nothing of it runs there", () => {
  const service = serviceOf({ status: { node: "roof" } });
  const { id: resourceId } = service.metadata;
  const none = { replicas: 0, availableReplicas: 0, version: "" };
  const one = { replicas: 1, availableReplicas: 1, version: "1.0" };
  const missing = { desiredExists: true, actualExists: false };
  const unwanted = { desiredExists: false, actualExists: true };
  for (
    const [what, diff, isTold] of [
      ["it runs as desired", { observedGeneration: 1n, actual: one }, true],
      ["nothing runs", { observedGeneration: 1n, actual: none, existenceDiff: missing }, true],
      ["it was on hold", { observedGeneration: 1n, actual: one, existenceDiff: unwanted }, true],
      ["it has none", { observedGeneration: 0n, actual: none }, false],
      ["it has none, and one runs", { observedGeneration: 0n, actual: one, existenceDiff: unwanted }, false],
    ] as const
  ) {
    const told: string[] = [];
    const clock = new VirtualClock();
    const log = new MemoryLog();
    const monitoring = { queueAlert: () => {}, queueMetrics: () => {} };
    const taken = new Observations({
      ...{ log, clock, ledger: { service: () => service } },
      runtimes: new Runtimes({ get: () => undefined }, clock, SETTINGS),
      alerts: new Alerts({ monitoring, clock, ids: { next: () => "id" }, log }),
      sendDesired: (node, id) => void told.push(`${node} ${id}`),
    });
    taken.take(diffOf({ ...diff, resourceId, node: "rear" }));
    deepEqual(told, isTold ? [`rear ${resourceId}`] : [], what);
  }
});
