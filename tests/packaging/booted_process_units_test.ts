/**
 * Workloads as units of their own, with the packaged State Manager and the packaged node: whatever happens to the unit of the node, they
 * live on, and each of their own ends is answered.
 */
import assert from "node:assert/strict";
import { eventually } from "../support/eventually.ts";
import type { Machine } from "../support/packaging/booted.ts";
import { BootedPackage, CONFIG, report, UNIT } from "../support/packaging/booted_package.ts";
import { missingBoot } from "../support/packaging/root_image.ts";
import { testIf } from "../support/require.ts";

const NODE = "statemanager-node.service";
const NODE_CONFIG = "/etc/piccolo/node.yaml";
const WORKLOAD = "piccolo-front-vehicle-lidar-0.service";
const missing = missingBoot();
const booted = new BootedPackage();
Deno.test.afterAll(() => booted[Symbol.dispose]());

async function untilRunning(machine: Machine, old = "0"): Promise<string> {
  return await eventually("the workload to run", async () => {
    const pid = await machine.show(WORKLOAD, "MainPID");
    return pid !== "0" && pid !== old && pid;
  }, { intervalMs: 50 }).catch((error) => withEvidence(machine, error));
}

/** What the State Manager and systemd say of it, for whoever reads the failure. */
async function withEvidence(machine: Machine, cause: unknown): Promise<never> {
  const journal = await machine.ok("journalctl", "--lines=60", "--no-pager", "--output=short-precise");
  throw new Error(`${await history(machine)}\n${journal}`, { cause });
}

async function untilReady(machine: Machine): Promise<void> {
  await eventually("the service to be Running and heard of", async () => {
    return / Running +1\/1 /.test((await machine.run("statemanagerd", "get")).stdout);
  }, { intervalMs: 100 });
}

/** Resolves once systemd has brought it back. */
async function killNode(machine: Machine): Promise<void> {
  const old = await machine.show(NODE, "MainPID");
  await machine.ok("systemctl", "kill", "--signal=KILL", NODE);
  await eventually("the node is back", async () => {
    const pid = await machine.show(NODE, "MainPID");
    return pid !== "0" && pid !== old && await machine.show(NODE, "SubState") === "running";
  }, { intervalMs: 50 });
}

async function history(machine: Machine): Promise<string> {
  return await machine.ok("statemanagerd", "history", "vehicle/lidar");
}

testIf("no end of the node ends a workload, and every end of the workload is answered", missing, async () => {
  await using machine = await booted.installed();
  await machine.enableLimits();
  const drop = ["[Service]", "User=root", "Group=root", "Environment=STATEMANAGER_ALLOW=programs", ""];
  // As if the node were part of the State Manager, which ends all that it started.
  const whole = ["KillMode=control-group", "NoNewPrivileges=true", "TasksMax=60", "MemoryMax=400M", ""];
  machine.write(`/run/systemd/system/${NODE}.d/test.conf`, [...drop, ...whole].join("\n"));
  machine.write(
    NODE_CONFIG,
    "listen: ['127.0.0.1:47101']\nstate_dir: /var/lib/statemanager-node\n" +
      "node: { name: front, drivers: [process], process_units: always }\n",
  );
  machine.write(
    CONFIG,
    `${
      machine.read(CONFIG)
    }nodes: [{ name: front, address: '127.0.0.1:47101' }]\nrecovery: { backoff_base: 50ms }\n`,
  );
  machine.write(
    "/etc/piccolo/workloads/vehicle/lidar.yaml",
    'runtime: { process: { command: [/bin/sh, -c, "[ -e /run/eat ] && { rm /run/eat; exec tail /dev/zero; }; sleep 1000 & wait"], log: none } }\n',
  );
  await machine.ok("systemctl", "daemon-reload");
  await machine.ok("systemctl", "start", NODE, UNIT);
  machine.write(
    "/root/lidar.yaml",
    "kind: Service\nmetadata: { namespace: vehicle, name: lidar }\n" +
      "spec: { version: '1', resources: { memory: 64MiB } }\n",
  );
  await machine.ok("statemanagerd", "apply", "-f", "/root/lidar.yaml");
  const pid = await untilRunning(machine);
  await untilReady(machine);
  assert.match(await machine.ok("cat", `/proc/${pid}/cgroup`), /\/piccolo\.slice\/piccolo-front-/);
  assert.match(await machine.ok("cat", `/proc/${pid}/status`), /^NoNewPrivs:\t0$/m);

  const isUp = async () => assert.equal(await machine.show(WORKLOAD, "MainPID"), pid);
  await machine.ok("systemctl", "restart", NODE);
  await isUp();
  await killNode(machine);
  await isUp();
  await machine.ok("systemctl", "kill", "--signal=STOP", "--kill-whom=main", NODE);
  await isUp();
  await killNode(machine);
  await isUp();
  await machine.ok("systemctl", "stop", NODE);
  await isUp();
  await machine.ok("systemctl", "start", NODE);
  await untilReady(machine);
  await isUp();

  const began = performance.now();
  await machine.ok("systemctl", "kill", "--signal=KILL", WORKLOAD);
  const next = await untilRunning(machine, pid);
  report("a workload runs again after SIGKILL", `${Math.round(performance.now() - began)} ms`);
  await untilReady(machine);
  assert.match(await history(machine), /ended by signal 9/);

  machine.write("/run/eat", "");
  await machine.ok("systemctl", "kill", "--signal=KILL", WORKLOAD);
  await eventually(
    "that it ran out of memory is told",
    async () => /ran out of memory/.test(await history(machine)),
    {
      intervalMs: 100,
    },
  );
  await untilRunning(machine, next);
  await untilReady(machine);

  // One that ended while no node was there: how is still known.
  const last = await machine.show(WORKLOAD, "MainPID");
  await machine.ok("systemctl", "stop", NODE);
  await machine.ok("sh", "-c", 'kill -TERM "$1"', "sh", last);
  await machine.ok("systemctl", "start", NODE);
  await untilRunning(machine, last);
  await untilReady(machine);
  assert.match(await history(machine), /ended by signal 15/);
  await machine.ok("statemanagerd", "delete", "vehicle/lidar");
  await eventually("its unit is gone", async () => await machine.show(WORKLOAD, "LoadState") === "not-found");
});
