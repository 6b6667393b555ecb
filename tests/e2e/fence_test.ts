/**
 * Nodes that have seen a higher term: a State Manager that lost its state is shut out, says so, and is let in by a term that somebody
 * adopts; of two State Managers that share a node, each is told of the other.
 */
import assert from "node:assert/strict";
import { eventually } from "../support/eventually.ts";
import { IMPATIENT, Instance, PATIENCE } from "../support/instances/instance.ts";
import { ServedNode } from "../support/node/served_node.ts";
import { runProgram } from "../support/program.ts";

const SLEEP = "runtime: { process: { command: [/bin/sleep, '1000'] } }";
const LIDAR = "vehicle/lidar";

function leading(node: ServedNode, name: string): Instance {
  return new Instance({ ...IMPATIENT, instance: name, nodes: [{ name: node.name, address: node.address }] });
}

const adoption = (term: bigint, isForced = false) => ({ term, isForced, reason: "a test" });

async function fencedOut(manager: Instance): Promise<string> {
  const find = async () =>
    (await manager.client.alerts()).find(({ reason, resolution }) =>
      reason === "FencedOut" && resolution === undefined
    );
  await eventually("the alert", async () => await find() !== undefined, PATIENCE);
  return (await find())?.message ?? "";
}

Deno.test("a State Manager that lost its state is shut out by the node it led, says so, and leads again once a higher term is adopted", async () => {
  await using node = new ServedNode(`front-${crypto.randomUUID().slice(0, 8)}`);
  node.define(LIDAR, SLEEP);
  await node.start();
  {
    await using before = leading(node, "before");
    await before.start();
    assert.equal(await before.client.adoptTerm(adoption(6n)), 6n);
    await before.apply(LIDAR);
    await before.untilRunning(LIDAR);
    await before.end("SIGKILL");
    // What was adopted outlives its process, and the node outlives its own.
    await before.start();
    assert.equal((await before.client.status()).term, 6n);
    await before.untilRunning(LIDAR);
  }
  await node.program.end("SIGKILL");
  await node.start();
  await using after = leading(node, "after");
  const address = await after.start();
  await after.apply(LIDAR);
  const message = await fencedOut(after);
  assert.match(
    message,
    new RegExp(`Node ${node.name} refuses term 1 of this State Manager, it has seen term 6`),
  );
  assert.match(message, /state of this State Manager was lost/);
  const service = await after.find(LIDAR);
  assert.deepEqual(
    service?.status.conditions.filter(({ reason }) => reason === "TermRefused").map(({ type }) => type),
    ["Progressing"],
  );
  const doctor = await runProgram(["doctor", "--config", after.configPath, "--address", address]);
  assert.match(doctor.stdout, /refuses term 1 .* has seen term 6[\s\S]*statemanagerd term adopt 7/);
  await assert.rejects(after.client.adoptTerm(adoption(6n)), /adopt 7 or more/);
  const adopted = await runProgram(["term", "adopt", "7", "--address", address]);
  assert.deepEqual([adopted.code, adopted.stdout], [0, "Term 7 is in force\n"], adopted.stderr);
  await after.untilRunning(LIDAR);
  await eventually("the alert is over", async () => {
    return (await after.client.alerts()).every(({ resolution }) => resolution !== undefined);
  }, PATIENCE);
  assert.equal(node.pids(LIDAR).length, 1);
});

Deno.test("of two State Managers that share a node the one that is shut out is told of the other, and shuts that one out only when forced", async () => {
  await using node = new ServedNode(`front-${crypto.randomUUID().slice(0, 8)}`);
  node.define(LIDAR, SLEEP);
  await node.start();
  await using one = leading(node, "one");
  await using other = leading(node, "other");
  await Promise.all([one.start(), other.start()]);
  await one.client.adoptTerm(adoption(5n));
  await one.apply(LIDAR);
  await one.untilRunning(LIDAR);
  // It has nothing to ask for: its stream ends, so that it learns of it all the same.
  assert.match(
    await fencedOut(other),
    /it has seen term 5.* Another State Manager leads it with that term now/,
  );
  await assert.rejects(other.client.adoptTerm(adoption(6n)), /Another State Manager leads it .* or force it/);
  assert.equal(await other.client.adoptTerm(adoption(6n, true)), 6n);
  await eventually("the node accepts the other one", async () => {
    return (await other.client.status()).nodes.every(({ isConnected }) => isConnected);
  }, PATIENCE);
  assert.match(await fencedOut(one), /refuses term 5 .* seen term 6.* Another State Manager leads it/);
  assert.equal(node.pids(LIDAR).length, 1, "what runs goes on running");
});
