/** The real program records a vehicle with faults; the replay makes the same decisions. */
import { equal, match, ok } from "node:assert/strict";
import { join } from "node:path";
import { eventually } from "../support/eventually.ts";
import { runProgram } from "../support/program.ts";
import { Vehicle } from "../support/vehicle/vehicle.ts";
import { type Instance, PATIENCE } from "../support/instances/instance.ts";
import { newInstance } from "./etcd_support.ts";

/** Resolves once the service has an event that was not there before, and runs. */
async function recovered(instance: Instance, resource: string, hurt: () => void): Promise<void> {
  const before = (await instance.history(resource)).length;
  hurt();
  await eventually(`${resource} to have noticed`, async () => {
    ok((await instance.history(resource)).length > before + 1);
    return true;
  }, PATIENCE);
  await instance.untilRunning(resource);
}

Deno.test("a replay of a recorded vehicle with faults makes the same decisions, byte for byte", async () => {
  await using vehicle = await Vehicle.start({ nodes: ["front", "rear"] });
  await using instance = newInstance({ vehicle, endpoints: [], more: { recorder: { enabled: true } } });
  await instance.start();
  const lidar = "vehicle/lidar";
  const radar = "vehicle/radar";
  await instance.apply(lidar, { nodes: ["front"] });
  await instance.apply(radar, { replicas: 2, nodes: ["rear"] });
  await instance.untilRunning(lidar, radar);
  await recovered(instance, lidar, () => vehicle.signal({ resource: lidar }, "SIGKILL"));
  await recovered(instance, radar, () => vehicle.signal({ resource: radar, replica: 1 }, "SIGSTOP"));
  await instance.apply(lidar, { nodes: ["front"], version: "2-crash" });
  await eventually("the bad version to be noticed", async () => {
    equal((await instance.find(lidar))?.status.availableReplicas, 0);
    return true;
  }, PATIENCE);
  await instance.apply(lidar, { nodes: ["front"], version: "3" });
  await instance.untilRunning(lidar);
  await vehicle.killController();
  vehicle.signal({ resource: radar }, "SIGKILL");
  await eventually("the controller to be missed", async () => {
    equal((await instance.client.status()).isControllerReachable, false);
    return true;
  }, PATIENCE);
  await vehicle.startController();
  await instance.untilRunning(radar);
  const before = (await instance.history(radar)).at(-1)?.revision ?? 0n;
  await vehicle.takeNodeAway("rear", "network");
  await eventually("the node to be missed", async () => {
    const events = await instance.history(radar);
    ok(events.some(({ eventType, revision }) => eventType === "ConditionChanged" && revision > before));
    return true;
  }, PATIENCE);
  await vehicle.giveNodeBack("rear", "network");
  await instance.untilRunning(radar);

  const file = join(instance.stateDir, "recording.jsonl");
  // A line that is just being written makes the file a broken one.
  await eventually("the recording to be replayed while it is written", async () => {
    const { code, stdout, stderr } = await runProgram(["journal", "replay", file]);
    equal(code, 0, stdout + stderr);
    match(stderr, /no end: its program was killed, or still runs/);
    return true;
  }, PATIENCE);

  equal((await instance.end("SIGKILL")).code, 137);
  await instance.start();
  await instance.untilRunning(lidar, radar);
  const ended = await instance.end("SIGTERM");
  equal(ended.code, 0, ended.stderr);

  for (const [name, commits] of [["recording.previous.jsonl", 20], ["recording.jsonl", 0]] as const) {
    const replayed = await runProgram(["journal", "replay", join(instance.stateDir, name)]);
    equal(replayed.code, 0, replayed.stdout + replayed.stderr);
    const counts = /^identical: \d+ inputs, (\d+) commits and \d+ calls replayed in [\d.]+ s\n$/.exec(
      replayed.stdout,
    );
    ok(Number(counts?.[1] ?? -1) >= commits, replayed.stdout);
  }

  const forged = join(instance.stateDir, "forged.jsonl");
  const lines = Deno.readTextFileSync(join(instance.stateDir, "recording.previous.jsonl")).split("\n");
  const crash = lines.findIndex((line) =>
    line.includes('"reason":"Crashed"') && line.includes("vehicle/lidar")
  );
  lines[crash] = (lines[crash] ?? "").replace('"reason":"Crashed"', '"reason":"Starting"');
  Deno.writeTextFileSync(forged, lines.join("\n"));
  const other = await runProgram(["journal", "replay", forged]);
  equal(other.code, 6, other.stdout + other.stderr);
  match(
    other.stdout,
    new RegExp(`forged\\.jsonl, line ${crash + 1}: diff \\d+ of vehicle/lidar from front\n`),
  );
  match(other.stdout, /\n {2}service {2}vehicle\/lidar\n {2}recorded (?:.*\n)+ {2}now (?:.*\n)+different: /);
});
