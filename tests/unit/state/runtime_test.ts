import { deepEqual, equal } from "node:assert/strict";
import { assigned, observe, putOff, type ServiceRuntime } from "../../../src/state/runtime.ts";
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
  equal(runtime?.observation.strays?.[0]?.node, "node-b");
  const gone = { ...there, sequence: 2n, actual: { replicas: 0, availableReplicas: 0, version: "" } };
  const after = runtime && observe(runtime, gone, "node-a");
  equal(after?.observation.strays, undefined);
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
  equal(moved.observation.strays?.[0]?.node, "node-a");
  equal(assigned(moved, "node-b"), moved, "idempotent");
});

Deno.test("assigned() forgets a node on which nothing runs", () => {
  const empty = diffOf({ node: "node-a", actual: { replicas: 0, availableReplicas: 0, version: "" } });
  const before = observe(freshRuntime(), empty, "node-a") ?? freshRuntime();
  const moved = assigned(before, "node-b");
  equal(moved.observation.diff, undefined);
  equal(moved.observation.strays, undefined);
});

Deno.test("observe() keeps one observation of each node that has a copy, and putOff() lets the others come first", () => {
  const on = (node: string, sequence: bigint, replicas = 1) =>
    diffOf({ node, sequence, actual: { replicas, availableReplicas: replicas, version: "1.0" } });
  const all = [on("node-b", 1n), on("node-c", 1n), on("node-b", 2n), on("node-c", 1n), on("node-d", 5n, 0)];
  const runtime = all.reduce((known, diff) => observe(known, diff, "node-a") ?? known, freshRuntime());
  const nodesOf = ({ observation }: ServiceRuntime) =>
    observation.strays?.map((one) => `${one.node} ${one.sequence}`);
  deepEqual(nodesOf(runtime), ["node-b 2", "node-c 1"]);
  deepEqual(nodesOf(putOff(runtime, "node-b")), ["node-c 1", "node-b 2"]);
  const gone = observe(runtime, on("node-b", 3n, 0), "node-a") ?? runtime;
  deepEqual(nodesOf(gone), ["node-c 1"]);
  const moved = assigned(gone, "node-c");
  equal(moved.observation.diff?.node, "node-c");
  equal(nodesOf(moved), undefined);
});
