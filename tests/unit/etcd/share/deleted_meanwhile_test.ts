// What others delete while a term begins is a desired change like any other.
import assert from "node:assert/strict";
import { SharedRig } from "../../../support/engine/shared_rig.ts";

for (const what of ["spec", "status"] as const) {
  Deno.test(`a ${what} that is deleted between the comparison with etcd and the watch is not missed`, async () => {
    await using rig = new SharedRig({ settings: { isHa: true } });
    await rig.one.start();
    await rig.untilLed();
    const id = await rig.one.apply("vehicle/lidar");
    await rig.one.untilState(id, "Running");
    await rig.clock.advance(1_000);
    await rig.one.kill();
    let isDeleted = false;
    rig.etcd.onRevision(({ events }) => {
      const isCompared = events.some((event) => event.kind === "put" && event.entry.key === rig.keys.terms);
      if (!isCompared || isDeleted) return;
      isDeleted = true;
      rig.clock.schedule(0, () => void rig.etcd.delete(rig.keys[what](id)));
    });
    await rig.one.start();
    await rig.untilLed();
    await rig.clock.until(() => isDeleted, 5_000, "the deletion");
    await rig.clock.advance(10_000);
    if (what === "spec") assert.equal(rig.one.find(id), undefined, "it was meant to end");
    else assert.ok(rig.etcd.entries(rig.keys.status(id)).length > 0, "it is written again");
  });
}
