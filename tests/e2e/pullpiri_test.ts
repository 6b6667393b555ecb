/** The real program in the place of Pullpiri's State Manager, with the reference stack on loopback. */
import { equal, ok } from "node:assert/strict";
import { eventually } from "../support/eventually.ts";
import { Instance, PATIENCE } from "../support/instances/instance.ts";
import type { Applied } from "../support/pullpiri/applied.ts";
import { WireStack, type WireStackOptions } from "../support/pullpiri/wire.ts";

const ONE: Applied = { scenario: "pps", packageName: "ppp", models: [{ name: "ppm", node: "ZONE1" }] };
const LIMITS = { node: { unreachable_after: "2s", lost_after: "3s" } };

class Standing implements AsyncDisposable {
  constructor(readonly stack: WireStack, readonly instance: Instance, readonly faults: () => string) {}

  async [Symbol.asyncDispose](): Promise<void> {
    await this.instance[Symbol.asyncDispose]();
    await this.stack[Symbol.asyncDispose]();
  }
}

/** Starts the program; its log says where it listens for Pullpiri. */
async function stand(options: WireStackOptions = {}): Promise<Standing> {
  const stack = await WireStack.start(options);
  let faultAddress = "";
  const instance = new Instance({ ...LIMITS, pullpiri: stack.settings, log: { format: "json" } }, {
    onLine: (line) => {
      if (!line.includes("Listening for Pullpiri")) return;
      const fields: { readonly address: string; readonly faultAddress: string } = JSON.parse(line);
      faultAddress = fields.faultAddress;
      stack.begin(fields.address);
    },
  });
  await instance.start();
  await eventually("the address for Pullpiri", () => stack.stateManager !== "", PATIENCE);
  return new Standing(stack, instance, () => faultAddress);
}

Deno.test("a package that is applied runs, is healed, and survives the end of the State Manager, which heals what ended meanwhile", async () => {
  await using standing = await stand();
  const { stack, instance } = standing;
  await stack.post(ONE);
  await instance.untilRunning("ppp/ppm");
  await eventually("its keys", () =>
    stack.store.values.get("/model/ppm/state") === "Running" &&
    stack.store.values.get("/scenario/pps/state") === "SCENARIO_STATE_COMPLETED", PATIENCE);
  const node = stack.node("ZONE1");
  node.kill("ppm_c1");
  await eventually("healed", () => node.isRunning("ppm_c1"), PATIENCE);
  await instance.untilRunning("ppp/ppm");
  await instance.end("SIGKILL");
  node.kill("ppm_c1");
  stack.stateManager = "";
  await instance.start();
  await eventually("healed after the start", () => node.isRunning("ppm_c1"), PATIENCE);
  await instance.untilRunning("ppp/ppm");
  const { counters } = await instance.client.status();
  equal(counters['statemanager_buffer_capacity{buffer="pullpiri_nodes"}'], 64);
});

Deno.test("21: stopped for 5 s, it lets its peers wait and answers them then; nothing is done twice", async () => {
  await using standing = await stand();
  const { stack, instance } = standing;
  await stack.post(ONE);
  await instance.untilRunning("ppp/ppm");
  instance.signal("SIGSTOP");
  const node = stack.node("ZONE1");
  node.kill("ppm_c1");
  const answer = stack.tell("other", "idle", "waiting", "filtergateway");
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  instance.signal("SIGCONT");
  ok(await answer !== undefined, "the peer is answered");
  await eventually("healed", () => node.isRunning("ppm_c1"), PATIENCE);
  await instance.untilRunning("ppp/ppm");
  ok(node.started.length <= 3, `${node.started.length} starts`);
});

for (const isNewPolicyManager of [true, false]) {
  const name = isNewPolicyManager
    ? "a new PolicyManager gets every report"
    : "an older one is asked once only";
  Deno.test(`23: missed deadlines are answered with 0 and reported on: ${name}`, async () => {
    await using standing = await stand({ isNewPolicyManager });
    const { stack } = standing;
    for (let time = 0; time < 3; time += 1) {
      const fault = {
        workloadId: "w",
        nodeId: "ZONE1",
        taskName: `t${time}`,
        type: "DMISS",
        cumulativeDmiss: time,
      };
      equal(JSON.stringify(await stack.notifyFault(standing.faults(), fault)), '{"status":0}');
      await eventually("asked", () => stack.asked >= (isNewPolicyManager ? time + 1 : 1), PATIENCE);
    }
    equal(stack.reported.length, isNewPolicyManager ? 3 : 0);
    equal(stack.asked, isNewPolicyManager ? 3 : 1);
  });
}
