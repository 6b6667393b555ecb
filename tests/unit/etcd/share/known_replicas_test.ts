import { deepEqual, equal, ok } from "node:assert/strict";
import { readEvent } from "../../../../src/etcd/share/documents.ts";
import { KnownReplicas, MAX_ENDED } from "../../../../src/etcd/share/known_replicas.ts";
import { NO_REPLICA } from "../../../../src/etcd/share/replica.ts";
import type { ResourceId } from "../../../../src/state/resource_id.ts";
import { eventOf, idOf } from "../../../support/domain.ts";
import { KEYS, recordOf } from "./parts.ts";
import { replicatorWorld } from "./replicator_parts.ts";

const RING = { sequence: 3, revision: 9n };

Deno.test("the ring positions of the newest ended services are remembered, others have to be read again", () => {
  const living = new Set<ResourceId>([idOf("vehicle/here")]);
  const known = new KnownReplicas((id) => !living.has(id));
  known.written(idOf("vehicle/here"), { ...NO_REPLICA, statusMod: 4n, ring: RING });
  for (let index = 0; index <= MAX_ENDED; index++) {
    known.written(idOf(`vehicle/s${index}`), { ...NO_REPLICA, ring: RING });
  }
  equal(known.size, MAX_ENDED + 1);
  deepEqual(known.buffers().map(({ used, overflows }) => [used, overflows]), [[MAX_ENDED, 1]]);
  deepEqual(
    ["vehicle/here", "vehicle/s0", "vehicle/s1"].map((name) => known.isUnlocated(idOf(name))),
    [false, true, false],
  );
});

Deno.test("a service that is created again no longer counts as ended", () => {
  const living = new Set<ResourceId>();
  const known = new KnownReplicas((id) => !living.has(id));
  const id = idOf("vehicle/again");
  known.written(id, { ...NO_REPLICA, ring: RING });
  equal(known.buffers()[0]?.used, 1);
  living.add(id);
  known.written(id, { ...NO_REPLICA, statusMod: 7n, ring: RING });
  equal(known.buffers()[0]?.used, 0);
  equal(known.get(id)?.statusMod, 7n);
});

Deno.test("short-lived services do not accumulate within one term, and the ring of one that is created again continues", async () => {
  const { manager, replicator, begin, clock, etcd } = replicatorWorld({ capacityEvents: 10_000 });
  begin();
  const names = Array.from({ length: MAX_ENDED + 100 }, (_, index) => idOf(`vehicle/s${index}`));
  let revision = manager.revision();
  const step = (eventType: "SpecChanged" | "Terminated", ids: readonly ResourceId[]) => {
    const events = ids.map((resourceId) => eventOf({ resourceId, eventType, revision: ++revision }));
    const records = eventType === "Terminated"
      ? []
      : events.map((event) => recordOf({ id: event.resourceId, revision: event.revision }));
    const removed = eventType === "Terminated" ? ids : [];
    manager.adopt({ revision, term: 1n, records, removed, events });
  };
  for (const eventType of ["SpecChanged", "Terminated"] as const) {
    step(eventType, names);
    await clock.until(() => replicator.stats.backlog === 0, 60_000);
  }
  ok(replicator.stats.knownServices <= MAX_ENDED, `${replicator.stats.knownServices} are remembered`);
  const [first] = names;
  if (first === undefined) throw new Error("unreachable");
  step("SpecChanged", [first]);
  await clock.until(() => replicator.stats.backlog === 0, 60_000);
  const types = etcd.entries(KEYS.events(first)).map(({ value }) => readEvent(value).eventType);
  deepEqual(types, ["SpecChanged", "Terminated", "SpecChanged"]);
  replicator.pause();
});
