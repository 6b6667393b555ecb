/** Installing, upgrading, removing and purging the package on a machine that runs: what dpkg and systemd make of it together. */
import assert from "node:assert/strict";
import {
  applied,
  apply,
  BootedPackage,
  CONFIG,
  PACKAGES,
  UNIT,
} from "../support/packaging/booted_package.ts";
import { NEXT_CONFIG_LINE, NEXT_VERSION, VERSION } from "../support/packaging/real_package.ts";
import { missingBoot } from "../support/packaging/root_image.ts";
import { testIf } from "../support/require.ts";

const missing = missingBoot();
const booted = new BootedPackage();
Deno.test.afterAll(() => booted[Symbol.dispose]());

testIf("installing makes the user and starts nothing", missing, async () => {
  await using machine = await booted.installed();
  assert.equal((await machine.run("systemctl", "is-enabled", UNIT)).stdout.trim(), "disabled");
  assert.equal((await machine.run("systemctl", "is-active", UNIT)).stdout.trim(), "inactive");
  assert.match(
    await machine.ok("getent", "passwd", "statemanager"),
    /:\/var\/lib\/statemanager:\S*nologin$/m,
  );
  assert.equal((await machine.ok("stat", "-c", "%U %a", "/var/lib/statemanager")).trim(), "statemanager 700");
});

testIf(
  "an upgrade restarts what runs, keeps state and a changed configuration; so does the way back",
  missing,
  async () => {
    await using machine = await booted.started();
    await booted.makeNext();
    await apply(machine, "lidar");
    const mine = `${machine.read(CONFIG)}# mine\n`;
    machine.write(CONFIG, mine);
    for (const version of [NEXT_VERSION, VERSION]) {
      const pid = await machine.show(UNIT, "MainPID");
      await machine.ok("dpkg", "--force-confold", "--install", `${PACKAGES}/${version}.deb`);
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
    await using machine = await booted.installed();
    await booted.makeNext();
    await machine.ok("dpkg", "--install", `${PACKAGES}/${NEXT_VERSION}.deb`);
    assert.equal(await machine.show(UNIT, "ActiveState"), "inactive");
    assert.ok(
      machine.read(CONFIG).endsWith(`${NEXT_CONFIG_LINE}\n`),
      "an unchanged configuration is the new one",
    );
    await machine.ok("systemctl", "start", UNIT);
    const pid = await machine.show(UNIT, "MainPID");
    machine.write("/usr/sbin/policy-rc.d", "#!/bin/sh\nexit 101\n");
    await machine.ok("chmod", "755", "/usr/sbin/policy-rc.d");
    await machine.ok("dpkg", "--install", `${PACKAGES}/${VERSION}.deb`);
    assert.equal(await machine.show(UNIT, "MainPID"), pid);
    await machine.ok("dpkg", "--remove", "statemanager");
    assert.equal(await machine.show(UNIT, "MainPID"), pid);
  },
);

testIf("remove stops it and keeps state and configuration; purge leaves nothing", missing, async () => {
  await using machine = await booted.started();
  await machine.ok("systemctl", "enable", UNIT);
  await apply(machine, "lidar");
  const journal = "/var/lib/statemanager/journal.db";
  await machine.ok("dpkg", "--remove", "statemanager");
  assert.equal((await machine.run("systemctl", "is-active", UNIT)).stdout.trim(), "inactive");
  assert.equal((await machine.run("pgrep", "-u", "statemanager")).stdout, "");
  assert.equal(machine.isThere("/usr/bin/statemanagerd"), false);
  assert.ok(machine.isThere(CONFIG) && machine.isThere(journal));
  assert.equal((await machine.run("id", "statemanager")).code, 0);

  await machine.ok("dpkg", "--install", `${PACKAGES}/${VERSION}.deb`);
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
