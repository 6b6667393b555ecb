/** What clients ask for. */
import { CRITICALITIES } from "../../../src/state/model.ts";
import type { ResourceId } from "../../../src/state/resource_id.ts";
import type { RecoveryRequest } from "../../../src/state/issue.ts";
import type { LATER_OPERATION_KINDS, OPERATION_KINDS, SimEvent } from "./model.ts";
import { NODE_NAMES, type World } from "./world.ts";

export type OperationKind = typeof OPERATION_KINDS[number] | typeof LATER_OPERATION_KINDS[number];

export function operate(world: World, kind: OperationKind, event: SimEvent): void {
  if (kind === "create") return create(world, event);
  const id = world.id(event.service);
  if (id === undefined) return;
  const { value } = event;
  switch (kind) {
    case "new-version":
      return world.change(id, { version: `v${++world.version}`, config: {} });
    case "bad-version":
      return world.change(id, { version: `v${++world.version}-crash` });
    case "bad-config":
      return world.change(id, { config: { mode: "invalid" } });
    case "scale":
      return world.change(id, { replicas: Math.floor(value * 4) });
    case "hold":
      return world.change(id, { state: "Pending" });
    case "run-again":
      return world.change(id, { state: "Running" });
    case "delete":
      return end(world, id, value);
    case "change-nodes":
      return world.change(id, { nodes: nodesFrom(event) });
    case "depend":
      return depend(world, id, event);
    case "operator-recover":
      return trigger(world, id, {
        kind: "recover",
        action: value < 0.5 ? "Restart" : "Recreate",
        reason: "asked",
      });
    case "operator-isolate":
      return trigger(world, id, {
        kind: "isolate",
        reason: "asked",
        ...(value < 0.7 ? { ttlMs: 1_000 + value * 20_000 } : {}),
      });
    case "operator-release":
      return trigger(world, id, { kind: "release", reason: "asked" });
  }
}

function create(world: World, { value, service, node }: SimEvent): void {
  const before = world.ids.length;
  const dependency = value < 0.4 ? world.id(service) : undefined;
  const id = world.newId();
  world.change(id, {
    version: "v1",
    state: "Running",
    replicas: 1 + Math.floor(value * 2),
    criticality: CRITICALITIES[before % CRITICALITIES.length] ?? "QM",
    nodes: value > 0.7 ? [NODE_NAMES[node % NODE_NAMES.length] ?? NODE_NAMES[0]] : [],
    dependencies: dependency === undefined ? [] : [{ resourceId: dependency, condition: "Running" }],
  });
}

/** One or two nodes, the first one preferred. */
function nodesFrom({ node, value }: SimEvent): readonly string[] {
  const from = node % NODE_NAMES.length;
  return [...NODE_NAMES.slice(from), ...NODE_NAMES.slice(0, from)].slice(0, value < 0.4 ? 1 : 2);
}

/** Alone or, half of the time, with all that depends on it. */
function end(world: World, id: ResourceId, value: number): void {
  const dependents = world.ids.filter((other) =>
    world.service(other)?.spec.dependencies.some(({ resourceId }) => resourceId === id)
  );
  for (const other of value < 0.5 ? [] : dependents) world.delete(other);
  world.delete(id);
}

/** On one that is older: never a cycle by itself, but one that is refused is no harm. */
function depend(world: World, id: ResourceId, { instance, value }: SimEvent): void {
  const resourceId = world.id(instance);
  if (resourceId === undefined || resourceId === id) return;
  world.change(id, {
    dependencies: value < 0.3 ? [] : [{ resourceId, condition: value < 0.8 ? "Running" : "Started" }],
  });
}

function trigger({ leader: run }: World, id: ResourceId, request: RecoveryRequest): void {
  if (run === undefined || run.life.isPaused) return;
  void run.manager.triggerRecovery(id, request).catch(() => {
    // Refused: it says so to the operator.
  });
}
