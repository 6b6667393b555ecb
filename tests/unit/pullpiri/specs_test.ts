import { deepEqual, equal, ok } from "node:assert/strict";
import { ArtifactReader, readArtifacts } from "../../../src/pullpiri/artifacts.ts";
import { mapArtifacts } from "../../../src/pullpiri/specs.ts";
import { mergedSpec, World } from "../../../src/pullpiri/world.ts";

function map(entries: Readonly<Record<string, string>>) {
  return mapArtifacts(
    readArtifacts(Object.entries(entries).map(([key, value]) => ({ key, value }))),
    new World().names,
  );
}

const POD = "spec: { containers: [{ name: c1, image: a }, { name: c2, image: b }], restartPolicy: null }";

Deno.test("a model of a package is a service on the nodes of the package and of its policy, with the images as version", () => {
  const { models, problems } = map({
    "Package/P 1": "spec: { policy: x, schedule: w, models: [{ name: M, node: ZONE1 }] }",
    "Policy/x": "spec: { placement: { availableNodes: [ZONE2, ZONE1] } }",
    "Pod/M": POD,
  });
  deepEqual(problems, []);
  const [model] = models;
  ok(model !== undefined);
  ok(model.id.startsWith("p-1-") && model.id.endsWith("/m"));
  deepEqual([model.spec.nodes, model.spec.version, model.schedule, model.policyName], [
    ["zone1", "zone2"],
    "a,b",
    "w",
    "x",
  ]);
  equal(model.spec.replicas, 1);
});

Deno.test("annotations of the Model say what upstream cannot; what is not understood is a problem and the default counts", () => {
  const base = { "Package/p": "spec: { models: [{ name: m, node: n }] }", "Pod/m": POD };
  const with_ = (annotations: string) =>
    map({ ...base, "Model/m": `metadata: { annotations: { ${annotations} } }` });
  const good = with_(
    "statemanager/criticality: C, statemanager/depends-on: 'a, q/b', statemanager/recovery: 'Recreate,Notify', " +
      "statemanager/deadline: 30s",
  );
  deepEqual(good.problems, []);
  const spec = good.models[0]?.spec;
  equal(spec?.criticality, "C");
  deepEqual(spec?.dependencies.map(({ resourceId }) => `${resourceId}`), ["p/a", "q/b"]);
  deepEqual(spec?.recovery.Crash?.actions, ["Recreate", "Notify"]);
  equal(spec?.recoveryDeadline.afterMs, 30_000);
  const bad = with_(
    "statemanager/criticality: Z, statemanager/recovery: RollbackVersion, statemanager/deadline: soon",
  );
  equal(bad.problems.length, 3);
  equal(bad.models[0]?.spec.criticality, "QM");
});

Deno.test("what cannot be mapped is a problem with its key and costs nothing but itself", () => {
  const { models, problems } = map({
    "Package/p": "spec: { models: [{ name: m, node: n }, { name: lonely, node: n }, { name: homeless }] }",
    "Pod/m": POD,
    "Pod/homeless": POD,
  });
  equal(models.length, 1);
  deepEqual(problems.map(({ key }) => key), ["Package/p", "Package/p"]);
  const read = readArtifacts([{ key: "Pod/x", value: "spec: { containers: [] }" }, {
    key: "Scenario/s",
    value: "{}",
  }]);
  deepEqual(read.problems.map(({ key }) => key), ["Pod/x", "Scenario/s"]);
});

Deno.test("an artifact is parsed again only when its text changed, and the same artifacts are the same object", async () => {
  const reader = new ArtifactReader();
  const none = () => Promise.resolve();
  const entries = [{ key: "Pod/m", value: POD }, { key: "Policy/x", value: "{}" }];
  const first = await reader.read(entries, none);
  equal(await reader.read([...entries], none), first);
  const changed = await reader.read(
    [{ key: "Pod/m", value: `${POD}\n` }, entries[1] ?? entries[0]].flatMap((one) => one ?? []),
    none,
  );
  ok(changed !== first && changed.policies.get("x") === first.policies.get("x"));
  const fewer = await reader.read(entries.slice(0, 1), none);
  equal(fewer.policies.size, 0);
});

Deno.test("what an operator holds stays on hold, and a move keeps its node in front", () => {
  const { models } = map({
    "Package/p": "spec: { models: [{ name: m, node: a }], policy: x }",
    "Pod/m": POD,
    "Policy/x": "spec: { placement: { availableNodes: [a, b] } }",
  });
  const spec = models[0]?.spec;
  ok(spec !== undefined);
  equal(mergedSpec(spec, { ...spec, state: "Pending" }, undefined).state, "Pending");
  equal(mergedSpec(spec, { ...spec, state: "Terminating" }, undefined).state, "Running");
  deepEqual(mergedSpec(spec, undefined, "b").nodes, ["b", "a"]);
  deepEqual(mergedSpec(spec, undefined, "gone").nodes, ["a", "b"]);
});
