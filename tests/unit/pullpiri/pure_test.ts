import { deepEqual, equal, ok } from "node:assert/strict";
import { type HealingFacts, whyNotHealed } from "../../../src/pullpiri/agent_healing.ts";
import { checkAddresses, hostAddress, resolveAddresses } from "../../../src/pullpiri/addresses.ts";
import { labelled } from "../../../src/pullpiri/direct.ts";
import {
  FLAP_WINDOW_MS,
  isFlapping,
  NO_MOVES,
  whyNotMoved,
  withMove,
  withRefusal,
} from "../../../src/pullpiri/moves.ts";
import { Names } from "../../../src/pullpiri/names.ts";
import {
  isNameTaken,
  NOWHERE,
  type OffloadOutcome,
  resultOf,
  routeOf,
} from "../../../src/pullpiri/offload.ts";
import { digestOf, keyProblem, trimmed } from "../../../src/pullpiri/text.ts";
import { adopted, withdrawn } from "../../../src/pullpiri/wishes.ts";
import { readArtifacts } from "../../../src/pullpiri/artifacts.ts";
import { agentNodes } from "../../../src/pullpiri/nodes.ts";
import { ACTION_KINDS, type ActionStep } from "../../../src/state/plan.ts";
import { NAME_PATTERN } from "../../../src/state/resource_id.ts";

const NEVER_HEALED: HealingFacts = {
  ...{ restarts: 0, sinceRestartMs: undefined, isFirstContainer: true, hasForgotten: false },
  ...{ policy: "OnFailure", exitCode: 137 },
};

Deno.test("whyNotHealed() follows the agent: at once, after 20, 40, 80 and 160 s, and never once it gave up", () => {
  equal(whyNotHealed(NEVER_HEALED), undefined);
  for (const [restarts, backoffS] of [[1, 20], [2, 40], [3, 80], [4, 160], [9, 160]] as const) {
    ok(
      whyNotHealed({ ...NEVER_HEALED, restarts, sinceRestartMs: backoffS * 1_000 - 1 })?.includes(
        "backing off",
      ),
    );
    equal(whyNotHealed({ ...NEVER_HEALED, restarts, sinceRestartMs: backoffS * 1_000 }), undefined);
    ok(whyNotHealed({ ...NEVER_HEALED, restarts, sinceRestartMs: 300_000 })?.includes("given up"));
  }
  ok(whyNotHealed({ ...NEVER_HEALED, isFirstContainer: false }) !== undefined);
  ok(whyNotHealed({ ...NEVER_HEALED, hasForgotten: true }) !== undefined);
  ok(whyNotHealed({ ...NEVER_HEALED, policy: "Never" }) !== undefined);
  ok(whyNotHealed({ ...NEVER_HEALED, exitCode: 0 }) !== undefined);
  equal(whyNotHealed({ ...NEVER_HEALED, exitCode: 0, policy: "Always" }), undefined);
});

Deno.test("routeOf() has a call for every kind of step, and names nobody as the source of a move from a dead node", () => {
  const all = (node: string) => node !== "dead";
  const steps: Readonly<Record<ActionStep["kind"], readonly [ActionStep, string]>> = {
    Start: [{ kind: "Start" }, "- n"],
    Stop: [{ kind: "Stop" }, "n -"],
    Isolate: [{ kind: "Isolate" }, "n -"],
    Restart: [{ kind: "Restart" }, "n n"],
    Recreate: [{ kind: "Recreate" }, "n n"],
    UpdateVersion: [{ kind: "UpdateVersion", fromVersion: "1", toVersion: "2" }, "n n"],
    ApplyConfig: [{ kind: "ApplyConfig", changedKeys: [] }, "n n"],
    RollbackVersion: [{ kind: "RollbackVersion", fromVersion: "2", toVersion: "1" }, "n n"],
    ResetConfig: [{ kind: "ResetConfig", changedKeys: [] }, "n n"],
    Relocate: [{ kind: "Relocate", fromNode: "old", toNode: "new" }, "old new"],
    Scale: [{ kind: "Scale", fromReplicas: 0, toReplicas: 1 }, "- n"],
  };
  for (const kind of ACTION_KINDS) {
    const [step, expected] = steps[kind];
    const route = routeOf(step, "n", all);
    equal(`${route?.source} ${route?.target}`, expected, kind);
  }
  deepEqual(routeOf({ kind: "Relocate", fromNode: "dead", toNode: "new" }, "new", all), {
    source: "-",
    target: "new",
  });
  equal(routeOf({ kind: "Scale", fromReplicas: 1, toReplicas: 2 }, "n", all), undefined);
  deepEqual(routeOf({ kind: "Scale", fromReplicas: 1, toReplicas: 0 }, "n", all), {
    source: "n",
    target: "-",
  });
});

Deno.test("resultOf() says of every outcome what the manager has to know", () => {
  const kindOf = (outcome: OffloadOutcome, target = "n") => resultOf(outcome, { source: "n", target }).kind;
  const message = "m";
  equal(kindOf({ kind: "answered", isSuccess: true, message }), "done");
  equal(kindOf({ kind: "answered", isSuccess: false, message: "Failed to get package x" }), "failed");
  equal(kindOf({ kind: "answered", isSuccess: false, message: "Node - not found in DB" }, NOWHERE), "done");
  equal(kindOf({ kind: "answered", isSuccess: false, message: "Node - not found in DB" }), "failed");
  equal(kindOf({ kind: "broken-off", message }), "unknown");
  equal(kindOf({ kind: "cancelled", message }), "unknown");
  equal(kindOf({ kind: "unreachable", message }), "unreachable");
  equal(kindOf({ kind: "timed-out", message }), "timed-out");
  equal(kindOf({ kind: "refused", message }), "rejected");
  ok(isNameTaken({ kind: "answered", isSuccess: false, message: "Failed to get container ID" }));
  ok(!isNameTaken({ kind: "answered", isSuccess: true, message: "Failed to get container ID" }));
});

Deno.test("a model that moved twice in five minutes stays until nobody has asked for as long", () => {
  const twice = withMove(withMove(NO_MOVES, 1_000), 31_000);
  ok(!isFlapping(withMove(NO_MOVES, 1_000), 2_000));
  ok(isFlapping(twice, 32_000));
  const asked = withRefusal(twice, 300_000);
  ok(isFlapping(asked, 300_000 + FLAP_WINDOW_MS - 1));
  ok(!isFlapping(asked, 300_000 + FLAP_WINDOW_MS));
});

Deno.test("whyNotMoved() names each reason by itself", () => {
  const good = {
    ...{ isKnown: true, node: "a", target: "b", isTargetAllowed: true, isTargetReachable: true },
    ...{ isBusy: false, isRunning: true },
  };
  equal(whyNotMoved(good, NO_MOVES, 1), undefined);
  const broken = [
    { isKnown: false },
    { target: "a" },
    { isTargetAllowed: false },
    { isTargetReachable: false },
    { isBusy: true },
    { isRunning: false },
  ];
  const reasons = broken.map((one) => whyNotMoved({ ...good, ...one }, NO_MOVES, 1));
  equal(new Set(reasons).size, broken.length);
  ok(!reasons.includes(undefined));
});

Deno.test("Names gives every name a valid one of its own, the same one each time, and the way back", () => {
  const names = new Names();
  const raws = ["ZONE1", "zone1", "차선 유지", "a b", "a-b", "x".repeat(200), "-", "vehicle", "Zone1"];
  const mapped = raws.map((raw) => names.name(raw));
  equal(new Set(mapped).size, raws.length);
  for (const [index, name] of mapped.entries()) {
    ok(NAME_PATTERN.test(name) && name.length <= 63, name);
    equal(names.raw(name), raws[index]);
    equal(names.name(raws[index] ?? ""), name);
  }
  equal(mapped[0], "zone1");
  equal(names.name("vehicle"), "vehicle");
  const again = new Names();
  again.restore("zone1", mapped[1] ?? "");
  equal(again.name("zone1"), mapped[1]);
});

Deno.test("hostAddress() counts only where host has all its parts, and addresses follow from it", () => {
  const given = { listen: "", faultListen: "", store: "", actionController: "", policyManager: "" };
  equal(hostAddress("host: { name: HPC, ip: 10.0.0.1, type: vehicle, role: master }"), "10.0.0.1");
  for (const text of [undefined, "host: { name: HPC, ip: 10.0.0.1 }", "host: 7", "{"]) {
    equal(hostAddress(text), "0.0.0.0");
  }
  const everywhere = resolveAddresses(given, "0.0.0.0");
  deepEqual([everywhere.listen, everywhere.store, everywhere.actionController], [
    "0.0.0.0:47006",
    "127.0.0.1:47007",
    "127.0.0.1:47001",
  ]);
  equal(resolveAddresses({ ...given, store: "h:1" }, "fd00::1").store, "h:1");
  equal(resolveAddresses(given, "fd00::1").listen, "[fd00::1]:47006");
  checkAddresses(everywhere, true);
  let isRefused = false;
  try {
    checkAddresses(everywhere, false);
  } catch {
    isRefused = true;
  }
  ok(isRefused);
});

Deno.test("what nobody told of runs when something of it is there, or when it was launched and not ended since", () => {
  const artifacts = readArtifacts([
    { key: "Package/p", value: "spec: { models: [] }" },
    { key: "Scenario/up", value: "spec: { action: launch, target: p }" },
    { key: "Scenario/down", value: "spec: { action: terminate, target: p }" },
    { key: "Other/x", value: "" },
  ]);
  const known = { desires: new Map(), states: new Map(), seen: new Set<string>() };
  deepEqual(adopted(artifacts, known), []);
  deepEqual(adopted(artifacts, { ...known, seen: new Set(["p"]) }), ["p"]);
  deepEqual(adopted(artifacts, { ...known, states: new Map([["up", "COMPLETED"]]) }), ["p"]);
  deepEqual(
    adopted(artifacts, { ...known, states: new Map([["up", "COMPLETED"], ["down", "COMPLETED"]]) }),
    [],
  );
  deepEqual(adopted(artifacts, { ...known, seen: new Set(["p"]), desires: new Map([["p", "stop"]]) }), []);
  deepEqual(withdrawn(artifacts, ["p", "q"]), ["q"]);
});

Deno.test("nodes with an agent, or with something placed on them, are those of the store", () => {
  const record = (hostname: string, role: number) =>
    JSON.stringify({ hostname, node_role: role, ip_address: "10.0.0.9" });
  const entries = [
    { key: "cluster/nodes/A", value: record("A", 2) },
    { key: "cluster/nodes/B", value: record("B", 1) },
    { key: "cluster/nodes/C", value: record("C", 1) },
    { key: "cluster/nodes/D", value: "{" },
    { key: "nodes/A", value: "10.0.0.1\n" },
  ];
  deepEqual([...agentNodes(entries, new Set(["B"]))], [["A", "10.0.0.1"], ["B", "10.0.0.9"]]);
});

Deno.test("a pod gets the labels of the ActionController, and keeps everything else", () => {
  const text = labelled(
    "metadata: { name: m, labels: null, annotations: null }\nspec: { hostNetwork: true }\n",
    {
      ...{ scenarioName: "s", packageName: "p", modelName: "m", policyName: "", reason: "" },
      ...{ sourceNode: "-", targetNode: "A" },
    },
  );
  ok(
    text.includes("io.pullpiri.annotations.model: m") && text.includes('io.pullpiri.annotations.policy: ""'),
  );
  ok(text.includes("hostNetwork: true") && text.includes("name: m"));
});

Deno.test("text: white space as Unicode has it, keys as the store takes them, digests that change", () => {
  equal(trimmed("\u3000\u0085 a\ufeff\t"), "a\ufeff");
  equal(keyProblem("/scenario/차선/state"), undefined);
  ok(
    keyProblem("") !== undefined && keyProblem("a{") !== undefined &&
      keyProblem("x".repeat(1_025)) !== undefined,
  );
  equal(digestOf("a").length, 16);
  ok(digestOf("a") !== digestOf("b") && digestOf("") !== digestOf("\0"));
});
