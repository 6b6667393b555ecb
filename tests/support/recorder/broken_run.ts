/** A seeded run of a recorded manager in which everything goes wrong; nothing is asserted here. */
import type { SpecChange } from "../../../src/manager/serve/api.ts";
import type { ResourceId } from "../../../src/state/resource_id.ts";
import { seededRandom } from "../engine/rig.ts";
import { RecordedRig } from "./recorded_rig.ts";

const NODES = ["front", "rear"] as const;
const SERVICES = 5;
const STEPS = 40;

/** The same seed and size of segments give the same run. The rig has ended; what it recorded is there. */
export async function brokenRun(seed: number, segmentLines = Infinity): Promise<RecordedRig> {
  const random = seededRandom(seed * 104_729 + 7);
  const below = (limit: number) => Math.floor(random.next() * limit);
  await using rig = new RecordedRig({
    ...{ seed, segmentLines },
    settings: { healthyAfterMs: 10_000, resyncMs: 3_000 },
  });
  rig.start();
  const ids: ResourceId[] = [];
  for (let index = 0; index < SERVICES; index++) {
    const on = ids[below(index + 1)];
    const dependencies = on === undefined ? [] : [{ resourceId: on, condition: "Running" } as const];
    ids.push(await rig.apply(`sim/s${index}`, { replicas: 1 + below(2), dependencies }));
  }
  for (let step = 0; step < STEPS; step++) {
    await rig.clock.settle();
    const id = ids[below(SERVICES)];
    if (id !== undefined) await fault(rig, id, { below, version: step });
    await rig.clock.advance(below(1_500));
  }
  rig.store.failure = undefined;
  return rig;
}

interface Chance {
  readonly below: (limit: number) => number;
  readonly version: number;
}

async function fault(rig: RecordedRig, id: ResourceId, { below, version }: Chance): Promise<void> {
  const { controller, manager, store, clock } = rig;
  const node = rig.node(NODES[below(2)] ?? "front");
  const home = rig.nodes.get(rig.find(id)?.status.node ?? "");
  const hurt = (how: "crashed" | "frozen") => {
    if (home !== undefined && home.count(id) > 0) home.hurt(id, how);
  };
  // What cannot be done now is refused, and a refusal is recorded as well.
  const tried = async (work: Promise<unknown>) => void await work.catch(() => {});
  const change = (spec: Partial<NonNullable<SpecChange["spec"]>>) =>
    tried(rig.apply(id, { ...rig.find(id)?.spec, ...spec }));
  const kinds: readonly (() => void | Promise<void>)[] = [
    () => hurt("crashed"),
    () => hurt("frozen"),
    () => node.stop(id),
    () => node.setUp(!node.isUp),
    () => node.setUp(true),
    () => node.reconnect(),
    () => node.restartAgent(),
    () => void (node.deafFor = 2),
    () => void (controller.isAway = !controller.isAway),
    () => void (controller.faults.loseAnswers = 1 - controller.faults.loseAnswers),
    () => void (controller.latencyMs = below(500)),
    () => void (store.failure = store.failure === undefined ? new Error("no space") : undefined),
    () => clock.jumpWall((below(1_000) - 500) * 1e6),
    () => void (clock.isSynchronised = !clock.isSynchronised),
    () => rig.crashAndRestart(),
    () => change({ version: `v${version}` }),
    () => change({ version: `v${version}-crash` }),
    () => change({ config: { mode: "invalid" } }),
    () => change({ replicas: below(4) }),
    () => change({ state: "Pending" }),
    () => change({ replicas: 1, state: "Running", config: {}, version: `v${version}` }),
    () => manager.handleStateDiff({ ...node.observe(id), sequence: 0n }),
    () => tried(manager.triggerRecovery(id, { kind: "recover", action: "Recreate", reason: "test" })),
    () => tried(manager.triggerRecovery(id, { kind: "isolate", reason: "test", ttlMs: 700 })),
    () => tried(manager.triggerRecovery(id, { kind: "release", reason: "test" })),
    () => void manager.planReconciliation({ kind: "service", resourceId: id }),
    () => void manager.status(),
    () => manager.alert({ severity: "Info", reason: "EtcdUnavailable", message: "test" }),
    () => manager.beginTerm(manager.term() + 1n),
    () => manager.refuseDesired(id, "test"),
    () => manager.setLeadership({ role: "leader", isStale: false, leader: "test" }),
    () => {
      const found = manager.record(id)?.service;
      if (found === undefined) return;
      const labels = { changed: `${version}` };
      const wish = { resourceId: id, spec: found.spec, labels, expectedGeneration: 0n, reason: "test" };
      manager.acceptDesired(wish);
    },
    () => {
      const record = manager.record(id);
      const place = { revision: manager.revision(), term: manager.term(), removed: [], events: [] };
      if (record !== undefined) manager.adopt({ ...place, records: [record] });
    },
    () => {
      const record = manager.record(id);
      if (record !== undefined) manager.takeOver(record, "test");
    },
    () => {
      manager.unregisterNode(node.node);
      manager.registerNode(node);
    },
    () => void manager.executeReconciliation(node.observe(id)).catch(() => {}),
    async () => {
      const standing = manager.standBy();
      await clock.advance(2_000);
      await standing;
      manager.startReconciliation();
    },
  ];
  await kinds[below(kinds.length)]?.();
}
