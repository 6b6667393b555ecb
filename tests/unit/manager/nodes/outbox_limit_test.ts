import { deepEqual, equal, ok } from "node:assert/strict";
import { OutboxLimit } from "../../../../src/manager/nodes/outbox_limit.ts";
import type { ResourceId } from "../../../../src/state/resource_id.ts";
import { idOf } from "../../../support/domain.ts";
import { Rig } from "../../../support/engine/rig.ts";

Deno.test("a known service is always added, an unknown one only while fewer entries wait than there may be services", () => {
  const entries = new Set<string>();
  const known = new Set<ResourceId>([idOf("vehicle/a"), idOf("vehicle/b"), idOf("vehicle/c")]);
  const limit = new OutboxLimit({
    nodes: {
      get outboxSize() {
        return entries.size;
      },
      names: () => ["front", "rear"],
      push: (node, id) => void entries.add(`${node} ${id}`),
      remind: (node, id) => void entries.add(`${node} ${id}`),
    },
    isKnown: (id) => known.has(id),
    maxServices: 3,
  });
  for (const id of ["strange/a", "strange/b", "strange/c", "strange/d"]) limit.push("front", idOf(id));
  for (const id of known) limit.push("rear", id);
  deepEqual(entries.size, 6);
  deepEqual(limit.buffers(), [{
    ...{ name: "desired_outbox", unit: "entries", capacity: 9, overflow: "refuse", used: 6, overflows: 1 },
  }]);
});

Deno.test("a node that takes nothing and reports names without end does not fill the outbox", async () => {
  await using rig = new Rig({ settings: { maxServices: 100 } });
  rig.start();
  const id = await rig.apply("vehicle/lidar", { nodes: ["front"] });
  await rig.untilState(id, "Running");
  const look = rig.node("front").observe(id);
  rig.node("front").setUp(false);
  for (let index = 0; index < 1_000; index++) {
    rig.manager.handleStateDiff({ ...look, resourceId: idOf(`strange/s${index}`), observedGeneration: 1n });
  }
  const { counters } = rig.manager.status();
  equal(counters['statemanager_buffer_entries{buffer="desired_outbox"}'], 100);
  ok((counters['statemanager_buffer_overflows_total{buffer="desired_outbox"}'] ?? 0) >= 900);
});
