import { Nodes } from "../../../src/pullpiri/nodes.ts";
import { Publisher } from "../../../src/pullpiri/publisher.ts";
import { World } from "../../../src/pullpiri/world.ts";
import { fills } from "../../support/buffers/fills.ts";
import { VirtualClock } from "../../support/engine/virtual_clock.ts";
import { PullpiriRig } from "../../support/pullpiri/rig.ts";
import { SimStore } from "../../support/pullpiri/sim_store.ts";
import { SILENT } from "../../support/silent_log.ts";

fills("pullpiri_nodes", () => {
  const owner = new Nodes({
    ...{ clock: new VirtualClock(), log: SILENT, world: new World(), agentPort: 1, maxNodes: 64 },
    ...{ heartbeatMs: 1_000, digestBefore: () => undefined, onSeen: () => {} },
    connectAgent: () => ({
      heartbeat: () => Promise.resolve(false),
      [Symbol.asyncDispose]: () => Promise.resolve(),
    }),
  });
  return { owner, put: (index) => owner.takePush(`host${index}`, []) };
});

fills("pullpiri_keys", () => {
  const clock = new VirtualClock();
  const owner = new Publisher({ clock, log: SILENT, store: new SimStore(clock), maxKeys: 42_288 });
  return { owner, put: (index) => owner.want(`/model/m${index}/state`, "Running") };
});

fills("pullpiri_scenarios", () => {
  const rig = new PullpiriRig();
  rig.start();
  const { pullpiri } = rig;
  const put = (index: number) =>
    pullpiri.stateChange({
      ...{ resourceType: "RESOURCE_TYPE_SCENARIO", resourceName: `s${index}`, transitionId: "t" },
      ...{ currentState: "waiting", targetState: "satisfied", timestampNs: "1", source: "test" },
    });
  return { owner: pullpiri, put, end: () => rig[Symbol.asyncDispose]() };
});
