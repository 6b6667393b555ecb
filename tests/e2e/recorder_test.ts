/** The real program records a vehicle with faults in a ring of segments; the replay of each makes the same decisions. */
import { equal, match, ok } from "node:assert/strict";
import { join } from "node:path";
import { eventually } from "../support/eventually.ts";
import { runProgram } from "../support/program.ts";
import { Vehicle } from "../support/vehicle/vehicle.ts";
import { type Instance, PATIENCE } from "../support/instances/instance.ts";
import { newInstance } from "./etcd_support.ts";

const RECORDER = { recorder: { enabled: true, size: "1MiB" } };
/** A segment is due at an eighth of the ring, its checkpoint aside, and this is more. */
const SEGMENT_BYTES = 160_000;

/** The recordings of an instance, oldest first. */
function recordings(instance: Instance): string[] {
  const folder = join(instance.stateDir, "recordings");
  return [...Deno.readDirSync(folder)].map(({ name }) => join(folder, name)).sort();
}

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
  await using instance = newInstance({ vehicle, endpoints: [], more: RECORDER });
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

  // A longer run: a segment that is long enough is followed by another one, as soon as the manager is at rest.
  let change = 0;
  while (recordings(instance).length < 3) {
    const before = recordings(instance);
    const hasBegun = () => recordings(instance).length > before.length;
    while (!hasBegun() && Deno.statSync(before.at(-1) ?? "").size < SEGMENT_BYTES) {
      await instance.apply(lidar, { nodes: ["front"], version: "3", config: { change: `${change++}` } });
      await instance.untilRunning(lidar);
    }
    await eventually("another segment to begin", hasBegun, PATIENCE);
  }
  const newest = recordings(instance).at(-1) ?? "";
  const written = await runProgram(["journal", "replay", newest]);
  equal(written.code, 0, written.stdout + written.stderr);
  match(written.stderr, /no end: its program was killed, or still runs|last line of the recording is torn/);

  equal((await instance.end("SIGKILL")).code, 137);
  const killed = recordings(instance);
  await instance.start();
  await instance.untilRunning(lidar, radar);
  const ended = await instance.end("SIGTERM");
  equal(ended.code, 0, ended.stderr);

  const all = recordings(instance);
  ok(all.length > killed.length && all[0] === killed[0]);
  const replayed = await runProgram(["journal", "replay", ...all]);
  equal(replayed.code, 0, replayed.stdout + replayed.stderr);
  const counts = [
    ...replayed.stdout.matchAll(/: identical: \d+ inputs, (\d+) commits and \d+ calls replayed/g),
  ];
  equal(counts.length, all.length, replayed.stdout);
  ok(counts.reduce((sum, [, commits]) => sum + Number(commits), 0) >= 20, replayed.stdout);

  const forged = join(instance.stateDir, "forged.jsonl");
  const isCrash = (line: string) =>
    line.startsWith('{"kind":"diff"') && line.includes('"reason":"Crashed"') &&
    line.includes("vehicle/lidar");
  const texts = killed.map((file) => Deno.readTextFileSync(file));
  const lines = (texts.find((text) => text.split("\n").some(isCrash)) ?? "").split("\n");
  const crash = lines.findIndex(isCrash);
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
