/**
 * The process driver with units, as tests that run inside of a booted machine: `tests/integration/node/transient_units_test.ts` takes them
 * there, because the driver has to see the processes and the files that systemd sees.
 */
import assert from "node:assert/strict";
import type { Instance, InstanceEnd } from "../../../src/node/driver.ts";
import { isThere } from "../../../src/node/process/proc.ts";
import { openProcessUnits, type ProcessUnits } from "../../../src/node/process/transient/units.ts";
import { SystemClock } from "../../../src/platform/process/clock.ts";
import { eventually } from "../eventually.ts";
import { SILENT } from "../silent_log.ts";
import { TempDir } from "../temp_dir.ts";
import { DriverRig, script, workloadOf } from "./driver_rig.ts";

const BUS = "/run/dbus/system_bus_socket";
const UNIT = "piccolo-front-vehicle-lidar-0.service";
const SLEEP = "exec sleep 1000";

async function unitsOf(dir: TempDir): Promise<ProcessUnits> {
  const units = await openProcessUnits({
    ...{ mode: "always", node: "front", root: dir.path, systemBus: BUS, userBus: "", uid: 0, gid: 0 },
    ...{ clock: new SystemClock(), log: SILENT },
  });
  assert.ok(units !== undefined);
  return units;
}

async function rigOf(): Promise<DriverRig> {
  const dir = new TempDir();
  Deno.chmodSync(dir.path, 0o711);
  return new DriverRig(await unitsOf(dir), dir);
}

async function run(...[program = "", ...args]: readonly string[]): Promise<string> {
  const { stdout, stderr } = await new Deno.Command(program, { args: [...args] }).output();
  return new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
}

async function show(property: string, unit = UNIT): Promise<string> {
  return (await run("systemctl", "show", "--value", "-p", property, unit)).trim();
}

const isEnded = ({ state }: Instance) => state.kind === "ended";
const untilEnded = async (rig: DriverRig, id: string): Promise<InstanceEnd> => {
  const { state } = await rig.until(id, "ended", isEnded);
  assert.ok(state.kind === "ended");
  return state.end;
};
const untilGone = () => eventually("the unit is gone", async () => await show("LoadState") === "not-found");

Deno.test("a process is a unit of its own; its end is told at once, and then nothing of it is left in systemd", async () => {
  await using rig = await rigOf();
  const { state } = await rig.start("a", script(SLEEP));
  assert.equal(state.kind, "running");
  const pid = rig.pidOf("a");
  assert.equal(await show("MainPID"), `${pid}`);
  assert.equal(await show("ControlGroup"), `/piccolo.slice/${UNIT}`);
  assert.match(await show("Description"), /^vehicle\/lidar replica 0 /);
  const times: number[] = [];
  for (let round = 0; round < 10; round++) {
    const id = `round-${round}`;
    await rig.driver.stop(round === 0 ? "a" : `round-${round - 1}`, "at-once");
    const began = performance.now();
    await rig.start(id, script(SLEEP));
    const tookMs = performance.now() - began;
    const killed = performance.now();
    Deno.kill(rig.pidOf(id), "SIGKILL");
    const { promise, resolve } = Promise.withResolvers<void>();
    rig.onReport = (instance) => void (instance.state.kind === "ended" && resolve());
    await promise;
    times.push(performance.now() - killed);
    console.log(`start ${tookMs.toFixed(1)} ms, end told ${times.at(-1)?.toFixed(1)} ms`);
    assert.deepEqual(await untilEnded(rig, id), { signal: 9, isResourceExhausted: false, message: "" });
  }
  // By a signal, and not by a look: on a busy machine not each time.
  assert.ok(Math.min(...times) < 50, times.join());
  await untilGone();
});

Deno.test("exit codes are told, also of what ended while no node was there", async () => {
  await using rig = await rigOf();
  for (const code of [0, 78, 3]) {
    await rig.start(`exit-${code}`, script(`exit ${code}`));
    assert.deepEqual(await untilEnded(rig, `exit-${code}`), {
      exitCode: code,
      isResourceExhausted: false,
      message: "",
    });
  }
  for (const code of [0, 7]) {
    await rig.start(
      `away-${code}`,
      script(`while [ ! -e ${rig.dir.file("go")} ]; do sleep 0.01; done; exit ${code}`),
    );
    const pid = rig.pidOf(`away-${code}`);
    await rig.stop();
    rig.dir.write("go", "");
    await eventually("it ended", () => !isThere(pid));
    Deno.removeSync(rig.dir.file("go"));
    rig.begin(await unitsOf(rig.dir));
    assert.equal((await untilEnded(rig, `away-${code}`)).exitCode, code);
    await untilGone();
  }
});

Deno.test("arguments and variables arrive as they are, and the output is in the file", async () => {
  await using rig = await rigOf();
  const { runtime } = workloadOf("runtime: { process: { command: [/bin/true] } }");
  assert.ok(runtime.kind === "process");
  const words = ["$HOME", "${HOME}", "x$$y", "%n", "a b", "", ";", '"', "'", "\\x41", "z\n2", "-"];
  await rig.start("a", { runtime: { ...runtime, command: ["/usr/bin/printf", "<%s>", ...words] } });
  await untilEnded(rig, "a");
  const log = rig.dir.file("log", "vehicle", "lidar.0.log");
  assert.equal(Deno.readTextFileSync(log), words.map((word) => `<${word}>`).join(""));
  assert.equal((Deno.statSync(log).mode ?? 0) & 0o777, 0o640);
  const ODD = 'a "b" $HOME %n \\ ;\nsecond';
  await rig.start("b", {
    runtime: { ...runtime, command: ["/usr/bin/printenv", "ODD"], environment: { ODD } },
  });
  await untilEnded(rig, "b");
  assert.ok(Deno.readTextFileSync(log).endsWith(`>${ODD}\n`));
});

Deno.test("after a restart of the node a unit is found again by its record, and without it", async () => {
  await using rig = await rigOf();
  await rig.start("a", script(SLEEP, "stop: { signal: SIGINT, timeout: 1234ms }"));
  const pid = rig.pidOf("a");
  const path = rig.dir.file("instances", "a.json");
  const record = JSON.parse(Deno.readTextFileSync(path));
  for (
    const change of [
      () => {},
      () => Deno.writeTextFileSync(path, JSON.stringify({ ...record, pid: 0, startTicks: "" })),
      () => Deno.removeSync(path),
    ]
  ) {
    await rig.stop();
    change();
    rig.begin(await unitsOf(rig.dir));
    assert.equal(rig.pidOf("a"), pid);
    const again = await rig.driver.start(rig.request("a", script(SLEEP)));
    assert.ok(again.ok && again.value.state.kind === "running" && again.value.state.pid === pid);
  }
  assert.deepEqual(JSON.parse(Deno.readTextFileSync(path)).stop, { signal: "SIGINT", timeoutMs: 1234 });
  assert.equal((await rig.driver.stop("a", "orderly")).ok, true);
  assert.ok(!isThere(pid));
  await untilGone();
});

Deno.test("stop() asks in order, then ends the whole control group by force", async () => {
  await using rig = await rigOf();
  const ready = (id: string) =>
    eventually("it listens", () => Deno.statSync(rig.dir.file("instances", id, "ready")).isFile);
  await rig.start(
    "a",
    script("trap 'exit 7' USR1; echo >ready; while :; do sleep 0.01; done", "stop: { signal: SIGUSR1 }"),
  );
  await ready("a");
  const obeyed = await rig.driver.stop("a", "orderly");
  assert.ok(obeyed.ok);
  assert.equal(obeyed.value?.exitCode, 7);
  for (const mode of ["orderly", "at-once"] as const) {
    // A session of its own is no way out.
    const text =
      "trap '' TERM; setsid sleep 1000 & echo $! >child; echo >ready; while :; do sleep 0.01; done";
    await rig.start(mode, script(text, "stop: { timeout: 50ms }"));
    await ready(mode);
    const child = Number(Deno.readTextFileSync(rig.dir.file("instances", mode, "child")));
    const began = performance.now();
    const stopped = await rig.driver.stop(mode, mode);
    console.log(`stop ${mode} ${(performance.now() - began).toFixed(0)} ms`);
    assert.ok(stopped.ok);
    assert.equal(stopped.value?.signal, 9);
    assert.ok(!isThere(child));
  }
  await rig.start("held", script(SLEEP));
  await rig.driver.signal("held", "SIGSTOP");
  await rig.until("held", "held", ({ state }) => state.kind === "held");
  const held = await rig.driver.stop("held", "orderly");
  assert.equal(held.ok && held.value?.signal, 9);
});

Deno.test("what a dead process left behind does not keep its replica from starting", async () => {
  await using rig = await rigOf();
  await rig.start(
    "a",
    script("trap '' TERM; (trap '' TERM; exec sleep 1000) & echo $! >child; wait", "stop: { timeout: 60s }"),
  );
  const child = await eventually(
    "its child",
    () => Number(Deno.readTextFileSync(rig.dir.file("instances", "a", "child"))) || undefined,
  );
  Deno.kill(rig.pidOf("a"), "SIGKILL");
  assert.equal((await untilEnded(rig, "a")).signal, 9);
  const { state } = await rig.start("b", script(SLEEP));
  assert.equal(state.kind, "running");
  assert.ok(!isThere(child));
  assert.deepEqual(await rig.driver.stop("a", "orderly"), {
    ok: true,
    value: { signal: 9, isResourceExhausted: false, message: "" },
  });
  assert.ok(isThere(rig.pidOf("b")), "the end of the old one ended the new one");
});

Deno.test("limits, user and resources of the spec are those of the unit", async () => {
  await using rig = await rigOf();
  const text = "ulimit -n; ulimit -Hn; id -u; id -g; exec sleep 1000";
  const more = "limits: { open_files: 77, processes: 33 }, uid: 65534, gid: 65534";
  const workload = workloadOf(`runtime: { process: { command: [/bin/sh, "-c", "${text}"], ${more} } }`);
  const order = {
    ...rig.request("a", workload),
    resources: { cpuMillis: 250, memoryBytes: 64n * 1024n * 1024n },
  };
  Deno.chmodSync(rig.dir.file("instances"), 0o711);
  const started = await rig.driver.start(order);
  assert.ok(started.ok, JSON.stringify(started));
  const log = rig.dir.file("log", "vehicle", "lidar.0.log");
  await eventually("it wrote", () => Deno.readTextFileSync(log) === "77\n77\n65534\n65534\n");
  assert.deepEqual(
    [await show("MemoryMax"), await show("CPUQuotaPerSecUSec"), await show("TasksMax")],
    ["67108864", "250ms", "33"],
  );
});

Deno.test("one that runs out of memory is told as such", async () => {
  await using rig = await rigOf();
  const eats = workloadOf("runtime: { process: { command: [/usr/bin/tail, /dev/zero], log: none } }");
  const order = { ...rig.request("a", eats), resources: { cpuMillis: 0, memoryBytes: 32n * 1024n * 1024n } };
  const started = await rig.driver.start(order);
  assert.ok(started.ok, JSON.stringify(started));
  const end = await untilEnded(rig, "a");
  assert.deepEqual([end.signal, end.isResourceExhausted], [9, true], JSON.stringify(end));
});

Deno.test("what cannot be started says why, and leaves nothing behind", async () => {
  await using rig = await rigOf();
  const broken = rig.dir.write("broken", "no program at all\n");
  Deno.chmodSync(broken, 0o755);
  const cases = [
    ["[/no/such/program]", "", "program-missing", /does not exist/],
    [`[${rig.dir.write("plain", "")}]`, "", "program-broken", /not executable/],
    [`[${broken}]`, "", "program-broken", /cannot be executed/],
    ["[/bin/sleep, '1']", "uid: 4711", "program-broken", /its user does not exist/],
  ] as const;
  for (const [command, more, kind, message] of cases) {
    const failure = await rig.refusal(
      "a",
      workloadOf(`runtime: { process: { command: ${command}, ${more} } }`),
    );
    assert.deepEqual([failure.kind, message.test(failure.message)], [kind, true], failure.message);
    assert.deepEqual(await rig.driver.list(), { ok: true, value: [] });
    await untilGone();
  }
  await run("systemd-run", `--unit=${UNIT}`, "/bin/sleep", "1000");
  const taken = await rig.refusal("b", script(SLEEP));
  assert.deepEqual(
    [taken.kind, /is not of this node/.test(taken.message)],
    ["name-taken", true],
    taken.message,
  );
  assert.equal(await show("ActiveState"), "active");
  await run("systemctl", "stop", UNIT);
});

Deno.test("while the bus is away an end is seen, and processes are still stopped and started", async () => {
  await using rig = await rigOf();
  await rig.start("a", script(SLEEP));
  await run("systemctl", "stop", "dbus.socket", "dbus.service");
  try {
    Deno.kill(rig.pidOf("a"), "SIGKILL");
    const end = await untilEnded(rig, "a");
    assert.equal(end.message, "it ended while no node watched it");
    const refused = await rig.refusal("b", script(SLEEP));
    assert.equal(refused.kind, "runtime-away");
  } finally {
    await run("systemctl", "start", "dbus.socket");
  }
  await eventually(
    "it starts again",
    async () => (await rig.driver.start(rig.request("c", script(SLEEP)))).ok,
    {
      intervalMs: 100,
    },
  );
  Deno.kill(rig.pidOf("c"), "SIGKILL");
  assert.equal((await untilEnded(rig, "c")).signal, 9);
});
