/** The clients of Pullpiri's peers, on loopback. */
import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { SystemClock } from "../../../src/platform/process/clock.ts";
import { AgentClient, ControllerClient } from "../../../src/pullpiri/clients.ts";
import { DirectController } from "../../../src/pullpiri/direct.ts";
import { PullpiriStore } from "../../../src/pullpiri/store.ts";
import { storeArtifacts } from "../../support/pullpiri/applied.ts";
import { WireStack } from "../../support/pullpiri/wire.ts";

const clock = new SystemClock();
const { signal } = new AbortController();
const MOVE = {
  ...{ scenarioName: "s", packageName: "p", modelName: "m", sourceNode: "-", targetNode: "ZONE1" },
  ...{ policyName: "", reason: "test" },
};

async function stackWithModel(): Promise<WireStack> {
  const stack = await WireStack.start({ hosts: ["ZONE1"] });
  storeArtifacts(stack.store.values, {
    scenario: "s",
    packageName: "p",
    models: [{ name: "m", node: "ZONE1" }],
  });
  return stack;
}

Deno.test("the store reads by prefix and writes all or says why not; what it would refuse is not asked for", async () => {
  await using stack = await stackWithModel();
  await using store = new PullpiriStore(`${stack.settings["store"]}`, { clock, deadlineMs: 10_000 });
  deepEqual((await store.getByPrefix("Package/", signal)).map(({ key }) => key), ["Package/p"]);
  await store.put([{ key: "/model/m/state", value: "Running" }, { key: "/a", value: "" }], signal);
  equal(stack.store.values.get("/model/m/state"), "Running");
  await rejects(store.put([{ key: "/a{", value: "" }], signal), /a key has none of/);
  await rejects(store.getByPrefix("", signal), /INVALID_ARGUMENT|Cannot read/);
  stack.store.isAway = true;
  await rejects(store.getByPrefix("Package/", signal));
  stack.store.isAway = false;
  equal((await store.health(signal)).status, "healthy");
});

Deno.test("an agent that is gone does not answer, and a call that needs it is broken off", async () => {
  await using stack = await stackWithModel();
  const address = `127.0.0.5:${stack.settings["agent_port"]}`;
  await using agent = new AgentClient({ raw: "ZONE1", address }, { clock, deadlineMs: 10_000 });
  await using controller = new ControllerClient(`${stack.settings["action_controller"]}`, {});
  equal(await agent.heartbeat(signal), false);
  equal((await controller.offload(MOVE, { deadlineMs: 10_000 })).kind, "broken-off");
  stack.node("ZONE1").start();
  equal(await agent.heartbeat(signal), true);
  const outcome = await controller.offload(MOVE, { deadlineMs: 10_000 });
  ok(outcome.kind === "answered" && outcome.isSuccess);
  await using nobody = new ControllerClient("127.0.0.1:1", {});
  equal((await nobody.offload(MOVE, { deadlineMs: 10_000 })).kind, "unreachable");
});

Deno.test("direct workloads start, make anew and stop a model with the labels of the ActionController", async () => {
  await using stack = await stackWithModel();
  const node = stack.node("ZONE1");
  node.start();
  await using store = new PullpiriStore(`${stack.settings["store"]}`, { clock, deadlineMs: 10_000 });
  await using direct = new DirectController(store, { agentPort: Number(stack.settings["agent_port"]) });
  const options = { deadlineMs: 10_000 };
  const succeeded = async (sourceNode: string, targetNode: string) => {
    const outcome = await direct.offload({ ...MOVE, sourceNode, targetNode }, options);
    return outcome.kind === "answered" && outcome.isSuccess;
  };
  ok(await succeeded("-", "ZONE1"));
  ok(node.isRunning("m_c1"));
  equal(node.list()[0]?.annotation["io.pullpiri.annotations.package"], "p");
  const taken = await direct.offload(MOVE, options);
  ok(taken.kind === "answered" && !taken.isSuccess && taken.message.includes("Failed to get container ID"));
  ok(await succeeded("ZONE1", "ZONE1"));
  ok(await succeeded("ZONE1", "-"));
  equal(node.containers.size, 0);
  equal((await direct.offload({ ...MOVE, modelName: "other" }, options)).kind, "answered");
  equal((await direct.offload({ ...MOVE, targetNode: "NOWHERE" }, options)).kind, "answered");
});
