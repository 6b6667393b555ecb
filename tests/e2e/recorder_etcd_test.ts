/** The real program records while it shares its state through a real etcd; the replay makes the same decisions. */
import { equal, ok } from "node:assert/strict";
import { join } from "node:path";
import { idOf } from "../support/domain.ts";
import { missingEtcd } from "../support/etcd/available.ts";
import { RealEtcd } from "../support/etcd/real_etcd.ts";
import { eventually } from "../support/eventually.ts";
import { runProgram } from "../support/program.ts";
import { testIf } from "../support/require.ts";
import { Vehicle } from "../support/vehicle/vehicle.ts";
import { PATIENCE } from "../support/instances/instance.ts";
import { crash, KEYS, newInstance, untilShared } from "./etcd_support.ts";

for (const isHa of [false, true]) {
  const how = isHa ? "one of several instances" : "an instance that is alone";
  testIf(
    `a replay of what ${how} recorded while it shared its state makes the same decisions`,
    missingEtcd(),
    async () => {
      await using etcd = await RealEtcd.start();
      await using vehicle = await Vehicle.start({ nodes: ["front", "rear"] });
      const more = { recorder: { enabled: true }, ha: { enabled: isHa } };
      await using instance = newInstance({ vehicle, endpoints: etcd.endpoints, more });
      for (const version of ["1", "2"]) {
        await instance.start();
        // Of what comes while the manager is at work the order is not recorded.
        await eventually("it to lead, and its nodes to be there", async () => {
          const { role, nodes } = await instance.client.status();
          equal(role, "leader");
          return nodes.length === 2 && nodes.every(({ isConnected }) => isConnected);
        }, PATIENCE);
        await etcd.ctl("put", KEYS.spec(idOf("vehicle/lidar")), JSON.stringify({ v: 1, spec: { version } }));
        await instance.apply("vehicle/camera", { version });
        await instance.untilRunning("vehicle/camera", "vehicle/lidar");
        await crash(vehicle, "vehicle/camera");
        await instance.untilRunning("vehicle/camera", "vehicle/lidar");
        await untilShared(etcd, instance);
        equal((await instance.end("SIGTERM")).code, 0);
      }
      const folder = join(instance.stateDir, "recordings");
      const files = [...Deno.readDirSync(folder)].map(({ name }) => join(folder, name)).sort();
      ok(files.length >= 2);
      const replayed = await runProgram(["journal", "replay", ...files]);
      equal(replayed.code, 0, replayed.stdout + replayed.stderr);
      equal(replayed.stdout.match(/: identical: /g)?.length, files.length, replayed.stdout);
    },
  );
}
