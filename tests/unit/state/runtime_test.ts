import { equal } from "node:assert/strict";
import { assigned, observe, type ServiceRuntime } from "../../../src/state/runtime.ts";
import { diffOf } from "../../support/domain.ts";
import { freshRuntime } from "../../support/steps.ts";

function observed(...sequences: readonly bigint[]): ServiceRuntime {
  return sequences.reduce(
    (runtime, sequence) => observe(runtime, diffOf({ sequence }), "node-a") ?? runtime,
    freshRuntime(),
  );
}

Deno.test("observe() takes no older observation of the same node, and not the same one again", () => {
  const runtime = observed(7n);
  equal(observe(runtime, diffOf({ sequence: 7n }), "node-a"), undefined);
  equal(observe(runtime, diffOf({ sequence: 6n }), "node-a"), undefined);
  equal(observe(runtime, diffOf({ sequence: 8n }), "node-a")?.observation.diff?.sequence, 8n);
  equal(runtime.observation.diff?.sequence, 7n, "the facts before are as they were");
});

Deno.test("observe() keeps a stray while something runs there, and forgets it when nothing does", () => {
  const there = diffOf({ node: "node-b", sequence: 1n });
  const runtime = observe(freshRuntime(), there, "node-a");
  equal(runtime?.observation.stray?.node, "node-b");
  const gone = { ...there, sequence: 2n, actual: { replicas: 0, availableReplicas: 0, version: "" } };
  const after = runtime && observe(runtime, gone, "node-a");
  equal(after?.observation.stray, undefined);
  equal(after && observe(after, { ...gone, sequence: 3n }, "node-a"), undefined);
});

Deno.test("observe() notes once that anything of the service was seen", () => {
  const nothing = diffOf({ sequence: 1n, actual: { replicas: 0, availableReplicas: 0, version: "" } });
  const before: ServiceRuntime = { ...freshRuntime(), observation: { wasSeenUp: false } };
  const unseen = observe(before, nothing, "node-a");
  equal(unseen?.observation.wasSeenUp, false);
  const seen = unseen && observe(unseen, diffOf({ sequence: 2n }), "node-a");
  equal(seen?.observation.wasSeenUp, true);
});

Deno.test("assigned() lets what is known here and there change places, once", () => {
  const here = observe(freshRuntime(), diffOf({ node: "node-a" }), "node-a") ?? freshRuntime();
  const both = observe(here, diffOf({ node: "node-b" }), "node-a") ?? here;
  const moved = assigned(both, "node-b");
  equal(moved.observation.diff?.node, "node-b");
  equal(moved.observation.stray?.node, "node-a");
  equal(assigned(moved, "node-b"), moved, "idempotent");
});

Deno.test("assigned() forgets a node on which nothing runs", () => {
  const empty = diffOf({ node: "node-a", actual: { replicas: 0, availableReplicas: 0, version: "" } });
  const before = observe(freshRuntime(), empty, "node-a") ?? freshRuntime();
  const moved = assigned(before, "node-b");
  equal(moved.observation.diff, undefined);
  equal(moved.observation.stray, undefined);
});
