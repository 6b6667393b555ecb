import assert from "node:assert/strict";
import {
  readEvent,
  writeEvent,
  writeLeader,
  writeSchema,
  writeStatus,
} from "../../../../src/etcd/share/documents.ts";
import { Keys } from "../../../../src/etcd/share/keys.ts";
import { Replicator } from "../../../../src/etcd/share/replicator.ts";
import type { ServiceRecord } from "../../../../src/state/record.ts";
import type { StateEvent } from "../../../../src/state/event_model.ts";
import { eventOf, idOf, serviceOf } from "../../../support/domain.ts";
import { VirtualClock } from "../../../support/engine/virtual_clock.ts";
import { ModelEtcd } from "../../../support/etcd/model.ts";
import { MemoryLog } from "../../../support/memory_log.ts";
import { writtenReplica } from "./batch_parts.ts";

const ID = idOf("vehicle/lidar");

function recordAt(revision: bigint): ServiceRecord {
  const service = serviceOf();
  return { term: 1n, service: { ...service, metadata: { ...service.metadata, id: ID, revision } } };
}

Deno.test("an own write that is applied after it was given up, and whose status arrives first, repeats no event", async () => {
  const clock = new VirtualClock();
  const etcd = new ModelEtcd({ clock });
  const keys = new Keys();
  const old = recordAt(1n);
  const next = recordAt(2n);
  const taken = etcd.write(
    { kind: "put", key: keys.leader, value: writeLeader({ instance: "one", term: 1n }) },
    { kind: "put", key: keys.schema, value: writeSchema({ term: 1n, revision: 1n }) },
  );
  const guard = { key: keys.leader, target: "mod", result: "equal", value: taken } as const;
  etcd.put(keys.status(ID), writeStatus(old, { sequence: 1, revision: 1n }, false));
  const statusMod = etcd.revision;
  const events: StateEvent[] = [2n, 3n].map((revision) => eventOf({ resourceId: ID, revision }));
  let current = old;
  const replicator = new Replicator({
    etcd: { kv: etcd.client(), keys, clock, log: new MemoryLog(), random01: () => 0.5 },
    settings: { linger: { lingerMs: 5, quietMs: 5 }, ringSize: 8, capacityEvents: 64, maxServices: 100 },
    source: { revision: () => current.service.metadata.revision, record: () => current, events: () => [] },
    listener: {
      onDeposed: assert.fail,
      onConflict: () => {},
      onFailure: () => {},
      onSuccess: () => {},
      onUnshareable: () => {},
    },
  });
  const known = { ...writtenReplica(old), statusMod, specMod: 0n, ring: { sequence: 1, revision: 1n } };
  const replicas = new Map([[ID, known]]);
  const leaderTerm = { term: 1n, previousTerm: 1n, guard, revision: taken };
  replicator.begin(leaderTerm, { cursor: 1n, replicas, toWrite: [] });
  await clock.advance(100);

  // What the transaction with the second event writes after it was given up.
  const lateMod = etcd.write(
    { kind: "put", key: keys.status(ID), value: writeStatus(next, { sequence: 2, revision: 2n }, false) },
    { kind: "put", key: keys.event(ID, 1), value: writeEvent(events[0] ?? assert.fail()) },
  );
  replicator.correct(ID, { ...known, statusMod: lateMod, written: undefined });
  const given: bigint[] = [];
  etcd.onRevision(({ events }) => {
    for (const event of events) {
      const isEvent = event.kind === "put" && event.entry.key.startsWith(keys.events(ID));
      if (isEvent) given.push(readEvent(event.entry.value).revision);
    }
  });
  current = recordAt(3n);
  replicator.note({ events, services: new Map([[ID, current.service]]) });
  await clock.advance(1_000);
  assert.deepEqual(given, [3n]);
  replicator.pause();
});
