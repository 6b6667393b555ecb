/**
 * The service under a systemd that was really booted: it starts, ends, is killed, hangs, and is told wrong things.
 *
 * Each test has a machine of its own, which takes a second with the package installed.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { eventually } from "../support/eventually.ts";
import { Machine } from "../support/packaging/booted.ts";
import {
  applied,
  apply,
  BootedPackage,
  CONFIG,
  report,
  showAll,
  UNIT,
} from "../support/packaging/booted_package.ts";
import { isThere, missingBoot } from "../support/packaging/root_image.ts";
import { testIf } from "../support/require.ts";

const UNITS = join(import.meta.dirname ?? ".", "../../systemd");
const unitText = Deno.readTextFileSync(join(UNITS, UNIT));
const withoutWatchdog = /^WatchdogSec=/m.test(unitText) ? undefined : "the unit has no WatchdogSec";
const withoutReload = /^(ExecReload=|Type=notify-reload$)/m.test(unitText)
  ? undefined
  : "the unit cannot reload";
const withoutTemplate = isThere(join(UNITS, "statemanager@.service"))
  ? undefined
  : "there is no template of the unit";
const missing = missingBoot();
const booted = new BootedPackage();
Deno.test.afterAll(() => booted[Symbol.dispose]());

/** Changes lines of the unit as `systemctl edit` does. */
async function dropIn(machine: Machine, ...lines: readonly string[]): Promise<void> {
  machine.write(`/run/systemd/system/${UNIT}.d/test.conf`, ["[Service]", ...lines, ""].join("\n"));
  await machine.ok("systemctl", "daemon-reload");
}

/** Resolves to the process that came in place of `old`, once it is ready. */
async function restarted(machine: Machine, old: string): Promise<string> {
  return await eventually("the service to be restarted", async () => {
    const { MainPID: pid, SubState: state } = await showAll(machine, "MainPID", "SubState");
    return state === "running" && pid !== old && (pid ?? false);
  }, { intervalMs: 50 });
}

/** The lines of the daemon alone: systemd writes "Reloading" itself. */
async function saidByDaemon(machine: Machine): Promise<string> {
  return (await machine.journal(UNIT)).split("\n").filter((line) => line.startsWith("{")).join("\n");
}

testIf("a machine leaves nothing behind, also one that is killed", missing, async () => {
  for (const end of ["shut down", "killed"] as const) {
    await using machine = await Machine.boot();
    const { name } = machine;
    const groups = () =>
      [...Deno.readDirSync("/sys/fs/cgroup")].map((one) => `/sys/fs/cgroup/${one.name}/${name}`);
    assert.ok(groups().some(isThere) || isThere(`/sys/fs/cgroup/${name}`));
    if (end === "killed") machine.kill();
    await machine[Symbol.asyncDispose]();
    assert.deepEqual([...groups(), `/sys/fs/cgroup/${name}`].filter(isThere), [], end);
    assert.ok(!Deno.readTextFileSync("/proc/self/mountinfo").includes(name), end);
  }
});

testIf("it is enabled, and active only once it answers", missing, async () => {
  await using machine = await booted.installed();
  const waits = "etcd: { endpoints: ['127.0.0.1:1'], start_wait: 2s }\n";
  machine.write(CONFIG, machine.read(CONFIG) + waits);
  await machine.ok("systemctl", "enable", UNIT);
  assert.ok(machine.isThere(`/etc/systemd/system/multi-user.target.wants/${UNIT}`));
  const began = performance.now();
  const start = machine.ok("systemctl", "start", UNIT);
  // Awaited below; where the test fails before that, this is no failure of its own.
  start.catch(() => {});
  const before = new Set<string>();
  const get = await eventually("the service to be active", async () => {
    const state = await machine.show(UNIT, "ActiveState");
    if (state !== "active") before.add(state);
    return state === "active" && await machine.run("statemanagerd", "get");
  }, { intervalMs: 20 });
  const tookMs = performance.now() - began;
  assert.equal(get.code, 0, get.stderr);
  assert.ok(before.has("activating"), [...before].join());
  assert.ok(tookMs >= 1_900, `it was active after ${tookMs} ms, before etcd was given up`);
  await start;

  // As at a boot.
  await machine.ok("systemctl", "stop", UNIT);
  await machine.ok("systemctl", "isolate", "multi-user.target");
  assert.equal((await machine.run("statemanagerd", "get")).code, 0);
});

testIf("it says what it does, and root finds it where it is by default", missing, async () => {
  await using machine = await booted.started();
  assert.equal((await machine.run("statemanagerd", "get")).code, 0);
  assert.match(await machine.show(UNIT, "StatusText"), /^Active: 0 services/);
  const { code, stdout } = await machine.run("statemanagerd", "doctor");
  assert.equal(code, 0, stdout);
  assert.match(stdout, /^no problems, /m);
});

testIf("killed, it is back as another process and knows what it was told", missing, async () => {
  await using machine = await booted.started();
  await apply(machine, "lidar");
  const pid = await machine.show(UNIT, "MainPID");
  const began = performance.now();
  await machine.ok("sh", "-c", 'kill -KILL "$1"', "sh", pid);
  await restarted(machine, pid);
  report("ready again after SIGKILL", `${Math.round(performance.now() - began)} ms`);
  assert.equal(await machine.show(UNIT, "NRestarts"), "1");
  assert.deepEqual(await applied(machine), ["lidar"]);
});

testIf("one that ends at once, again and again, is left failed", missing, async () => {
  await using machine = await booted.installed();
  await dropIn(machine, "Type=exec", "ExecStart=", "ExecStart=/bin/false");
  await machine.run("systemctl", "start", UNIT);
  await eventually("systemd to give up", async () => await machine.show(UNIT, "SubState") === "failed", {
    intervalMs: 100,
  });
  assert.match(await machine.journal(UNIT), /Start request repeated too quickly/);
  assert.equal(await machine.show(UNIT, "NRestarts"), "20");
});

testIf("one that hangs is ended by the watchdog and started again", missing ?? withoutWatchdog, async () => {
  await using machine = await booted.installed();
  await dropIn(machine, "WatchdogSec=3s", "TimeoutAbortSec=1s");
  await machine.ok("systemctl", "start", UNIT);
  assert.equal(await machine.show(UNIT, "WatchdogUSec"), "3s");
  await apply(machine, "lidar");
  const pid = await machine.show(UNIT, "MainPID");
  // As long as it does not hang it says so, and nothing happens to it.
  const toldAt = async () => Number(await machine.show(UNIT, "WatchdogTimestampMonotonic"));
  const first = await toldAt();
  await eventually("more than WatchdogSec to pass", async () => await toldAt() > first + 3_500_000, {
    intervalMs: 100,
  });
  assert.equal(await machine.show(UNIT, "MainPID"), pid);
  const began = performance.now();
  await machine.ok("sh", "-c", 'kill -STOP "$1"', "sh", pid);
  await restarted(machine, pid);
  report("ready again after SIGSTOP, WatchdogSec=3s", `${Math.round(performance.now() - began)} ms`);
  const journal = await machine.journal(UNIT);
  assert.match(journal, /Watchdog timeout/);
  assert.match(journal, /status=6\/ABRT/);
  assert.equal(await machine.show(UNIT, "NRestarts"), "1");
  assert.deepEqual(await applied(machine), ["lidar"]);
});

testIf(
  "a reload takes a new configuration, and keeps the old one where the new is wrong",
  missing ?? withoutReload,
  async () => {
    await using machine = await booted.started();
    assert.equal(await machine.show(UNIT, "CanReload"), "yes");
    const pid = await machine.show(UNIT, "MainPID");
    const config = machine.read(CONFIG);
    const atStart = (await saidByDaemon(machine)).length;
    machine.write(CONFIG, `${config}log: { level: debug }\n`);
    await machine.ok("systemctl", "reload", UNIT);
    await eventually("the daemon to say so", async () => {
      const said = (await saidByDaemon(machine)).slice(atStart);
      return /reload|configuration/i.test(said) && !said.includes("Nothing to reload");
    });
    const before = (await saidByDaemon(machine)).length;
    machine.write(CONFIG, `${config}log: { level: loud }\n`);
    // systemd may tell of it or not; the daemon has to.
    await machine.run("systemctl", "reload", UNIT);
    await eventually("the daemon to refuse it", async () => {
      return /log\.level|loud/.test((await saidByDaemon(machine)).slice(before));
    });
    assert.equal(await machine.show(UNIT, "ActiveState"), "active");
    assert.equal(await machine.show(UNIT, "MainPID"), pid);
    assert.equal((await machine.run("statemanagerd", "get")).code, 0);
  },
);

testIf("it stops within its grace, and says that all is well", missing, async () => {
  await using machine = await booted.started();
  await apply(machine, "lidar");
  const began = performance.now();
  await machine.ok("systemctl", "stop", UNIT);
  const tookMs = performance.now() - began;
  report("stopped", `${Math.round(tookMs)} ms`);
  assert.ok(tookMs < 10_000, `${tookMs} ms`);
  const { ActiveState, Result, ExecMainStatus, NRestarts } = await showAll(
    machine,
    "ActiveState",
    "Result",
    "ExecMainStatus",
    "NRestarts",
  );
  assert.deepEqual([ActiveState, Result, ExecMainStatus, NRestarts], ["inactive", "success", "0", "0"]);
});

testIf("with a wrong configuration it ends with 2 and is not tried again", missing, async () => {
  await using machine = await booted.installed();
  machine.write(CONFIG, "listne: ['127.0.0.1:47001']\n");
  assert.notEqual((await machine.run("systemctl", "start", UNIT)).code, 0);
  await eventually("it to be failed", async () => await machine.show(UNIT, "SubState") === "failed");
  const { Result, ExecMainStatus, NRestarts } = await showAll(
    machine,
    "Result",
    "ExecMainStatus",
    "NRestarts",
  );
  assert.deepEqual([Result, ExecMainStatus, NRestarts], ["exit-code", "2", "0"]);
  assert.match(await machine.journal(UNIT), /listne/);
});

testIf("a secret that only root may read reaches it as a credential", missing, async () => {
  await using machine = await booted.installed();
  const secret = "/etc/piccolo/etcd.password";
  machine.write(secret, "open sesame\n");
  await machine.ok("chmod", "600", secret);
  const handedOver = `/run/credentials/${UNIT}/etcd.password`;
  const use = (path: string) =>
    machine.write(
      CONFIG,
      `etcd: { endpoints: ['127.0.0.1:1'], username: manager, password_file: ${path} }\n`,
    );

  use(secret);
  assert.notEqual((await machine.run("systemctl", "start", UNIT)).code, 0, "it cannot read the file itself");
  assert.match(await saidByDaemon(machine), /etcd\.password/);
  // It is tried again and again, and a start that falls in with such an attempt fails with it.
  await machine.ok("systemctl", "stop", UNIT);

  await dropIn(machine, `LoadCredential=etcd.password:${secret}`);
  use(handedOver);
  await machine.run("systemctl", "reset-failed", UNIT);
  await machine.ok("systemctl", "start", UNIT);
  assert.equal(await machine.show(UNIT, "ActiveState"), "active");
});

testIf("a state directory and a socket elsewhere are used once the unit allows them", missing, async () => {
  await using machine = await booted.installed();
  const [state, socket] = ["/data/statemanager", "/run/car/statemanager.sock"];
  machine.write(CONFIG, `listen: ["unix:${socket}"]\nstate_dir: ${state}\n`);
  await machine.ok("install", "-d", "-o", "statemanager", "-g", "statemanager", "-m", "0700", state);
  await machine.run("systemctl", "start", UNIT);
  await eventually("it to say why", async () => /read-only/i.test(await saidByDaemon(machine)));
  await machine.run("systemctl", "stop", UNIT);

  await dropIn(machine, `ReadWritePaths=${state}`, "RuntimeDirectory=car");
  await machine.run("systemctl", "reset-failed", UNIT);
  await machine.ok("systemctl", "start", UNIT);
  machine.write("/root/lidar.yaml", "kind: Service\nmetadata: { name: lidar }\nspec: {}\n");
  await machine.ok("statemanagerd", "apply", "--address", `unix:${socket}`, "-f", "/root/lidar.yaml");
  await machine.ok("systemctl", "restart", UNIT);
  assert.match(await machine.ok("statemanagerd", "get", "--address", `unix:${socket}`), /default\/lidar/);
  assert.equal((await machine.run("statemanagerd", "doctor")).code, 0);
  assert.match(await machine.ok("statemanagerd", "journal", "verify"), /^sound: 1 service/);
});

testIf("two instances of the template run side by side", missing ?? withoutTemplate, async () => {
  await using machine = await booted.installed();
  for (const [index, name] of ["a", "b"].entries()) {
    const unit = `statemanager@${name}.service`;
    const start = `${await machine.show(unit, "ExecStart")} ${await machine.show(unit, "Environment")}`;
    const [, config] = /(?:--config[ =]|STATEMANAGER_CONFIG=)(\S+)/.exec(start) ?? [];
    if (config === undefined) throw new Error(`${unit} names no configuration of its own: ${start}`);
    assert.ok(config.includes(name), config);
    const state = await machine.show(unit, "StateDirectory");
    machine.write(config, `listen: ['127.0.0.1:${47001 + index}']\nstate_dir: /var/lib/${state}\n`);
    await machine.ok("systemctl", "start", unit);
  }
  for (const [index, name] of ["a", "b"].entries()) {
    assert.equal(await machine.show(`statemanager@${name}.service`, "ActiveState"), "active");
    await machine.ok("statemanagerd", "get", "--address", `127.0.0.1:${47001 + index}`);
  }
});
