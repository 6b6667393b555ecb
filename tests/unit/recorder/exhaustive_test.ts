/**
 * Nothing that comes into a manager can be missed: who adds a member to a port or to the manager must say what it is to a recording.
 * Most of this is checked by the compiler: each `@ts-expect-error` is an error by itself where the line below it compiles.
 */
import { deepEqual, equal } from "node:assert/strict";
import { type Manager, StateManager, type StateManagerOptions } from "../../../src/manager.ts";
import type { ActionControllerPort } from "../../../src/ports/action_controller.ts";
import type { Clock } from "../../../src/ports/clock.ts";
import type { ActionGate } from "../../../src/ports/gate.ts";
import type { NodeAgentPort } from "../../../src/ports/node_agent.ts";
import type { IdSource, Random } from "../../../src/ports/random.ts";
import type { StorePort } from "../../../src/ports/store.ts";
import { recordedManager } from "../../../src/recorder/recorded_manager.ts";
import {
  type Every,
  recordedAgent,
  recordedClock,
  recordedController,
  recordedGate,
  recordedIds,
  recordedRandom,
  recordedStore,
} from "../../../src/recorder/recorded_ports.ts";
import { RecordedRig } from "../../support/recorder/recorded_rig.ts";

/** With a member that nobody has heard of; it may be an optional one. */
type Grown<Port> = Port & { added?(): void };
type Decorator<Port> = (...args: never[]) => Every<Port>;

/** Checked when it is compiled. */
const DECORATORS: readonly ((...args: never[]) => object)[] = [
  recordedAgent satisfies Decorator<NodeAgentPort>,
  // @ts-expect-error a member of NodeAgentPort that is not decorated
  recordedAgent satisfies Decorator<Grown<NodeAgentPort>>,
  // @ts-expect-error a member of ActionControllerPort that is not decorated
  recordedController satisfies Decorator<Grown<ActionControllerPort>>,
  // @ts-expect-error a member of ActionGate that is not decorated
  recordedGate satisfies Decorator<Grown<ActionGate>>,
  // @ts-expect-error a member of StorePort that is not decorated
  recordedStore satisfies Decorator<Grown<StorePort>>,
  // @ts-expect-error a member of Clock that is not decorated
  recordedClock satisfies Decorator<Grown<Clock>>,
  // @ts-expect-error a member of Random that is not decorated
  recordedRandom satisfies Decorator<Grown<Random>>,
  // @ts-expect-error a member of IdSource that is not decorated
  recordedIds satisfies Decorator<Grown<IdSource>>,
  // @ts-expect-error a method of the manager of which nobody said what it is
  recordedManager satisfies (...args: never[]) => Every<Grown<Manager>>,
];
function grownParts(parts: Every<StateManagerOptions>): Every<Grown<StateManagerOptions>> {
  // @ts-expect-error a part of the manager that is not decorated
  return parts;
}

Deno.test("the decorators fit the ports as they are, and none that has grown", async () => {
  await using rig = new RecordedRig();
  equal(new Set([...DECORATORS, grownParts]).size, 9);
  equal(typeof rig.manager.initialize, "function");
});

Deno.test("a recorded manager has every public member of the manager but the seam of the recorder", async () => {
  await using rig = new RecordedRig();
  const members = (prototype: object) =>
    Object.getOwnPropertyNames(prototype).filter((name) => name !== "constructor").sort();
  const seam = ["checkpoint", "resume"];
  deepEqual(
    Object.keys(rig.manager).sort(),
    members(StateManager.prototype).filter((name) => !seam.includes(name)),
  );
});
