/** `pullpiri check` against the reference stack on loopback, and on the command line. */
import { deepEqual, equal, ok } from "node:assert/strict";
import { SystemClock } from "../../../src/platform/process/clock.ts";
import type { PullpiriCheckRequest, PullpiriFinding } from "../../../src/ports/pullpiri_check.ts";
import { checkPullpiriWith } from "../../../src/pullpiri/check.ts";
import { runInTest } from "../../support/cli.ts";
import { storeArtifacts } from "../../support/pullpiri/applied.ts";
import { WireStack } from "../../support/pullpiri/wire.ts";

const check = checkPullpiriWith({ clock: new SystemClock() });

function requestOf(stack: WireStack): PullpiriCheckRequest {
  const { store, action_controller, policy_manager, agent_port, listen, fault_listen } = stack.settings;
  return {
    isEnabled: true,
    settingsFile: "/nowhere/settings.yaml",
    given: {
      ...{ listen: `${listen}`, faultListen: `${fault_listen}`, store: `${store}` },
      ...{ actionController: `${action_controller}`, policyManager: `${policy_manager}` },
    },
    agentPort: Number(agent_port),
    isNetworkAllowed: false,
    lostAfterMs: 3_000,
    ownAddresses: [],
    timeoutMs: 10_000,
    signal: new AbortController().signal,
  };
}

function linesOf(findings: readonly PullpiriFinding[], level: PullpiriFinding["level"]): readonly string[] {
  return findings.filter((one) => one.level === level).map(({ check, message }) => `${check}: ${message}`);
}

Deno.test("pullpiri check says which peers answer, what is understood, and what cannot be mapped and why", async () => {
  await using stack = await WireStack.start({ hosts: ["ZONE1", "ZONE2"] });
  stack.node("ZONE1").start();
  const { values } = stack.store;
  storeArtifacts(values, {
    ...{ scenario: "pps", packageName: "ppp" },
    models: [{ name: "ppm", node: "ZONE1", annotations: { "statemanager/criticality": "Z" } }],
  });
  values.set("Package/bad", "spec: { models: [{ name: lonely, node: ZONE1 }] }");
  values.set("Pod/broken", "{");
  values.set("Scenario/lost", "spec: { action: launch, target: nothing }");
  const findings = await check(requestOf(stack));
  const problems = linesOf(findings, "problem");
  equal(problems.length, 1);
  ok(problems[0]?.startsWith("node: the agent of ZONE2 (here zone2) does not answer"));
  const warnings = linesOf(findings, "warning").filter((line) => !line.startsWith("settings:"));
  deepEqual(warnings.map((line) => line.split(":")[0]).sort(), [
    "Model/ppm",
    "Package/bad",
    "Pod/broken",
    "Scenario/lost",
  ]);
  ok(warnings.some((line) => line.includes("model lonely has no Pod/lonely")));
  ok(linesOf(findings, "ok").some((line) => line.includes("1 models are understood")));
  deepEqual(stack.reported, []);
  equal(stack.node("ZONE1").containers.size, 0);
});

Deno.test("pullpiri check stops at what is configured wrongly", async () => {
  await using stack = await WireStack.start();
  const request = requestOf(stack);
  const clash = await check({ ...request, ownAddresses: [request.given.actionController] });
  ok(linesOf(clash, "problem")[0]?.includes("our own API has the ActionController's address"));
  const open = await check({ ...request, given: { ...request.given, listen: "0.0.0.0:47006" } });
  ok(linesOf(open, "problem")[0]?.includes("nothing is encrypted"));
});

Deno.test("pullpiri check on the command line prints findings and has the exit code 6 for a problem", async () => {
  const run = (level: "ok" | "problem") =>
    runInTest(["pullpiri", "check", "--config", "/dev/null"], {
      checkPullpiri: () =>
        Promise.resolve([{ level, check: "store", message: "it is there", advice: "do something" }]),
    });
  const good = await run("ok");
  equal(good.exitCode, 0);
  ok(good.stdout.includes("it is there"));
  const bad = await run("problem");
  equal(bad.exitCode, 6);
  ok(bad.stdout.includes("-> do something"));
});
