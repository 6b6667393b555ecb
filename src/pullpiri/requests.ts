/** What follows from requests of the PolicyManager and from reports of Timpani. */
import type { Manager } from "../manager.ts";
import type { Clock } from "../ports/clock.ts";
import type { Desired } from "./desired.ts";
import type { Memory } from "./memory.ts";
import { NO_MOVES, whyNotMoved, withMove, withRefusal } from "./moves.ts";
import type { Nodes } from "./nodes.ts";
import type { FaultReport, OffloadAnswer, OffloadRequest } from "./peer_requests.ts";
import { idOf } from "./specs.ts";
import type { World } from "./world.ts";

export interface RequestDeps {
  readonly clock: Clock;
  readonly manager: Pick<Manager, "record" | "alert">;
  readonly desired: Desired;
  readonly world: World;
  readonly nodes: Nodes;
  readonly memory: Memory;
}

/** Moves a model, or says why it stays. */
export function offload(
  request: OffloadRequest,
  { clock, manager, desired, world, nodes, memory }: RequestDeps,
): Promise<OffloadAnswer> {
  const { packageName, modelName, targetNode } = request;
  const { names } = world;
  const id = idOf(names, packageName, modelName);
  const target = names.nodes.name(targetNode);
  const record = manager.record(id);
  const status = record?.service.status;
  const history = memory.moves.get(id) ?? NO_MOVES;
  const nowMs = clock.wallMs();
  const why = whyNotMoved(
    {
      isKnown: world.model(id) !== undefined && status !== undefined,
      ...{ target, node: status?.node ?? "" },
      isTargetAllowed: record?.service.spec.nodes.includes(target) ?? false,
      isTargetReachable: nodes.of(target)?.isAnswering ?? false,
      isBusy: record?.plan !== undefined || desired.isMoving(id),
      isRunning: status?.state === "Running",
    },
    history,
    nowMs,
  );
  if (why !== undefined) {
    if (status !== undefined) memory.set(memory.moves, id, withRefusal(history, nowMs));
    memory.save();
    return Promise.resolve({ isAccepted: false, message: `Model '${modelName}' stays: ${why}` });
  }
  memory.set(memory.moves, id, withMove(history, nowMs));
  desired.move(id, target, `Policy ${request.policyName}: ${request.reason}`.slice(0, 500));
  memory.save();
  return Promise.resolve({ isAccepted: true, message: `Model '${modelName}' moves to '${targetNode}'` });
}

/** The models that missed a deadline are unresponsive: those of the packages with that schedule, on that node. */
export function noteFault(
  { workloadId, nodeId, taskName, misses, isDeadlineMiss }: FaultReport,
  { manager, world, nodes }: Pick<RequestDeps, "manager" | "world" | "nodes">,
): void {
  const node = nodes.of(world.names.nodes.name(nodeId));
  if (!isDeadlineMiss || node === undefined) return;
  const text = `task ${taskName} missed its deadline${misses > 0 ? `, ${misses} times in all` : ""}`;
  for (const one of world.artifacts.packages.values()) {
    if (one.schedule !== workloadId) continue;
    for (const { id } of world.modelsOf(one.name)) {
      if (manager.record(id)?.service.status.node !== node.node) continue;
      node.note(id, "Unresponsive", text);
      const message = `${id} on ${nodeId}: ${text}`;
      manager.alert({ resourceId: id, severity: "Warning", reason: "ServiceUnstable", message });
    }
  }
}
