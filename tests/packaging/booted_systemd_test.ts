/**
 * The package in a Debian that a real systemd has booted: installed, started, killed, filled up, taken away.
 *
 * Each test has a machine of its own, which takes half a second to boot.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { Machine } from "../support/packaging/booted.ts";
import { NEXT_CONFIG_LINE, NEXT_VERSION, RealPackages, VERSION } from "../support/packaging/real_package.ts";
import { isThere, missingBoot } from "../support/packaging/root_image.ts";
import { FORBIDDEN, NEEDED, prepareProbe, probe } from "../support/packaging/sandbox_probe.ts";
import { eventually } from "../support/eventually.ts";
import { testIf } from "../support/require.ts";

const UNIT = "statemanager.service";
const CONFIG = "/etc/piccolo/statemanager.yaml";
const DROP_INS = `/run/systemd/system/${UNIT}.d`;
const MIB = 2 ** 20;
const missing = missingBoot();
const UNITS = join(import.meta.dirname ?? ".", "../../systemd");
const unitText = Deno.readTextFileSync(join(UNITS, UNIT));
const withoutWatchdog = /^WatchdogSec=/m.test(unitText) ? undefined : "the unit has no WatchdogSec";
const withoutReload = /^(ExecReload=|Type=notify-reload$)/m.test(unitText)
  ? undefined
  : "the unit cannot reload";
const withoutTemplate = isThere(join(UNITS, "statemanager@.service"))
  ? undefined
  : "there is no template of the unit";
const packages = new RealPackages();
Deno.test.afterAll(() => packages[Symbol.dispose]());

/** A figure for docs/packaging.md; shown with --verbose. */
function report(what: string, figure: string): void {
  console.log(`${what}: ${figure}`);
}

/** A machine on which the package is installed, and nothing more. */
async function installed(): Promise<Machine> {
  const machine = await Machine.boot({ shared: { [await packages.made()]: "/packages" } });
  try {
    await machine.ok("dpkg", "--install", `/packages/${VERSION}.deb`);
    return machine;
  } catch (error) {
    await machine[Symbol.asyncDispose]();
    throw error;
  }
}

/** The same, and the service runs. */
async function started(): Promise<Machine> {
  const machine = await installed();
  try {
    await machine.ok("systemctl", "start", UNIT);
    return machine;
  } catch (error) {
    await machine[Symbol.asyncDispose]();
    throw error;
  }
}

testIf("installing makes the user and starts nothing", missing, async () => {
  await using machine = await installed();
  assert.equal((await machine.run("systemctl", "is-enabled", UNIT)).stdout.trim(), "disabled");
  assert.equal((await machine.run("systemctl", "is-active", UNIT)).stdout.trim(), "inactive");
  assert.match(
    await machine.ok("getent", "passwd", "statemanager"),
    /:\/var\/lib\/statemanager:\S*nologin$/m,
  );
  assert.equal((await machine.ok("stat", "-c", "%U %a", "/var/lib/statemanager")).trim(), "statemanager 700");
});

/** Several properties of the unit at one moment. */
async function showAll<K extends string>(
  machine: Machine,
  ...names: readonly K[]
): Promise<Record<K, string>> {
  const text = await machine.ok("systemctl", "show", "-p", names.join(","), UNIT);
  return Object.fromEntries(
    text.trim().split("\n").map((line) => {
      const at = line.indexOf("=");
      return [line.slice(0, at), line.slice(at + 1)];
    }),
  ) as Record<K, string>;
}

/** Changes lines of the unit as `systemctl edit` does. */
async function dropIn(machine: Machine, ...lines: readonly string[]): Promise<void> {
  machine.write(`${DROP_INS}/test.conf`, ["[Service]", ...lines, ""].join("\n"));
  await machine.ok("systemctl", "daemon-reload");
}

/** Resolves to the process that came in place of `old`, once it is ready. */
async function restarted(machine: Machine, old: string, timeoutMs = 10_000): Promise<string> {
  return await eventually("the service to be restarted", async () => {
    const { MainPID: pid, SubState: state } = await showAll(machine, "MainPID", "SubState");
    return state === "running" && pid !== old && pid;
  }, { timeoutMs, intervalMs: 50 });
}

async function apply(machine: Machine, ...names: readonly string[]): Promise<void> {
  const manifests = names.map((name) =>
    `kind: Service\nmetadata: { namespace: vehicle, name: ${name} }\nspec: {}\n`
  );
  machine.write("/root/services.yaml", manifests.join("---\n"));
  await machine.ok("statemanagerd", "apply", "-f", "/root/services.yaml");
}

async function applied(machine: Machine): Promise<readonly string[]> {
  const { services } = JSON.parse(await machine.ok("statemanagerd", "get", "-o", "json"));
  return services.map(({ metadata }: { readonly metadata: { readonly name: string } }) => metadata.name);
}

testIf("it is enabled, and active only once it answers", missing, async () => {
  await using machine = await installed();
  const waits = "etcd: { endpoints: ['127.0.0.1:1'], start_wait: 2s }\n";
  machine.write(CONFIG, machine.read(CONFIG) + waits);
  await machine.ok("systemctl", "enable", UNIT);
  assert.ok(machine.isThere(`/etc/systemd/system/multi-user.target.wants/${UNIT}`));
  const began = performance.now();
  const start = machine.ok("systemctl", "start", UNIT);
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
  await using machine = await started();
  assert.equal((await machine.run("statemanagerd", "get")).code, 0);
  assert.match(await machine.show(UNIT, "StatusText"), /^Serving 0 services at 127\.0\.0\.1:47001$/);
  const { code, stdout } = await machine.run("statemanagerd", "doctor");
  assert.equal(code, 0, stdout);
  assert.match(stdout, /^no problems, /m);
  const { code: status, stderr } = await machine.run("statemanagerd", "status");
  if (!stderr.includes("There is no command")) assert.equal(status, 0, stderr);
});

testIf("killed, it is back as another process and knows what it was told", missing, async () => {
  await using machine = await started();
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
  await using machine = await installed();
  await dropIn(machine, "Type=exec", "ExecStart=", "ExecStart=/bin/false");
  await machine.run("systemctl", "start", UNIT);
  await eventually("systemd to give up", async () => await machine.show(UNIT, "SubState") === "failed", {
    timeoutMs: 20_000,
    intervalMs: 100,
  });
  assert.match(await machine.journal(UNIT), /Start request repeated too quickly/);
  assert.equal(await machine.show(UNIT, "NRestarts"), "20");
});

testIf("one that hangs is ended by the watchdog and started again", missing ?? withoutWatchdog, async () => {
  await using machine = await installed();
  await dropIn(machine, "WatchdogSec=3s", "TimeoutAbortSec=1s");
  await machine.ok("systemctl", "start", UNIT);
  assert.equal(await machine.show(UNIT, "WatchdogUSec"), "3s");
  await apply(machine, "lidar");
  const pid = await machine.show(UNIT, "MainPID");
  // As long as it does not hang nothing happens to it.
  await new Promise((resolve) => setTimeout(resolve, 4_000));
  assert.equal(await machine.show(UNIT, "MainPID"), pid);
  const began = performance.now();
  await machine.ok("sh", "-c", 'kill -STOP "$1"', "sh", pid);
  await restarted(machine, pid, 15_000);
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
    await using machine = await started();
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

/** The lines of the daemon alone: systemd writes "Reloading" itself. */
async function saidByDaemon(machine: Machine): Promise<string> {
  return (await machine.journal(UNIT)).split("\n").filter((line) => line.startsWith("{")).join("\n");
}

testIf("it stops within its grace, and says that all is well", missing, async () => {
  await using machine = await started();
  await apply(machine, "lidar");
  const began = performance.now();
  await machine.ok("systemctl", "stop", UNIT);
  const tookMs = performance.now() - began;
  report("stopped", `${Math.round(tookMs)} ms`);
  assert.ok(tookMs < 10_000, `${tookMs} ms`);
  const { ActiveState, Result, ExecMainStatus, NRestarts } = await showAll(
    machine,
    ...["ActiveState", "Result", "ExecMainStatus", "NRestarts"] as const,
  );
  assert.deepEqual([ActiveState, Result, ExecMainStatus, NRestarts], ["inactive", "success", "0", "0"]);
});

testIf("with a wrong configuration it ends with 2 and is not tried again", missing, async () => {
  await using machine = await installed();
  machine.write(CONFIG, "listne: ['127.0.0.1:47001']\n");
  assert.notEqual((await machine.run("systemctl", "start", UNIT)).code, 0);
  await eventually("it to be failed", async () => await machine.show(UNIT, "SubState") === "failed");
  const { Result, ExecMainStatus, NRestarts } = await showAll(
    machine,
    ...["Result", "ExecMainStatus", "NRestarts"] as const,
  );
  assert.deepEqual([Result, ExecMainStatus, NRestarts], ["exit-code", "2", "0"]);
  assert.match(await machine.journal(UNIT), /listne/);
});

testIf(
  "systemd takes every line of the installed unit, and counts 1.4 of exposure at most",
  missing,
  async () => {
    await using machine = await installed();
    // There is no man in this image.
    const { code, stderr } = await machine.run("systemd-analyze", "verify", "--man=no", UNIT);
    assert.deepEqual([code, stderr], [0, ""]);
    const { stdout } = await machine.run("systemd-analyze", "security", "--no-pager", UNIT);
    const [, exposure] = /Overall exposure level for \S+: ([\d.]+)/.exec(stdout) ?? [];
    report("exposure", exposure ?? "?");
    assert.ok(Number(exposure) <= 1.4, stdout);
  },
);

testIf("the sandbox of the unit refuses what the daemon never does, to root as well", missing, async () => {
  await using machine = await installed();
  prepareProbe(machine);
  machine.write(
    "/run/systemd/system/free.service",
    "[Service]\nStateDirectory=statemanager\nRuntimeDirectory=statemanager\n",
  );
  const elsewhere = await probe(machine, "free.service");
  const asRoot = await probe(machine, UNIT, ["User=root", "Group=root"]);
  const asIs = await probe(machine, UNIT);
  for (const name of [...Object.keys(FORBIDDEN), ...Object.keys(NEEDED)]) {
    const outcomes = [elsewhere, asRoot, asIs].map((outcome) => outcome.get(name) ?? "not tried");
    report(name, outcomes.join(" / "));
  }
  for (const [name, { isFreeElsewhere, isRefusedToRoot }] of Object.entries(FORBIDDEN)) {
    if (isFreeElsewhere) assert.equal(elsewhere.get(name), "done", `${name}, without the unit`);
    if (isRefusedToRoot) assert.notEqual(asRoot.get(name) ?? "done", "done", `${name}, as root in the unit`);
    assert.notEqual(asIs.get(name) ?? "done", "done", name);
  }
  for (const name of Object.keys(NEEDED)) assert.equal(asIs.get(name), "done", name);
});

testIf("the daemon runs as its own user, without capabilities, and can gain none", missing, async () => {
  await using machine = await started();
  const status = await machine.ok("cat", `/proc/${await machine.show(UNIT, "MainPID")}/status`);
  const field = (name: string) => new RegExp(`^${name}:\\s*(\\S+)`, "m").exec(status)?.[1];
  assert.equal(field("Uid"), (await machine.ok("id", "-u", "statemanager")).trim());
  for (const name of ["CapPrm", "CapEff", "CapBnd", "CapAmb"]) assert.match(field(name) ?? "", /^0+$/, name);
  assert.deepEqual([field("NoNewPrivs"), field("Seccomp")], ["1", "2"]);
  assert.equal((await machine.ok("stat", "-c", "%U %a", "/run/statemanager")).trim(), "statemanager 755");
});

/** A file of a control group of the service, whichever version of them the machine has. */
async function groupFile(machine: Machine, unit: string, legacy: string, unified: string): Promise<string> {
  const group = await machine.show(unit, "ControlGroup");
  const [controller = ""] = legacy.split(".");
  const old = `/sys/fs/cgroup/${controller}${group}/${legacy}`;
  return machine.read(machine.isThere(old) ? old : `/sys/fs/cgroup${group}/${unified}`).trim();
}

testIf("the limits on memory and tasks are in force, and the daemon stays far below", missing, async () => {
  await using machine = await installed();
  await machine.enableLimits();
  await machine.ok("systemctl", "start", UNIT);
  const max = await groupFile(machine, UNIT, "memory.limit_in_bytes", "memory.max");
  assert.equal(Number(max), 320 * MIB);
  assert.equal(await groupFile(machine, UNIT, "pids.max", "pids.max"), "64");
  await apply(machine, ...Array.from({ length: 200 }, (_, index) => `service-${index}`));
  assert.equal((await applied(machine)).length, 200);
  const peak = Number(await groupFile(machine, UNIT, "memory.max_usage_in_bytes", "memory.peak"));
  const tasks = Number(await groupFile(machine, UNIT, "pids.current", "pids.current"));
  report("peak of memory with 200 services, tasks", `${Math.round(peak / MIB)} MiB, ${tasks}`);
  assert.ok(peak > 20 * MIB && peak < 288 * MIB, `${peak} bytes`);
  assert.ok(tasks < 48, `${tasks} tasks`);
});

testIf("whoever takes more memory or tasks than the unit has is stopped", missing, async () => {
  await using machine = await installed();
  await machine.enableLimits();
  // The same unit by another name.
  machine.write("/run/systemd/system/hog.service", machine.read(`/usr/lib/systemd/system/${UNIT}`));
  const run = async (program: string) => {
    machine.write("/usr/local/lib/hog.pl", program);
    const lines = ["Type=oneshot", "Restart=no", "WatchdogSec=0", "MemorySwapMax=0"];
    const ways = [
      "StandardOutput=truncate:/run/hog",
      "ExecStart=",
      "ExecStart=/usr/bin/perl /usr/local/lib/hog.pl",
    ];
    machine.write(
      "/run/systemd/system/hog.service.d/test.conf",
      ["[Service]", ...lines, ...ways, ""].join("\n"),
    );
    await machine.ok("systemctl", "daemon-reload");
    const { code } = await machine.run("systemctl", "start", "hog");
    return { code, last: Number(machine.read("/run/hog").trim().split("\n").at(-1)) };
  };
  const memory = await run(`$| = 1; my @held; for (1 .. 640) { push @held, "x" x 1048576; print "$_\\n" }`);
  report("MiB until it was ended", `${memory.last}`);
  assert.notEqual(memory.code, 0);
  assert.equal(await machine.show("hog", "ExecMainStatus"), "9");
  assert.ok(memory.last > 200 && memory.last < 320, `${memory.last} MiB`);
  const tasks = await run(`$| = 1; my $n = 1;
    while ($n < 200) { my $pid = fork; last unless defined $pid; if (!$pid) { sleep 60; exit } $n++ }
    print "$n\\n"; kill 'KILL', -getpgrp;`);
  assert.equal(tasks.last, 64);
});

testIf(
  "an upgrade restarts what runs, keeps state and a changed configuration; so does the way back",
  missing,
  async () => {
    await using machine = await started();
    await apply(machine, "lidar");
    const mine = `${machine.read(CONFIG)}# mine\n`;
    machine.write(CONFIG, mine);
    for (const version of [NEXT_VERSION, VERSION]) {
      const pid = await machine.show(UNIT, "MainPID");
      await machine.ok("dpkg", "--force-confold", "--install", `/packages/${version}.deb`);
      assert.equal(await machine.show(UNIT, "ActiveState"), "active");
      assert.notEqual(await machine.show(UNIT, "MainPID"), pid);
      assert.deepEqual(await applied(machine), ["lidar"]);
      assert.equal(machine.read(CONFIG), mine);
      assert.match(
        await machine.ok("dpkg", "--status", "statemanager"),
        new RegExp(`^Version: ${version}$`, "m"),
      );
      if (version === NEXT_VERSION) {
        assert.ok(
          machine.read(`${CONFIG}.dpkg-dist`).endsWith(`${NEXT_CONFIG_LINE}\n`),
        );
      }
    }
  },
);

testIf(
  "an upgrade starts nothing that did not run, and restarts nothing where that is forbidden",
  missing,
  async () => {
    await using machine = await installed();
    await machine.ok("dpkg", "--install", `/packages/${NEXT_VERSION}.deb`);
    assert.equal(await machine.show(UNIT, "ActiveState"), "inactive");
    assert.ok(
      machine.read(CONFIG).endsWith(`${NEXT_CONFIG_LINE}\n`),
      "an unchanged configuration is the new one",
    );
    await machine.ok("systemctl", "start", UNIT);
    const pid = await machine.show(UNIT, "MainPID");
    machine.write("/usr/sbin/policy-rc.d", "#!/bin/sh\nexit 101\n");
    await machine.ok("chmod", "755", "/usr/sbin/policy-rc.d");
    await machine.ok("dpkg", "--install", `/packages/${VERSION}.deb`);
    assert.equal(await machine.show(UNIT, "MainPID"), pid);
  },
);

testIf("remove stops it and keeps state and configuration; purge leaves nothing", missing, async () => {
  await using machine = await started();
  await machine.ok("systemctl", "enable", UNIT);
  await apply(machine, "lidar");
  const journal = "/var/lib/statemanager/journal.db";
  await machine.ok("dpkg", "--remove", "statemanager");
  assert.equal((await machine.run("systemctl", "is-active", UNIT)).stdout.trim(), "inactive");
  assert.equal((await machine.run("pgrep", "-u", "statemanager")).stdout, "");
  assert.equal(machine.isThere("/usr/bin/statemanagerd"), false);
  assert.ok(machine.isThere(CONFIG) && machine.isThere(journal));
  assert.equal((await machine.run("id", "statemanager")).code, 0);

  await machine.ok("dpkg", "--install", `/packages/${VERSION}.deb`);
  await machine.ok("systemctl", "start", UNIT);
  assert.deepEqual(await applied(machine), ["lidar"]);

  await machine.ok("dpkg", "--purge", "statemanager");
  for (
    const path of ["/etc/piccolo", "/var/lib/statemanager", "/run/statemanager", "/usr/lib/statemanager"]
  ) {
    assert.equal(machine.isThere(path), false, path);
  }
  assert.notEqual((await machine.run("id", "statemanager")).code, 0);
  assert.equal(await machine.ok("find", "/etc/systemd/system", "-name", "statemanager*"), "");
  assert.equal((await machine.run("systemctl", "cat", UNIT)).code, 1);
});

testIf("two instances of the template run side by side", missing ?? withoutTemplate, async () => {
  await using machine = await installed();
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
