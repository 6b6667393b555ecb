import assert from "node:assert/strict";
import { stringify } from "yaml";
import { serviceValue } from "../../../src/cli/format/manifest_value.ts";
import { parseManifests } from "../../../src/cli/manifest/manifest.ts";
import { DEFAULT_SPEC } from "../../../src/state/model.ts";
import { testService } from "../../support/cli.ts";

const FULL = `
kind: Service
metadata:
  namespace: vehicle
  name: lidar
  labels: { team: perception }
spec:
  replicas: 2
  version: 1.10
  state: Running
  criticality: B
  config: { rate: 10, debug: true, mode: fast }
  nodes: [front, rear]
  dependencies:
    - { service: vehicle/can }
    - { service: power, condition: Started }
  resources: { cpuMillis: 500, memory: 64MiB }
  timeouts: { initializing: 30s, pending: 1.5s }
  recovery:
    Crash: { maxRetryCount: 3, backoffDelay: 500ms, escalationThreshold: 2, actions: [Restart, Notify] }
  recoveryDeadline: { after: 2m, fallback: KeepDegraded }
---
kind: Service
metadata: { name: can }
spec: {}
`;

Deno.test("parseManifests() reads every field, and the namespace of names that have none", () => {
  const { manifests, problems } = parseManifests(FULL, "default");
  assert.deepEqual(problems, []);
  assert.deepEqual(manifests[0], {
    id: "vehicle/lidar",
    labels: { team: "perception" },
    generation: 0n,
    spec: {
      replicas: 2,
      version: "1.10",
      state: "Running",
      criticality: "B",
      config: { rate: "10", debug: "true", mode: "fast" },
      nodes: ["front", "rear"],
      dependencies: [
        { resourceId: "vehicle/can", condition: "Running" },
        { resourceId: "vehicle/power", condition: "Started" },
      ],
      resources: { cpuMillis: 500, memoryBytes: 67_108_864n },
      timeouts: { initializingMs: 30_000, pendingMs: 1_500 },
      recovery: {
        Crash: {
          maxRetryCount: 3,
          backoffDelayMs: 500,
          escalationThreshold: 2,
          actions: ["Restart", "Notify"],
        },
      },
      recoveryDeadline: { afterMs: 120_000, fallback: "KeepDegraded" },
    },
  });
  assert.deepEqual(manifests[1], { id: "default/can", labels: {}, generation: 0n, spec: DEFAULT_SPEC });
});

Deno.test("what get writes can be applied again and means the same", () => {
  const spec = parseManifests(FULL, "default").manifests[0]?.spec ?? DEFAULT_SPEC;
  const service = testService("vehicle/lidar", { spec, generation: 7n, labels: { a: "b" } });
  const list = { kind: "ServiceList", revision: "9", services: [serviceValue(service)] };
  for (const text of [stringify(serviceValue(service)), JSON.stringify(list)]) {
    const { manifests, problems } = parseManifests(text, "default");
    assert.deepEqual(problems, []);
    assert.deepEqual(manifests, [{ id: "vehicle/lidar", spec, labels: { a: "b" }, generation: 7n }]);
  }
});

const base = (spec: string) => `kind: Service\nmetadata: { name: a }\nspec:\n  ${spec}\n`;

const WRONG: readonly (readonly [text: string, line: number, key: string, problem: RegExp])[] = [
  [base("replicsa: 3"), 4, "spec.replicsa", /unknown key; did you mean replicas\?/],
  [base("frobnicate: 3"), 4, "spec.frobnicate", /unknown key; accepted: replicas/],
  [base("replicas: many"), 4, "spec.replicas", /accepted: 0 to 1,000/],
  [base("replicas: 1001"), 4, "spec.replicas", /too large/],
  [base("replicas:"), 4, "spec.replicas", /accepted: 0 to 1,000/],
  [base("version: [1]"), 4, "spec.version", /a list is not text/],
  [base("state: Failed"), 4, "spec.state", /accepted: Running, Pending, Terminating/],
  [base("criticality: E"), 4, "spec.criticality", /accepted: QM, A, B, C, D/],
  [base("nodes: front"), 4, "spec.nodes", /not a list/],
  [base("nodes: [Front]"), 4, "spec.nodes[0]", /is not a name/],
  [base("config: [a]"), 4, "spec.config", /not a group of keys/],
  [base("dependencies: [{ condition: Running }]"), 4, "spec.dependencies[0]", /service is missing/],
  [base("dependencies: [{ service: A }]"), 4, "spec.dependencies[0].service", /is not a name/],
  [
    base("dependencies: [power]"),
    4,
    "spec.dependencies[0]",
    /not a group of keys; accepted: service, condition/,
  ],
  [base("timeouts: { pending: 5 days }"), 4, "spec.timeouts.pending", /not a duration/],
  [base("timeouts: { pending: 50ms }"), 4, "spec.timeouts.pending", /too small.*100ms to 24h/],
  [base("resources: { memory: lots }"), 4, "spec.resources.memory", /not a size/],
  [base("recovery: { Crsh: {} }"), 4, "spec.recovery.Crsh", /did you mean Crash/],
  [base("recovery: { Crash: {} }"), 4, "spec.recovery.Crash", /needs maxRetryCount/],
  [base("recoveryDeadline: { after: 5ms }"), 4, "spec.recoveryDeadline.after", /too small.*1s to 24h/],
  [base("recoveryDeadline: { fallback: Pray }"), 4, "spec.recoveryDeadline.fallback", /accepted: Isolate/],
  [base("config: *x"), 4, "spec.config", /an alias is not a group of keys/],
  [base("replicas: 1\n  replicas: 2"), 5, "", /not valid YAML/],
  ["kind: Pod\nmetadata: { name: a }\n", 1, "", /accepted: Service/],
  ["metadata: { name: a }\nspec: {}\n", 1, "", /kind is missing/],
  ["kind: Service\nspec: {}\n", 1, "", /metadata is missing/],
  ["kind: Service\nmetadata: {}\nspec: {}\n", 2, "metadata", /name is missing/],
  ["kind: Service\nmetadata: { name: A_ }\nspec: {}\n", 2, "metadata.name", /is not a name/],
  ["kind: Service\nmetadata: { name: a }\n", 1, "", /spec is missing/],
  [
    "kind: Service\nmetadata: { name: a, generation: x }\nspec: {}\n",
    2,
    "metadata.generation",
    /whole number/,
  ],
  ["- a\n", 1, "", /a list is not a group of keys/],
  ["just text\n", 1, "", /is not a group of keys/],
  ["", 1, "", /no document/],
  ["{", 1, "", /not valid YAML/],
];

Deno.test("parseManifests() names the line, the key and what is accepted", () => {
  for (const [text, line, key, problem] of WRONG) {
    const { problems } = parseManifests(text, "default");
    const found = problems[0];
    assert.ok(found !== undefined, text);
    assert.equal(found.key, key, text);
    assert.match(found.problem, problem, text);
    if (key !== "") assert.equal(found.line, line, text);
  }
});

Deno.test("parseManifests() refuses a service that is given twice, and aliases", () => {
  const twice = parseManifests(`${base("{}")}---\n${base("{}")}`, "default");
  assert.match(twice.problems[0]?.problem ?? "", /default\/a is given twice/);
  const alias = parseManifests("kind: Service\nmetadata: { name: &x a }\nspec: { version: *x }\n", "default");
  assert.match(alias.problems[0]?.problem ?? "", /alias/);
});

Deno.test("parseManifests() takes a key of a map as it is written, whatever YAML takes it for", () => {
  const text = `
kind: Service
metadata: { name: lidar, labels: { 1.10: a, 010: b } }
spec:
  config: { 010: "1", 1.10: "2", 0x1F: "3", true: "4", 1e3: "5", "plain": "6" }
`;
  const { manifests, problems } = parseManifests(text, "default");
  assert.deepEqual(problems, []);
  assert.deepEqual(manifests[0]?.spec.config, {
    "010": "1",
    "1.10": "2",
    "0x1F": "3",
    "true": "4",
    "1e3": "5",
    "plain": "6",
  });
  assert.deepEqual(manifests[0]?.labels, { "1.10": "a", "010": "b" });
});

const DOUBTFUL: readonly (readonly [yaml: string, problem: RegExp])[] = [
  ['config: { 010: "1", "010": "2" }', /the key is given twice/],
  ["config: { ~: a }", /the key no value is not text/],
  ["config: { [a]: b }", /the key a list is not text/],
  ["replicas: 010", /010 has a leading zero, which some read as octal/],
  ["resources: { memory: 9007199254740993 }", /9007199254740993 is too large to be read exactly/],
  ["resources: { memory: 9007199254740993B }", /not a size/],
];

for (const [yaml, problem] of DOUBTFUL) {
  Deno.test(`parseManifests() refuses "${yaml}"`, () => {
    const text = `kind: Service\nmetadata: { name: lidar }\nspec:\n  ${yaml}\n`;
    assert.match(parseManifests(text, "default").problems.map((found) => found.problem).join("\n"), problem);
  });
}

Deno.test("parseManifests() refuses a generation that no service can have", () => {
  for (const generation of ["9223372036854775808", "18446744073709551617", "-1"]) {
    const text = `kind: Service\nmetadata: { name: lidar, generation: "${generation}" }\nspec: {}\n`;
    assert.match(parseManifests(text, "default").problems[0]?.problem ?? "", /is not a generation/);
  }
});
