/**
 * kill -9 of a main process until the next one runs, by a node and by others, in turn on the same machine.
 *
 * Up is the same for all: the new process has written a line into a file, which is its first deed.
 *
 * node      the real program with a node in it, over podman's API
 * podman    podman's own supervision: `podman run --restart=always`
 * bare      `podman start` of the same container by its command line, as soon as its exit is known to podman: nobody decides anything
 */
import { ContainerEcu } from "../../../tests/support/node/container_ecu.ts";
import { Ecu } from "../../../tests/support/node/ecu.ts";
import { IMAGE, type Podman } from "../../../tests/support/podman/podman.ts";
import { Machine } from "../../../tests/support/packaging/booted.ts";
import { statOf } from "../../../tests/support/vehicle/store.ts";
import { until } from "../../../tests/support/vehicle/waiting.ts";
import { pause, rounded } from "./figures.ts";

/** Its first deed, and then it sleeps; `$1` = the file. */
const SCRIPT = `echo up >> "$1"; trap 'exit 0' TERM; while :; do sleep 1000 & wait $!; done`;
/** What ends within a second after its start has failed to start, and not crashed. */
const SETTLED_MS = 1_500;
const REST_MS = 300;
/** A node that is not held back by how often it is killed here. */
const SETTINGS = { flapping: { suppress_from: 1_000 } };

/** Milliseconds, a value per kill. */
export interface ContainerRestarts {
  readonly node: readonly number[];
  readonly podman: readonly number[];
  readonly bare: readonly number[];
}

export interface ProcessRestarts {
  readonly node: readonly number[];
  /** A unit with Restart=always, RestartSec=0; undefined = no systemd can be had here. */
  readonly systemd: readonly number[] | undefined;
}

/** Each kill hits a service that was not killed before: every restart is a first attempt, as the others' always are. */
export async function measureContainers(kills: number): Promise<ContainerRestarts> {
  await using rig = await ContainerEcu.start({ settings: SETTINGS, lifetimeS: 3_600, storage: "overlay" });
  const { podman, ecu } = rig;
  const services = Array.from({ length: kills }, (_, index) => `bench/s${index}`);
  for (const [index, service] of services.entries()) {
    rig.define(service, {
      command: [SCRIPT, "sh", "/beat/starts"],
      mounts: [{ source: podman.directory(`beat/${index}`), target: "/beat" }],
    });
  }
  await ecu.manager.start();
  await Promise.all(services.map((service) => ecu.manager.apply(service)));
  await ecu.manager.untilRunning(...services);
  await runContainer(podman, "supervised", "--restart=always");
  await runContainer(podman, "bare");
  await pause(SETTLED_MS);
  const result = { node: [] as number[], podman: [] as number[], bare: [] as number[] };
  for (const [index, service] of services.entries()) {
    const [pid = 0] = ecu.pids(service);
    result.node.push(await killAndWait(pid, `${podman.directory(`beat/${index}`)}/starts`));
    await pause(REST_MS);
    result.podman.push(
      await killAndWait(await pidOf(podman, "supervised"), beatOf(podman, "supervised")),
    );
    await pause(REST_MS);
    result.bare.push(await killAndStart(podman));
    await pause(REST_MS);
  }
  return result;
}

const beatOf = (podman: Podman, name: string) => `${podman.directory(`beat/${name}`)}/starts`;

async function runContainer(podman: Podman, name: string, ...more: readonly string[]): Promise<void> {
  const mount = `${podman.directory(`beat/${name}`)}:/beat`;
  const run = ["run", "--detach", "--name", name, "--network=none", "--volume", mount, ...more];
  await podman.run(...run, IMAGE, "/bin/sh", "-c", SCRIPT, "sh", "/beat/starts");
}

async function pidOf(podman: Podman, name: string): Promise<number> {
  return Number(await podman.run("inspect", "--format", "{{.State.Pid}}", name));
}

/** From the signal to the line that the next process writes. */
async function killAndWait(
  pid: number,
  beat: string,
  afterKill: () => Promise<void> | void = () => {},
): Promise<number> {
  const size = statOf(beat)?.size ?? 0;
  const beganMs = performance.now();
  Deno.kill(pid, "SIGKILL");
  const done = afterKill();
  await until(() => (statOf(beat)?.size ?? 0) > size, { what: `${beat} has a new line`, pollMs: 1 });
  const tookMs = rounded(performance.now() - beganMs);
  await done;
  return tookMs;
}

async function killAndStart(podman: Podman): Promise<number> {
  const [pid, id] = [await pidOf(podman, "bare"), await podman.run("inspect", "--format", "{{.Id}}", "bare")];
  return await killAndWait(pid, beatOf(podman, "bare"), async () => {
    await until(() => statOf(`${podman.exitDirectory}/${id}`) !== undefined, {
      what: "the exit is known",
      pollMs: 1,
    });
    await podman.run("start", "bare");
  });
}

/** Plain processes, and a unit of a systemd that was booted for it. `missing` = why there is none. */
export async function measureProcesses(
  kills: number,
  { missing }: { readonly missing: string | undefined },
): Promise<ProcessRestarts> {
  await using ecu = new Ecu(SETTINGS);
  const services = Array.from({ length: kills }, (_, index) => `bench/p${index}`);
  for (const service of services) {
    const command = ["/bin/sh", "-c", SCRIPT, "sh", ecu.dir.file(`${service.slice(6)}.starts`)];
    ecu.define(service, JSON.stringify({ runtime: { process: { command, log: "none" } } }));
  }
  await ecu.manager.start();
  await Promise.all(services.map((service) => ecu.manager.apply(service)));
  await ecu.manager.untilRunning(...services);
  const node: number[] = [];
  for (const service of services) {
    const [pid = 0] = ecu.pids(service);
    node.push(await killAndWait(pid, ecu.dir.file(`${service.slice(6)}.starts`)));
    await pause(REST_MS);
  }
  return { node, systemd: missing === undefined ? await measureUnit(kills) : undefined };
}

async function measureUnit(kills: number): Promise<readonly number[]> {
  await using machine = await Machine.boot();
  const script = SCRIPT.replaceAll("$", "$$$$");
  machine.write(
    "/run/systemd/system/bench.service",
    `[Unit]\nStartLimitIntervalSec=0\n[Service]\nRestart=always\nRestartSec=0\n` +
      `ExecStart=/bin/sh -c ${JSON.stringify(script)} sh /run/starts\n`,
  );
  await machine.ok("systemctl", "daemon-reload");
  await machine.ok("systemctl", "start", "bench.service");
  const times: number[] = [];
  for (let index = 0; index < kills; index++) {
    await pause(REST_MS);
    // Its number in the machine is not its number here.
    const inside = await machine.show("bench.service", "MainPID");
    const pid = pidOnHost(Number(inside), machine.file("/run/starts"));
    times.push(await killAndWait(pid, machine.file("/run/starts")));
  }
  return times;
}

/** The process that has this number in the namespace of the machine. */
function pidOnHost(inside: number, fileInMachine: string): number {
  const leader = Number(/^\/proc\/(\d+)\//.exec(fileInMachine)?.[1] ?? "0");
  const namespace = Deno.readLinkSync(`/proc/${leader}/ns/pid`);
  for (const { name } of Deno.readDirSync("/proc")) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    try {
      if (Deno.readLinkSync(`/proc/${pid}/ns/pid`) !== namespace) continue;
      const numbers = /^NSpid:\s*(.+)$/m.exec(Deno.readTextFileSync(`/proc/${pid}/status`))?.[1] ?? "";
      if (Number(numbers.split(/\s+/).at(-1)) === inside) return pid;
    } catch {
      // It has ended.
    }
  }
  throw new Error(`process ${inside} of the machine is not found`);
}
