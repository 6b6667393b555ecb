// What an instance knows to have ended stays ended, whatever etcd is restored to, unless somebody wants it anew.
import assert from "node:assert/strict";
import { SharedRig } from "../../../support/engine/shared_rig.ts";

for (const survivor of ["the leader", "a standby"] as const) {
  for (const breaksWatches of [true, false]) {
    const how = breaksWatches ? "with broken watches" : "under open watches";
    Deno.test(`a deleted service does not come back when etcd is restored ${how}, and ${survivor} leads next`, async () => {
      await using rig = new SharedRig({ instances: ["one", "two", "three"] });
      for (const { name } of rig.instances) await rig.instance(name).start();
      const leader = await rig.untilLed();
      const id = await leader.apply("vehicle/lidar");
      const other = await leader.apply("vehicle/radar");
      for (const one of [id, other]) await leader.untilState(one, "Running");
      await rig.clock.advance(2_000);
      const snapshot = rig.etcd.snapshot();
      void leader.manager.updateState({ resourceId: id, labels: {}, expectedGeneration: 0n, reason: "test" });
      await rig.clock.until(() => leader.find(id) === undefined, 20_000, "the service to end");
      await rig.clock.advance(3_000);
      rig.etcd.restore(snapshot);
      if (breaksWatches) rig.etcd.breakWatches();
      if (survivor === "a standby") {
        await rig.clock.advance(200);
        await leader.kill();
      }
      await rig.clock.advance(60_000);
      for (const instance of rig.instances) {
        if (survivor === "a standby" && instance === leader) continue;
        assert.equal(instance.find(id), undefined, `${instance.name} knows that it ended`);
        assert.notEqual(instance.find(other), undefined);
      }
      assert.deepEqual(rig.etcd.entries(rig.keys.status(id)), []);
      assert.deepEqual([...rig.nodes.values()].map((node) => node.count(id)), [0, 0]);
    });
  }
}
