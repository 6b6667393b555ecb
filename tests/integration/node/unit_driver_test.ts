/** The driver for units, against the systemd of a machine of the test's own. */
import assert from "node:assert/strict";
import type { DriverResult, Instance, StartRequest } from "../../../src/node/driver.ts";
import { UnitDriver } from "../../../src/node/unit/unit_driver.ts";
import { SystemClock } from "../../../src/platform/process/clock.ts";
import { parseResourceId } from "../../../src/state/resource_id.ts";
import { eventually } from "../../support/eventually.ts";
import { Heard } from "../../support/node/heard.ts";
import { Machine } from "../../support/packaging/booted.ts";
import { missingBoot } from "../../support/packaging/root_image.ts";
import { testIf } from "../../support/require.ts";
import { SILENT } from "../../support/silent_log.ts";
import { TempDir } from "../../support/temp_dir.ts";

const UNITS: Readonly<Record<string, string>> = {
  "lidar@.service": "[Service]\nExecStart=/bin/sleep 1000\n",
  "exits.service": '[Service]\nExecStart=/bin/sh -c "exit 78"\n',
  "stubborn.service": "[Service]\nExecStart=/bin/sh -c \"trap '' TERM; sleep 1000\"\nTimeoutStopSec=600\n",
  "writes.service":
    '[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=/bin/sh -c "echo one; echo two >&2"\n',
  "again.service": "[Service]\nExecStart=/bin/sleep 1000\nRestart=always\nRestartSec=0\n",
};

function valueOf<T>(result: DriverResult<T>): T {
  assert.ok(result.ok, result.ok ? "" : `${result.failure.kind}: ${result.failure.message}`);
  return result.value;
}

function failureOf(result: DriverResult<unknown>): readonly [string, string] {
  assert.ok(!result.ok, JSON.stringify(result));
  return [result.failure.kind, result.failure.message];
}

const isRunning = ({ state }: Instance) => state.kind === "running";
const isEnded = ({ state }: Instance) => state.kind === "ended";

testIf(
  "units are started, followed, found again and stopped, and what cannot start says why",
  missingBoot(),
  async () => {
    using dir = new TempDir();
    await using machine = await Machine.boot();
    for (const [name, text] of Object.entries(UNITS)) machine.write(`/run/systemd/system/${name}`, text);
    await machine.run("systemctl", "mask", "--runtime", "masked.service");
    await machine.run("systemctl", "daemon-reload");
    const journalctl = dir.write(
      "journalctl",
      `#!/bin/sh\nexec ${machine.enter.join(" ")} journalctl "$@"\n`,
    );
    Deno.chmodSync(journalctl, 0o755);
    const open = () =>
      new UnitDriver({
        node: "front",
        root: dir.path,
        socket: machine.file("/run/dbus/system_bus_socket"),
        // That of the machine.
        journalctl,
        clock: new SystemClock(),
        log: SILENT,
      });
    let count = 0;
    const order = (unit: string, replica = 0): StartRequest => {
      const instanceId = `instance-${++count}`;
      const directory = dir.file("instances", instanceId);
      Deno.mkdirSync(directory, { recursive: true });
      const labels = { node: "front", version: "1", configFingerprint: "a", definitionFingerprint: "b" };
      return {
        labels: { instanceId, resourceId: parseResourceId("vehicle/lidar"), replica, ...labels },
        workload: { runtime: { kind: "unit", name: unit } },
        resources: { cpuMillis: 0, memoryBytes: 0n },
        directory,
      };
    };
    await using driver = open();
    await using heard = new Heard(driver);
    assert.deepEqual(await heard.untilPresent(), []);

    const first = order("lidar@0.service");
    valueOf(await driver.start(first));
    await heard.untilInstance(first.labels.instanceId, isRunning);
    valueOf(await driver.signal(first.labels.instanceId, "SIGKILL"));
    const killed = await heard.untilInstance(first.labels.instanceId, isEnded);
    assert.deepEqual(killed.state, {
      kind: "ended",
      end: { signal: 9, isResourceExhausted: false, message: "" },
    });

    // The next instance of the same unit; the end of the old one leaves it alone.
    const second = order("lidar@0.service");
    assert.ok(isRunning(valueOf(await driver.start(second))));
    assert.equal(valueOf(await driver.stop(first.labels.instanceId, "at-once"))?.signal, 9);
    const other = { ...order("lidar@0.service", 1) };
    const [taken, sentence] = failureOf(await driver.start(other));
    assert.deepEqual([taken, /runs as replica 0 of vehicle\/lidar already/.test(sentence)], [
      "name-taken",
      true,
    ]);
    await using later = open();
    const found = valueOf(await later.list());
    assert.deepEqual(found.map(({ labels, state }) => [labels.instanceId, state.kind]), [[
      second.labels.instanceId,
      "running",
    ]]);
    assert.equal(valueOf(await driver.stop(second.labels.instanceId, "orderly"))?.signal, 15);

    const exits = order("exits.service");
    valueOf(await driver.start(exits));
    const { state, wasHealthy } = await heard.untilInstance(exits.labels.instanceId, isEnded);
    assert.deepEqual([state.kind === "ended" && state.end.exitCode, wasHealthy], [78, false]);

    const stubborn = order("stubborn.service");
    valueOf(await driver.start(stubborn));
    assert.equal(valueOf(await driver.stop(stubborn.labels.instanceId, "at-once"))?.signal, 9);

    const again = order("again.service");
    valueOf(await driver.start(again));
    await machine.run("systemctl", "kill", "--signal=KILL", "again.service");
    const revived = await heard.untilInstance(
      again.labels.instanceId,
      (one) => isRunning(one) && one.message !== "",
    );
    assert.equal(revived.message, "systemd restarted it 1 times");
    valueOf(await driver.stop(again.labels.instanceId, "orderly"));

    const writes = order("writes.service");
    const startedAtMs = Date.now();
    valueOf(await driver.start(writes));
    const subject = { ...writes.labels };
    const readLog = async (tailLines: number) => {
      const reading = { tailLines, maxAgeMs: 3_600_000, isFollowed: false };
      const lines: { readonly atMs: number; readonly text: string }[] = [];
      const source = valueOf(await driver.logs(subject, reading, new AbortController().signal));
      for await (const batch of source) lines.push(...batch);
      return lines;
    };
    await eventually("the journal has both lines", async () => {
      const texts = (await readLog(100)).map(({ text }) => text);
      return texts.includes("one") && texts.includes("two");
    });
    for (const { atMs } of await readLog(100)) assert.ok(Math.abs(atMs - startedAtMs) < 60_000, `${atMs}`);
    assert.equal((await readLog(1)).length, 1);

    for (
      const [unit, kind, words] of [
        ["nothing.service", "program-missing", /there is no unit nothing.service/],
        ["masked.service", "program-broken", /is masked; systemctl unmask masked.service/],
      ] as const
    ) {
      const [foundKind, message] = failureOf(await driver.start(order(unit)));
      assert.equal(foundKind, kind, message);
      assert.match(message, words);
    }
  },
);

Deno.test("without a bus nothing is known, and that is said once", async () => {
  using dir = new TempDir();
  const options = { node: "front", root: dir.path, clock: new SystemClock(), log: SILENT };
  await using driver = new UnitDriver({ ...options, socket: dir.file("no-bus") });
  await using heard = new Heard(driver);
  const { failure } = await heard.until("away", (told) => told.find((one) => one.kind === "away"));
  assert.equal(failure.kind, "runtime-away");
  assert.match(failure.message, /There is no bus at .*no-bus/);
  assert.equal(failureOf(await driver.list())[0], "runtime-away");
  assert.equal(heard.told.length, 1);
});
