/** The examples of docs/examples for each driver: definitions that `node check` accepts, and a vehicle that runs from them as they are. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { parseManifests } from "../../src/cli/manifest/manifest.ts";
import { checkDefinitions } from "../../src/node/check.ts";
import { loadConfig } from "../../src/platform/config/config.ts";
import { eventually } from "../support/eventually.ts";
import { Ecu, NODE_WORDS } from "../support/node/ecu.ts";
import { Machine } from "../support/packaging/booted.ts";
import { missingBoot } from "../support/packaging/root_image.ts";
import { missingPodman, Podman } from "../support/podman/podman.ts";
import { runProgram } from "../support/program.ts";
import { testIf } from "../support/require.ts";

const EXAMPLES = join(import.meta.dirname ?? ".", "..", "..", "docs", "examples");
const EXAMPLE = join(EXAMPLES, "process");
const { manifests } = parseManifests(Deno.readTextFileSync(join(EXAMPLE, "services.yaml")), "default");
const names = manifests.map(({ id }) => `${id}`);

for (
  const [name, drivers] of [["process", ["process"]], ["container", ["container", "pod"]], ["unit", [
    "unit",
  ]]] as const
) {
  Deno.test(`every definition of the example ${name} is valid, and its configuration embeds a node with these drivers`, () => {
    const directory = join(EXAMPLES, name);
    const verdict = checkDefinitions(join(directory, "workloads"), { files: [], drivers });
    assert.ok(verdict.isValid, verdict.lines.join("\n"));
    assert.equal(verdict.lines.length, servicesOf(name).length);
    const readFile = (path: string) => Deno.readTextFileSync(path);
    const { config } = loadConfig({
      ...{ path: join(directory, "statemanager.yaml"), env: {}, flags: {}, readFile, hostname: "ecu" },
    });
    assert.deepEqual([config.node.name, config.node.drivers], ["front", drivers]);
  });
}

/** Applies the services of an example to a vehicle that has its definitions, and waits until they run. */
async function run(name: string, ecu: Ecu): Promise<void> {
  const services = servicesOf(name);
  for (const service of services) {
    ecu.define(service, Deno.readTextFileSync(join(EXAMPLES, name, "workloads", `${service}.yaml`)));
  }
  const address = await ecu.manager.start();
  const apply = [
    "apply",
    "-f",
    join(EXAMPLES, name, "services.yaml"),
    "--address",
    address,
    "--timeout",
    "60s",
  ];
  const applied = await runProgram(apply, {}, NODE_WORDS);
  assert.equal(applied.code, 0, applied.stderr);
  await ecu.manager.untilRunning(...services);
}

function servicesOf(name: string): readonly string[] {
  const text = Deno.readTextFileSync(join(EXAMPLES, name, "services.yaml"));
  return parseManifests(text, "default").manifests.map(({ id }) => `${id}`);
}

testIf(
  "the example of containers runs: a container and a pod, each replaced when it ends",
  missingPodman(),
  async () => {
    await using podman = await Podman.start();
    for (const image of ["lidar", "recorder"]) await podman.tag(`localhost/${image}:1.0`);
    const driver = { drivers: ["container", "pod"], container_socket: podman.socket };
    await using ecu = new Ecu({}, { driver });
    await run("container", ecu);
    const running = async (service: string) => {
      const filters = ["--filter", `label=piccolo.service=${service}`, "--filter", "status=running"];
      const ids = await podman.run("ps", "--no-trunc", "--format", "{{.ID}}", ...filters);
      return ids.split("\n").filter((id) => id !== "");
    };
    for (const service of servicesOf("container")) {
      const before = await running(service);
      assert.equal(before.length, 2, service);
      const pid = Number(await podman.run("inspect", "--format", "{{.State.Pid}}", before[0] ?? ""));
      Deno.kill(pid, "SIGKILL");
      await eventually(`${service} is replaced`, async () => {
        const now = await running(service);
        return now.length === 2 && !now.includes(before[0] ?? "");
      }, { intervalMs: 200 });
      await ecu.manager.untilRunning(service);
    }
  },
);

testIf("the example of units runs, and a unit that ends is started again", missingBoot(), async () => {
  await using machine = await Machine.boot();
  const template = Deno.readTextFileSync(join(EXAMPLES, "unit", "lidar@.service"));
  machine.write("/run/systemd/system/lidar@.service", template);
  await machine.ok("systemctl", "daemon-reload");
  const driver = { drivers: ["unit"], unit_bus: machine.file("/run/dbus/system_bus_socket") };
  await using ecu = new Ecu({}, { driver });
  await run("unit", ecu);
  const before = await machine.show("lidar@1.service", "MainPID");
  await machine.ok("systemctl", "kill", "--signal=KILL", "lidar@1.service");
  await eventually("it is started again", async () => {
    const pid = await machine.show("lidar@1.service", "MainPID");
    return pid !== "0" && pid !== before;
  }, { intervalMs: 100 });
  await ecu.manager.untilRunning("vehicle/lidar");
});

Deno.test("the example runs: every service of it is started from its definition, and a frozen process is replaced", async () => {
  await using ecu = new Ecu();
  for (const name of names) {
    ecu.define(name, Deno.readTextFileSync(join(EXAMPLE, "workloads", `${name}.yaml`)));
  }
  const address = await ecu.manager.start();
  const apply = ["apply", "-f", join(EXAMPLE, "services.yaml"), "--address", address, "--timeout", "60s"];
  const applied = await runProgram(apply, {}, NODE_WORDS);
  assert.equal(applied.code, 0, applied.stderr);
  await ecu.manager.untilRunning(...names);
  for (const { id, spec } of manifests) assert.equal(ecu.pids(id).length, spec.replicas);
  const [frozen = 0] = ecu.pids("vehicle/lidar");
  Deno.kill(frozen, "SIGSTOP");
  await eventually("the frozen process is replaced", () => {
    const pids = ecu.pids("vehicle/lidar");
    return pids.length === 2 && !pids.includes(frozen);
  });
});
