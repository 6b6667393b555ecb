import assert from "node:assert/strict";
import {
  DependencyIndex,
  describeCycle,
  findCycle,
  isDependencyFulfilled,
  transitiveDependents,
  unfulfilledDependencies,
} from "../../../src/state/dependencies.ts";
import { SERVICE_STATES, type ServiceDependency, type ServiceState } from "../../../src/state/model.ts";
import type { ResourceId } from "../../../src/state/resource_id.ts";
import { idOf, serviceOf } from "../../support/domain.ts";

const need = (name: string): ServiceDependency => ({ resourceId: idOf(`v/${name}`), condition: "Running" });

function lookupIn(graph: Readonly<Record<string, readonly string[]>>) {
  return (id: ResourceId) => graph[id.slice(2)]?.map(need);
}

function cycle(name: string, needs: readonly string[], graph: Readonly<Record<string, readonly string[]>>) {
  return findCycle(idOf(`v/${name}`), needs.map(need), lookupIn(graph))?.map((id) => id.slice(2));
}

Deno.test("findCycle() finds none in a graph without one, however often paths meet", () => {
  assert.equal(cycle("a", ["b", "c"], { b: ["d"], c: ["d"], d: ["e"] }), undefined);
  assert.equal(cycle("a", [], { b: ["a"] }), undefined);
  assert.equal(cycle("a", ["missing"], {}), undefined);
});

Deno.test("findCycle() names the way from the service back to itself", () => {
  assert.deepEqual(cycle("a", ["a"], {}), ["a", "a"]);
  assert.deepEqual(cycle("a", ["b"], { b: ["a"] }), ["a", "b", "a"]);
  assert.deepEqual(cycle("a", ["b"], { b: ["c"], c: ["d"], d: ["a"] }), ["a", "b", "c", "d", "a"]);
});

Deno.test("findCycle() names a shortest way", () => {
  assert.deepEqual(cycle("a", ["b", "e"], { b: ["c"], c: ["a"], e: ["a"] }), ["a", "e", "a"]);
});

Deno.test("findCycle() judges by the new dependencies, not by those that are replaced", () => {
  assert.equal(cycle("a", ["c"], { a: ["b"], b: ["a"], c: [] }), undefined);
});

Deno.test("findCycle() ends where the others have a cycle of their own", () => {
  assert.equal(cycle("a", ["b"], { b: ["c"], c: ["b"] }), undefined);
});

Deno.test("findCycle() follows a chain of 10,000 services", () => {
  const graph: Record<string, readonly string[]> = {};
  for (let at = 0; at < 10_000; at++) graph[`s${at}`] = [`s${at + 1}`];
  assert.equal(cycle("top", ["s0"], graph), undefined);
  assert.equal(cycle("s10000", ["s0"], graph)?.length, 10_002);
});

Deno.test("describeCycle() is the sentence for the error", () => {
  assert.equal(describeCycle([idOf("v/a"), idOf("v/b"), idOf("v/a")]), "v/a -> v/b -> v/a");
});

Deno.test("isDependencyFulfilled() answers for every condition and every phase", () => {
  const phases = (condition: ServiceDependency["condition"], replicas: number) =>
    SERVICE_STATES.filter((state) =>
      isDependencyFulfilled({ condition }, serviceOf({ status: { state, replicas } }))
    );
  assert.deepEqual(phases("Running", 1), ["Running"]);
  assert.deepEqual(phases("Started", 1), ["Initializing", "Running", "Degraded"]);
  assert.deepEqual(phases("Completed", 1), []);
  assert.deepEqual(phases("Completed", 0), ["Terminating"]);
});

Deno.test("a target that does not exist fulfils only Completed", () => {
  assert.equal(isDependencyFulfilled({ condition: "Running" }, undefined), false);
  assert.equal(isDependencyFulfilled({ condition: "Started" }, undefined), false);
  assert.equal(isDependencyFulfilled({ condition: "Completed" }, undefined), true);
});

Deno.test("unfulfilledDependencies() names what is waited for, in the order of the spec", () => {
  const services = new Map<ResourceId, ServiceState>([
    [idOf("v/b"), serviceOf({ id: "v/b", status: { state: "Running" } })],
    [idOf("v/c"), serviceOf({ id: "v/c", status: { state: "Failed" } })],
  ]);
  const service = serviceOf({ spec: { dependencies: [need("d"), need("b"), need("c")] } });
  const waits = unfulfilledDependencies(service, (id) => services.get(id));
  assert.deepEqual(waits.map(({ resourceId }) => resourceId), ["v/d", "v/c"]);
});

Deno.test("DependencyIndex follows changes, and leaves nothing behind", () => {
  const index = new DependencyIndex();
  index.set(idOf("v/a"), [need("b"), need("c"), need("b")]);
  index.set(idOf("v/d"), [need("b")]);
  assert.deepEqual([...index.dependentsOf(idOf("v/b"))], ["v/a", "v/d"]);
  assert.deepEqual([...index.dependenciesOf(idOf("v/a"))], ["v/b", "v/c"]);
  assert.deepEqual([...index.dependenciesOf(idOf("v/b"))], []);
  assert.equal(index.size, 3);
  index.set(idOf("v/a"), [need("c")]);
  assert.deepEqual([...index.dependentsOf(idOf("v/b"))], ["v/d"]);
  index.remove(idOf("v/a"));
  index.remove(idOf("v/d"));
  index.remove(idOf("v/never"));
  index.set(idOf("v/e"), []);
  assert.deepEqual([...index.dependentsOf(idOf("v/b"))], []);
  assert.equal(index.size, 0);
});

Deno.test("transitiveDependents() names all above a service once, in order, without itself", () => {
  const index = new DependencyIndex();
  index.set(idOf("v/d"), [need("b"), need("c")]);
  index.set(idOf("v/c"), [need("a")]);
  index.set(idOf("v/b"), [need("a")]);
  index.set(idOf("v/e"), [need("d")]);
  assert.deepEqual(transitiveDependents(idOf("v/a"), index), ["v/b", "v/c", "v/d", "v/e"]);
  assert.deepEqual(transitiveDependents(idOf("v/e"), index), []);
  index.set(idOf("v/a"), [need("e")]);
  assert.deepEqual(
    transitiveDependents(idOf("v/a"), index),
    ["v/b", "v/c", "v/d", "v/e"],
    "also where there is a cycle",
  );
});
