import assert from "node:assert/strict";
import fc from "fast-check";
import { DependencyIndex, findCycle, transitiveDependents } from "../../src/state/dependencies.ts";
import type { ServiceDependency } from "../../src/state/model.ts";
import type { ResourceId } from "../../src/state/resource_id.ts";
import { idOf } from "../support/domain.ts";

const ids = Array.from({ length: 8 }, (_, index) => idOf(`v/s${index}`));
const id = fc.constantFrom(...ids);
const edits = fc.array(fc.record({ id, needs: fc.array(id, { maxLength: 4 }) }), {
  maxLength: 40,
  size: "max",
});
const asDependencies = (needs: readonly ResourceId[]): readonly ServiceDependency[] =>
  needs.map((resourceId) => ({ resourceId, condition: "Running" }));

Deno.test("a graph that only takes what makes no cycle never has one, and a refused cycle is a real one", () => {
  fc.assert(fc.property(edits, (drawn) => {
    const graph = new Map<ResourceId, readonly ServiceDependency[]>();
    const has = (
      from: ResourceId,
      to: ResourceId,
      dependencies: readonly ServiceDependency[],
      of: ResourceId,
    ) => (from === of ? dependencies : graph.get(from) ?? []).some(({ resourceId }) => resourceId === to);
    for (const { id: changed, needs } of drawn) {
      const dependencies = asDependencies(needs);
      const cycle = findCycle(changed, dependencies, (other) => graph.get(other));
      if (cycle === undefined) {
        graph.set(changed, dependencies);
        assert.ok(isAcyclic(graph));
        continue;
      }
      assert.equal(cycle[0], changed);
      assert.equal(cycle.at(-1), changed);
      assert.equal(new Set(cycle).size, cycle.length - 1, "no service twice on the way");
      for (const [index, from] of cycle.slice(0, -1).entries()) {
        const to: ResourceId | undefined = cycle[index + 1];
        assert.ok(to !== undefined && has(from, to, dependencies, changed));
      }
    }
  }));
});

/** Takes away services without dependencies until none is left, or none can be taken. */
function isAcyclic(graph: ReadonlyMap<ResourceId, readonly ServiceDependency[]>): boolean {
  const left = new Set(graph.keys());
  for (let isSmaller = true; isSmaller;) {
    isSmaller = false;
    for (const at of left) {
      const isFree = (graph.get(at) ?? []).every(({ resourceId }) => !left.has(resourceId));
      if (isFree) isSmaller = left.delete(at) || isSmaller;
    }
  }
  return left.size === 0;
}

Deno.test("the index always agrees with a search through all services", () => {
  const steps = fc.array(fc.record({ id, needs: fc.option(fc.array(id, { maxLength: 4 })) }), {
    maxLength: 40,
    size: "max",
  });
  fc.assert(fc.property(steps, (drawn) => {
    const index = new DependencyIndex();
    const graph = new Map<ResourceId, readonly ResourceId[]>();
    for (const { id: changed, needs } of drawn) {
      if (needs === null) {
        index.remove(changed);
        graph.delete(changed);
      } else {
        index.set(changed, asDependencies(needs));
        graph.set(changed, needs);
      }
    }
    const direct = (of: ResourceId) =>
      [...graph].filter(([, needs]) => needs.includes(of)).map(([from]) => from);
    for (const of of ids) {
      assert.deepEqual([...index.dependentsOf(of)].sort(), direct(of).sort());
      const reached = new Set<ResourceId>();
      const visit = (at: ResourceId): void => {
        for (const from of direct(at)) {
          if (reached.has(from)) continue;
          reached.add(from);
          visit(from);
        }
      };
      visit(of);
      reached.delete(of);
      assert.deepEqual(transitiveDependents(of, index), [...reached].sort());
    }
    assert.equal(index.size, [...graph.values()].reduce((sum, needs) => sum + new Set(needs).size, 0));
  }));
});
