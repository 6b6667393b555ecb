// What was adopted from etcd is told with a gap where its events do not tell all of it.
import { deepEqual } from "node:assert/strict";
import { adoptedStep } from "../../../../src/etcd/share/adopted.ts";
import { Ledger } from "../../../../src/manager/core/ledger.ts";
import { Published } from "../../../../src/manager/serve/published.ts";
import { recordDraft } from "../../../../src/reconciliation/apply/transition.ts";
import type { ServiceRecord } from "../../../../src/state/record.ts";
import type { ResourceId } from "../../../../src/state/resource_id.ts";
import { eventOf } from "../../../support/domain.ts";
import { MemoryStore } from "../../../support/engine/memory_store.ts";
import { VirtualClock } from "../../../support/engine/virtual_clock.ts";
import { MemoryLog } from "../../../support/memory_log.ts";
import { LIDAR, RADAR, recordOf } from "../../etcd/share/parts.ts";

function world() {
  const ledger = new Ledger({ store: new MemoryStore(), clock: new VirtualClock(), log: new MemoryLog() });
  ledger.load();
  const published = new Published(ledger, true);
  published.begin();
  const told: (readonly [revisions: readonly bigint[], isGap: boolean])[] = [];
  published.onCommitted(({ events, gap }) =>
    told.push([events.map(({ revision }) => revision), gap !== undefined])
  );
  const adopt = (
    records: readonly ServiceRecord[],
    revisions: readonly bigint[],
    removed: readonly ResourceId[] = [],
  ) => {
    const id = records[0]?.service.metadata.id ?? LIDAR;
    const events = revisions.map((revision) => eventOf({ resourceId: id, revision }));
    ledger.adopt(adoptedStep({ records, removed, events }));
  };
  return { ledger, published, told, adopt };
}

Deno.test("a step that tells what it changes has no gap, and neither has one that changes nothing", () => {
  const { told, adopt } = world();
  adopt([recordOf({ revision: 1n })], [1n]);
  adopt([recordOf({ revision: 1n })], []);
  adopt([recordOf({ revision: 3n })], [2n, 3n]);
  adopt([], [4n], [LIDAR]);
  deepEqual(told, [[[1n], false], [[], false], [[2n, 3n], false], [[4n], false]]);
});

Deno.test("a change, and an end, without an event of it is told as a gap", () => {
  const { told, adopt } = world();
  adopt([recordOf({ revision: 1n })], [1n]);
  adopt([recordOf({ revision: 2n })], []);
  adopt([recordOf({ revision: 2n, spec: { version: "other" } })], []);
  adopt([], [], [LIDAR]);
  adopt([], [], [RADAR]);
  deepEqual(told, [[[1n], false], [[], true], [[], true], [[], true], [[], false]]);
});

Deno.test("what was recorded in a lost lead, and not told, is not passed over by the step that comes next", () => {
  const { ledger, published, told, adopt } = world();
  adopt([recordOf({ revision: 1n })], [1n]);
  published.beginLead();
  ledger.commit({
    id: LIDAR,
    record: recordOf(),
    events: [recordDraft("StatusObserved", "Etcd", { metadata: {} })],
  });
  published.discard();
  adopt([recordOf({ id: RADAR, revision: 3n })], [3n]);
  adopt([recordOf({ id: RADAR, revision: 4n })], [4n]);
  deepEqual(told, [[[1n], false], [[3n], true], [[4n], false]]);
});
