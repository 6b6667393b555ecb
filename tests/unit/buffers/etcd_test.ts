/** The buffers between the manager and etcd. */
import { Backlog } from "../../../src/etcd/share/backlog.ts";
import { EndedRings } from "../../../src/etcd/share/ended_rings.ts";
import { KnownReplicas } from "../../../src/etcd/share/known_replicas.ts";
import { ReplicationBarrier } from "../../../src/etcd/lead/replication_barrier.ts";
import { NO_REPLICA } from "../../../src/etcd/share/replica.ts";
import type { ResourceId } from "../../../src/state/resource_id.ts";
import { fills, levelOf } from "../../support/buffers/fills.ts";
import { eventOf, idOf } from "../../support/domain.ts";
import { SharedRig } from "../../support/engine/shared_rig.ts";
import { VirtualClock } from "../../support/engine/virtual_clock.ts";
import { ModelEtcd } from "../../support/etcd/model.ts";
import { MemoryLog } from "../../support/memory_log.ts";
import { KEYS } from "../etcd/share/parts.ts";

const name = (index: number): ResourceId => idOf(`vehicle/s${index}`);

fills("etcd_backlog", () => {
  const [capacityEvents, capacityServices] = [4, 4];
  const backlog = new Backlog({ capacityEvents, capacityServices, revision: 0n });
  const put = (index: number) =>
    backlog.add([eventOf({ resourceId: name(index % capacityServices), revision: BigInt(index + 1) })]);
  return {
    owner: { buffers: () => [backlog.level("etcd_backlog")] },
    ...{ put, fits: capacityEvents, fullAt: capacityEvents },
  };
});

fills("ended_ring_positions", () => {
  const owner = new KnownReplicas(() => true);
  return { owner, put: (index) => owner.written(name(index), NO_REPLICA) };
});

fills("ended_rings", () => {
  const clock = new VirtualClock();
  const kv = new ModelEtcd({ clock, callTimeoutMs: 500 }).client();
  const owner = new EndedRings({
    kv,
    keys: KEYS,
    clock,
    log: new MemoryLog(),
    limit: 3,
    exists: () => false,
    revision: () => 0n,
  });
  return { owner, put: (index) => owner.note(name(index)) };
});

fills("replication_barrier", () => {
  const owner = new ReplicationBarrier(() => {});
  const { signal } = new AbortController();
  return { owner, put: () => void owner.wait(1n, { cursor: 0n, signal }), end: () => owner.rejectAll() };
});

fills("desired_changes", async () => {
  const rig = new SharedRig();
  await rig.one.start();
  await rig.clock.advance(1_000);
  // A transaction whose answer does not come: what others write meanwhile waits, and so does what it wrote itself.
  rig.etcd.loseAnswers(1);
  await rig.one.apply("vehicle/own");
  await rig.clock.advance(50);
  const { capacity, used } = levelOf(rig.one.shared, "desired_changes");
  const fits = capacity - used;
  const put = async (index: number) => {
    rig.etcd.put(rig.keys.spec(name(index)), "{}");
    if (index >= fits - 1) await rig.clock.advance(5);
  };
  return { owner: rig.one.shared, put, fits, end: () => rig[Symbol.asyncDispose]() };
});
