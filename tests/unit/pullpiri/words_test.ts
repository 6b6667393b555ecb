import { deepEqual, equal } from "node:assert/strict";
import {
  type ContainerInfo,
  type ContainerPhase,
  containerPhase,
  MODEL_STATES,
  modelOf,
  type ModelState,
  modelState,
  modelWrite,
  packageState,
  parseModelState,
  parsePackageState,
} from "../../../src/pullpiri/words.ts";

const PHASES: readonly ContainerPhase[] = [
  "running",
  "paused",
  "exited",
  "crashed",
  "dead",
  "in-transition",
  "unknown",
];

Deno.test("containerPhase() reads the status, and the flags only where there is none", () => {
  const cases: readonly (readonly [ContainerPhase, Record<string, string>])[] = [
    ["running", { Status: "Running" }],
    ["paused", { Status: "paused" }],
    ["exited", { Status: "exited", ExitCode: "0" }],
    ["exited", { Status: "exited" }],
    ["crashed", { Status: "exited", ExitCode: "137" }],
    ["dead", { Status: "dead" }],
    ["in-transition", { Status: "stopping" }],
    ["in-transition", { Status: "created", ExitCode: "1" }],
    ["in-transition", { Status: "bad state" }],
    ["unknown", { Status: " exited" }],
    ["unknown", { Status: "", Running: "true" }],
    ["running", { Running: "true", Dead: "true" }],
    ["dead", { Running: "false", Dead: "true" }],
    ["unknown", {}],
  ];
  for (const [phase, state] of cases) equal(containerPhase(state), phase, JSON.stringify(state));
  equal(containerPhase({ Status: "exited", ExitCode: "0" }, "Always"), "crashed");
});

Deno.test("modelState() of every two phases: a crash beats all, and those on their way alone say nothing", () => {
  equal(modelState([]), undefined);
  for (const one of PHASES) {
    for (const other of PHASES) {
      const both = [one, other];
      const is = (phase: ContainerPhase) => both.every((found) => found === phase);
      const expected = is("in-transition")
        ? undefined
        : both.includes("dead") || both.includes("crashed")
        ? "Dead"
        : is("paused")
        ? "Paused"
        : is("exited")
        ? "Exited"
        : "Running";
      equal(modelState(both), expected, both.join(" and "));
    }
  }
});

Deno.test("packageState() of every three models follows from how many are dead, paused or exited", () => {
  equal(packageState([]), "IDLE");
  for (const a of MODEL_STATES) {
    for (const b of MODEL_STATES) {
      for (const c of MODEL_STATES) {
        const models: readonly ModelState[] = [a, b, c];
        const count = (state: ModelState) => models.filter((model) => model === state).length;
        const expected = count("Dead") === 3
          ? "ERROR"
          : count("Dead") > 0
          ? "DEGRADED"
          : count("Paused") === 3
          ? "PAUSED"
          : count("Exited") === 3
          ? "EXITED"
          : "RUNNING";
        equal(packageState(models), expected, models.join());
      }
    }
  }
});

Deno.test("stored words are read in any case, and are written only when they change", () => {
  deepEqual(["dead", "DEAD ", undefined, "odd"].map(parseModelState), ["Dead", "Dead", "Created", "Running"]);
  deepEqual(["degraded", "package_state_ERROR", "", undefined].map(parsePackageState), [
    "DEGRADED",
    "ERROR",
    undefined,
    undefined,
  ]);
  equal(modelWrite("m", { known: "Dead", seen: "Dead" }), undefined);
  equal(modelWrite("m", { known: undefined, seen: "Created" }), undefined);
  equal(modelWrite("m", { known: "Dead", seen: undefined }), undefined);
  deepEqual(modelWrite("m", { known: undefined, seen: "Dead" }), { key: "/model/m/state", value: "Dead" });
});

Deno.test("modelOf() takes the labels of the ActionController first, and the longest pod last", () => {
  const container: ContainerInfo = { id: "1", names: [], image: "", state: {}, config: {}, annotation: {} };
  const pods = new Set(["a", "a_b"]);
  const labels = {
    "io.pullpiri.annotations.model": "1",
    "io.piccolo.annotations.model": "2",
    "model": "3",
    "pullpiri.model": "4",
  };
  const left = new Map(Object.entries(labels));
  for (const [label, model] of Object.entries(labels)) {
    equal(
      modelOf({ ...container, annotation: Object.fromEntries(left), config: { model: "5" } }, pods),
      model,
    );
    left.delete(label);
  }
  equal(modelOf({ ...container, config: { model: "5" }, names: ["model-6"] }, pods), "5");
  equal(modelOf({ ...container, names: ["model-6"] }, pods), "6");
  equal(modelOf({ ...container, names: ["model-a_c1"] }, pods), "a");
  equal(modelOf({ ...container, names: ["a_b_c1"] }, pods), "a_b");
  equal(modelOf({ ...container, names: ["a_x"] }, pods), "a");
  equal(modelOf({ ...container, names: ["my-model-a", "ab_c"] }, pods), undefined);
});
