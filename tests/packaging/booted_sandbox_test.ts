/** What the unit refuses and bounds, tried from inside under a systemd that was really booted. */
import assert from "node:assert/strict";
import type { Machine } from "../support/packaging/booted.ts";
import { applied, apply, BootedPackage, report, UNIT } from "../support/packaging/booted_package.ts";
import { missingBoot } from "../support/packaging/root_image.ts";
import { FORBIDDEN, NEEDED, prepareProbe, probe } from "../support/packaging/sandbox_probe.ts";
import { testIf } from "../support/require.ts";

const MIB = 2 ** 20;
const missing = missingBoot();
const booted = new BootedPackage();
Deno.test.afterAll(() => booted[Symbol.dispose]());

/** A file of the service's control group, by its name in version 1, else by the first of the others that is there. */
async function groupFile(machine: Machine, legacy: string, ...unified: readonly string[]): Promise<string> {
  const group = await machine.show(UNIT, "ControlGroup");
  const [controller = ""] = legacy.split(".");
  const paths = [
    `/sys/fs/cgroup/${controller}${group}/${legacy}`,
    ...unified.map((name) => `/sys/fs/cgroup${group}/${name}`),
  ];
  const path = paths.find((one) => machine.isThere(one));
  if (path === undefined) throw new Error(`none of ${paths.join(", ")} is there`);
  return machine.read(path).trim();
}

testIf(
  "systemd takes every line of the installed unit, and counts 1.4 of exposure at most",
  missing,
  async () => {
    await using machine = await booted.installed();
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
  await using machine = await booted.installed();
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
  await using machine = await booted.started();
  const status = await machine.ok("cat", `/proc/${await machine.show(UNIT, "MainPID")}/status`);
  const field = (name: string) => new RegExp(`^${name}:\\s*(\\S+)`, "m").exec(status)?.[1];
  assert.equal(field("Uid"), (await machine.ok("id", "-u", "statemanager")).trim());
  for (const name of ["CapPrm", "CapEff", "CapBnd", "CapAmb"]) assert.match(field(name) ?? "", /^0+$/, name);
  assert.deepEqual([field("NoNewPrivs"), field("Seccomp")], ["1", "2"]);
  assert.equal((await machine.ok("stat", "-c", "%U %a", "/run/statemanager")).trim(), "statemanager 755");
});

testIf("the limits on memory and tasks are in force, and the daemon stays far below", missing, async () => {
  await using machine = await booted.installed();
  await machine.enableLimits();
  await machine.ok("systemctl", "start", UNIT);
  const max = await groupFile(machine, "memory.limit_in_bytes", "memory.max");
  assert.equal(Number(max), 352 * MIB);
  assert.equal(await groupFile(machine, "pids.max", "pids.max"), "64");
  await apply(machine, ...Array.from({ length: 200 }, (_, index) => `service-${index}`));
  assert.equal((await applied(machine)).length, 200);
  const peak = Number(await groupFile(machine, "memory.max_usage_in_bytes", "memory.peak", "memory.current"));
  const tasks = Number(await groupFile(machine, "pids.current", "pids.current"));
  report("peak of memory with 200 services, tasks", `${Math.round(peak / MIB)} MiB, ${tasks}`);
  assert.ok(peak > 20 * MIB && peak < 320 * MIB, `${peak} bytes`);
  assert.ok(tasks < 48, `${tasks} tasks`);
});

testIf("whoever takes more memory or tasks than the unit has is stopped", missing, async () => {
  await using machine = await booted.installed();
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
  const mostMib = Number(await machine.show("hog", "MemoryMax")) / 1_048_576;
  assert.ok(memory.last > mostMib / 2 && memory.last < mostMib, `${memory.last} of ${mostMib} MiB`);
  const tasks = await run(`$| = 1; my $n = 1;
    while ($n < 200) { my $pid = fork; last unless defined $pid; if (!$pid) { sleep 60; exit } $n++ }
    print "$n\\n"; kill 'KILL', -getpgrp;`);
  assert.equal(tasks.last, 64);
});
