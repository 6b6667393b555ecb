/** The process driver with units over a bus of the test's own, with a manager that refuses, dawdles and goes away. */
import assert from "node:assert/strict";
import type { Log } from "../../../src/ports/log.ts";
import { isThere } from "../../../src/node/process/proc.ts";
import { openProcessUnits, type ProcessUnits } from "../../../src/node/process/transient/units.ts";
import type { Clock } from "../../../src/ports/clock.ts";
import { SystemClock } from "../../../src/platform/process/clock.ts";
import { eventually } from "../../support/eventually.ts";
import { DriverRig, script } from "../../support/node/driver_rig.ts";
import { FakeSystemd } from "../../support/node/fake_systemd.ts";
import { missingProgram, testIf } from "../../support/require.ts";
import { SILENT } from "../../support/silent_log.ts";
import { TempDir } from "../../support/temp_dir.ts";

const missing = missingProgram("dbus-daemon") ?? missingProgram("setsid");
const UNIT = "piccolo-front-vehicle-lidar-0.service";
const SLEEP = script("exec sleep 1000");

/** Nobody waits for ten seconds here. */
class HastyClock extends SystemClock {
  override schedule(delayMs: number, callback: () => void): ReturnType<Clock["schedule"]> {
    return super.schedule(delayMs / 10, callback);
  }
}

function open(
  dir: TempDir,
  socket: string,
  { mode = "always" as "always" | "auto", clock = new SystemClock() as Clock, log = SILENT as Log } = {},
): Promise<ProcessUnits | undefined> {
  const buses = { systemBus: socket, userBus: dir.file("no-user-bus") };
  return openProcessUnits({ mode, node: "front", root: dir.path, ...buses, uid: 0, gid: 0, clock, log });
}

async function rigOf(fake: FakeSystemd, options: Parameters<typeof open>[2] = {}): Promise<DriverRig> {
  const dir = new TempDir();
  return new DriverRig(await open(dir, fake.socket, options), dir);
}

testIf("a process is begun, ended and cleared away by systemd", missing, async () => {
  await using fake = await FakeSystemd.start();
  await using rig = await rigOf(fake);
  const { state } = await rig.start("a", SLEEP);
  const pid = fake.units.get(UNIT)?.child.pid;
  assert.deepEqual(state, { kind: "running", pid });
  Deno.kill(pid ?? 0, "SIGKILL");
  const ended = await rig.until("a", "ended", (instance) => instance.state.kind === "ended");
  assert.deepEqual(ended.state, {
    kind: "ended",
    end: { signal: 9, isResourceExhausted: false, message: "" },
  });
  await eventually("systemd has forgotten it", () => !fake.units.has(UNIT));
  await rig.start("b", SLEEP);
  const stopped = await rig.driver.stop("b", "orderly");
  assert.equal(stopped.ok && stopped.value?.signal, 15);
  await eventually("systemd has forgotten it", () => !fake.units.has(UNIT));
});

testIf(
  "where systemd cannot do it, auto leaves processes as they are, and always says why",
  missing,
  async () => {
    using dir = new TempDir();
    await using fake = await FakeSystemd.start();
    await using empty = await FakeSystemd.start({ isManager: false });
    const denied = ["org.freedesktop.DBus.Error.AccessDenied", "Permission denied"] as const;
    const cases = [
      [fake.socket, { denial: denied }, /systemd makes no unit for a process: Permission denied/],
      [fake.socket, { unknown: ["OOMPolicy"] }, /Cannot set property OOMPolicy/],
      [empty.socket, {}, /Cannot subscribe/],
      [dir.file("nothing"), {}, /there is no bus at .*nothing; there is no bus at .*no-user-bus/],
    ] as const;
    for (const [socket, manners, words] of cases) {
      fake.manners = manners;
      assert.equal(await open(dir, socket, { mode: "auto" }), undefined);
      await assert.rejects(open(dir, socket), (error: Error) => {
        assert.match(
          error.message,
          /^node\.process_units is always, and no process can become a unit of systemd here/,
        );
        assert.match(error.message, words);
        return true;
      });
    }
    assert.equal(fake.units.size, 0, "the question started something");
  },
);

testIf("a start that systemd does not answer is found, and not made a second time", missing, async () => {
  await using fake = await FakeSystemd.start();
  await using rig = await rigOf(fake, { clock: new HastyClock() });
  fake.manners = { isMute: true };
  const failure = await rig.refusal("a", SLEEP);
  assert.equal(failure.kind, "timed-out");
  const found = await rig.until("a", "found", ({ state }) => state.kind === "running");
  assert.deepEqual(found.state, { kind: "running", pid: fake.units.get(UNIT)?.child.pid });
  assert.equal(found.labels.configFingerprint, rig.request("a", SLEEP).labels.configFingerprint);
  fake.manners = {};
  const again = await rig.driver.start(rig.request("a", SLEEP));
  assert.ok(again.ok && again.value.state.kind === "running");
  assert.equal(
    fake.calls.filter((member) => member === "StartTransientUnit").length,
    2,
    "the probe and the start",
  );
});

testIf("a unit whose instance nobody knows is adopted, and nothing is done to it", missing, async () => {
  await using fake = await FakeSystemd.start();
  await using rig = await rigOf(fake);
  await rig.start("a", SLEEP);
  const pid = rig.pidOf("a");
  await rig.stop();
  Deno.removeSync(rig.dir.file("instances", "a.json"));
  fake.calls.length = 0;
  rig.begin(await open(rig.dir, fake.socket));
  assert.equal(rig.pidOf("a"), pid);
  const other = await rig.refusal("b", SLEEP);
  assert.deepEqual([other.kind, /instance a of it runs already/.test(other.message)], ["name-taken", true]);
  assert.ok(isThere(pid));
  assert.ok(!fake.calls.includes("StopUnit") && !fake.calls.includes("KillUnit"), fake.calls.join());
});

testIf(
  "while the bus is gone auto starts children, always starts nothing, and both still stop",
  missing,
  async () => {
    for (const mode of ["auto", "always"] as const) {
      const fake = await FakeSystemd.start();
      await using rig = await rigOf(fake, { mode });
      await rig.start("a", SLEEP);
      const pid = rig.pidOf("a");
      await fake[Symbol.asyncDispose]();
      const end = await rig.until("a", "ended", ({ state }) => state.kind === "ended");
      assert.ok(end.state.kind === "ended" && end.state.end.message !== "", "how it ended cannot be known");
      assert.ok(!isThere(pid));
      const started = await rig.driver.start(rig.request("b", SLEEP));
      assert.equal(started.ok, mode === "auto", JSON.stringify(started));
      const stopped = await rig.driver.stop("b", "orderly");
      assert.equal(stopped.ok && stopped.value?.signal, mode === "auto" ? 15 : undefined);
    }
  },
);
