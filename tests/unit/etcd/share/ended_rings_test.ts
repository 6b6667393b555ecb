import { equal } from "node:assert/strict";
import { readForgotten, writeEvent } from "../../../../src/etcd/share/documents.ts";
import { EndedRings, SURPLUS } from "../../../../src/etcd/share/ended_rings.ts";
import type { LeaderTerm } from "../../../../src/etcd/lead/leader_election.ts";
import { ModelEtcd } from "../../../support/etcd/model.ts";
import { eventOf, idOf } from "../../../support/domain.ts";
import { VirtualClock } from "../../../support/engine/virtual_clock.ts";
import { MemoryLog } from "../../../support/memory_log.ts";
import { guardOf, KEYS } from "./parts.ts";

const LIMIT = 3;

function world() {
  const clock = new VirtualClock();
  const etcd = new ModelEtcd({ clock, callTimeoutMs: 500 });
  etcd.delayMs = 1;
  const rings = new EndedRings({
    ...{ kv: etcd.client(), keys: KEYS, clock, log: new MemoryLog() },
    limit: LIMIT,
    exists: () => false,
    revision: () => 7n,
  });
  const revision = etcd.put(KEYS.leader, "one");
  const term: LeaderTerm = { term: 1n, previousTerm: 0n, guard: guardOf(revision), revision };
  const put = (count: number) => {
    for (let index = 0; index < count; index++) {
      const resourceId = idOf(`vehicle/s${index}`);
      for (const slot of [0, 1]) etcd.put(KEYS.event(resourceId, slot), writeEvent(eventOf({ resourceId })));
    }
  };
  const left = () => new Set(etcd.entries(KEYS.allEvents).map(({ key }) => key.replace(/\/\d+$/, ""))).size;
  return { clock, etcd, rings, term, put, left };
}

Deno.test("rings of ended services beyond the limit are deleted", async () => {
  const { clock, etcd, rings, term, put, left } = world();
  put(LIMIT + 5);
  rings.begin(term);
  await clock.until(() => left() === LIMIT, 10_000);
  const [level] = rings.buffers();
  equal(level?.used, LIMIT);
  equal(level?.overflows, 0);
  equal(
    readForgotten(etcd.entries(KEYS.forgotten)[0]?.value ?? "").revision,
    7n,
    "an instance that was away knows",
  );
  rings.end();
});

Deno.test("the number of remembered ended services is bounded while etcd deletes nothing", () => {
  const { rings } = world();
  for (let index = 0; index <= LIMIT + SURPLUS; index++) rings.note(idOf(`vehicle/s${index}`));
  const [level] = rings.buffers();
  equal(level?.capacity, LIMIT + SURPLUS);
  equal(level?.used, LIMIT + SURPLUS);
  equal(level?.overflows, 1);
});

Deno.test("rings that did not fit into memory are found by another scan and deleted as well", async () => {
  const { clock, rings, term, put, left } = world();
  put(LIMIT + SURPLUS + 50);
  rings.begin(term);
  await clock.until(() => left() === LIMIT, 60_000);
  equal(rings.buffers()[0]?.overflows, 50);
  rings.end();
});
