import assert from "node:assert/strict";
import { isThere } from "../../../src/node/process/proc.ts";
import { DriverRig, script, workloadOf } from "../../support/node/driver_rig.ts";
import { eventually } from "../../support/eventually.ts";
import { testIf } from "../../support/require.ts";

const SLEEP = "exec sleep 1000";

Deno.test("a process runs in a session of its own, and its end by a signal is reported", async () => {
  await using rig = new DriverRig();
  const { state } = await rig.start("a", script(SLEEP));
  assert.equal(state.kind, "running");
  const pid = rig.pidOf("a");
  await rig.until("a", "healthy", ({ health }) => health === "healthy");
  Deno.kill(pid, "SIGKILL");
  const ended = await rig.until("a", "ended", (instance) => instance.state.kind === "ended");
  assert.deepEqual(ended.state, {
    kind: "ended",
    end: { signal: 9, isResourceExhausted: false, message: "" },
  });
  assert.equal(ended.wasHealthy, true);
});

Deno.test("a process that ends at once was never healthy, and its exit code is reported", async () => {
  await using rig = new DriverRig();
  await rig.start("a", script("exit 78"));
  const ended = await rig.until("a", "ended", (instance) => instance.state.kind === "ended");
  assert.deepEqual(ended.state, {
    kind: "ended",
    end: { exitCode: 78, isResourceExhausted: false, message: "" },
  });
  assert.equal(ended.wasHealthy, false);
});

Deno.test("after a restart of the node a process is found again, and its end is noticed", async () => {
  await using rig = new DriverRig();
  await rig.start("a", script(SLEEP, "health: { settle: 0ms }"));
  const pid = rig.pidOf("a");
  await rig.restart();
  const found = await rig.driver.inspect("a");
  assert.ok(found.ok);
  assert.deepEqual(found.value.state, { kind: "running", pid });
  assert.equal(found.value.wasHealthy, true);
  const again = await rig.driver.start(rig.request("a", script(SLEEP)));
  assert.ok(
    again.ok && again.value.state.kind === "running" && again.value.state.pid === pid,
    "it was started twice",
  );
  Deno.kill(pid, "SIGKILL");
  await rig.until("a", "ended", (instance) => instance.state.kind === "ended");
});

Deno.test("a process whose node died before it could note its pid is found by its environment", async () => {
  await using rig = new DriverRig();
  await rig.start("a", script(SLEEP));
  const pid = rig.pidOf("a");
  const path = rig.dir.file("instances", "a.json");
  const record = JSON.parse(Deno.readTextFileSync(path));
  Deno.writeTextFileSync(path, JSON.stringify({ ...record, pid: 0, startTicks: "" }));
  await rig.restart();
  assert.equal(rig.pidOf("a"), pid);
});

Deno.test("a record of another boot is of a process that is gone", async () => {
  await using rig = new DriverRig();
  await rig.start("a", script(SLEEP));
  const pid = rig.pidOf("a");
  const path = rig.dir.file("instances", "a.json");
  const text = Deno.readTextFileSync(path);
  Deno.writeTextFileSync(path, JSON.stringify({ ...JSON.parse(text), bootId: "another" }));
  await rig.restart();
  assert.deepEqual(await rig.driver.list(), { ok: true, value: [] });
  Deno.kill(pid, "SIGKILL");
  await eventually("its end is seen by its parent", () => !isThere(pid));
});

Deno.test("stop() ends a process in order, and one that does not obey by force", async () => {
  await using rig = new DriverRig();
  await rig.start("a", script("trap 'exit 7' TERM; echo >ready; while :; do sleep 0.01; done"));
  await eventually("it listens", () => Deno.statSync(rig.dir.file("instances", "a", "ready")).isFile);
  const obeyed = await rig.driver.stop("a", "orderly");
  assert.ok(obeyed.ok);
  assert.equal(obeyed.value?.exitCode, 7);
  assert.deepEqual(rig.removed, ["a"]);
  await rig.start(
    "b",
    script("trap '' TERM; echo >ready; while :; do sleep 0.01; done", "stop: { timeout: 50ms }"),
  );
  await eventually("it listens", () => Deno.statSync(rig.dir.file("instances", "b", "ready")).isFile);
  const forced = await rig.driver.stop("b", "orderly");
  assert.ok(forced.ok);
  assert.equal(forced.value?.signal, 9);
  assert.deepEqual(await rig.driver.stop("b", "orderly"), { ok: true, value: undefined });
});

Deno.test("stop() ends what a dead process left behind", async () => {
  await using rig = new DriverRig();
  await rig.start("a", script("sleep 1000 & echo $! >child; wait"));
  const child = await eventually("its child is there", () => {
    return Number(Deno.readTextFileSync(rig.dir.file("instances", "a", "child"))) || undefined;
  });
  Deno.kill(rig.pidOf("a"), "SIGKILL");
  await rig.until("a", "ended", (instance) => instance.state.kind === "ended");
  assert.ok(isThere(child));
  await rig.driver.stop("a", "orderly");
  await eventually("the child is gone", () => !isThere(child));
});

Deno.test("health by heartbeat: starting, healthy, lost when it falls silent", async () => {
  await using rig = new DriverRig();
  const text = "while [ ! -e silent ]; do echo >beat; sleep 0.02; done; exec sleep 1000";
  await rig.start("a", script(text, "health: { heartbeat_file: beat, silent_after: 300ms }"));
  await rig.until("a", "healthy", ({ health }) => health === "healthy");
  Deno.writeTextFileSync(rig.dir.file("instances", "a", "silent"), "");
  const lost = await rig.until("a", "silent", ({ health }) => health === "lost");
  assert.equal(lost.message, "has sent no heartbeat for 300 ms");
});

Deno.test("health by command: what fails is lost, with the reason", async () => {
  await using rig = new DriverRig();
  const health = "health: { command: [/usr/bin/test, -e, ok], interval: 100ms, failures: 2 }";
  await rig.start("a", script("echo >ok; exec sleep 1000", health));
  await rig.until("a", "healthy", (instance) => instance.health === "healthy");
  Deno.removeSync(rig.dir.file("instances", "a", "ok"));
  const lost = await rig.until("a", "lost", (instance) => instance.health === "lost");
  assert.equal(lost.message, "fails its health check: exit code 1");
});

Deno.test("health by command: one that does not end, and takes no notice of SIGTERM, is lost and asked again", async () => {
  await using rig = new DriverRig();
  const check = "[ -e ok ] || { trap '' TERM; exec sleep 1000; }";
  const health =
    `health: { command: [/bin/sh, -c, "${check}"], interval: 100ms, timeout: 200ms, failures: 1 }`;
  await rig.start("a", script("echo >ok; exec sleep 1000", health));
  await rig.until("a", "healthy", (instance) => instance.health === "healthy");
  Deno.removeSync(rig.dir.file("instances", "a", "ok"));
  const lost = await rig.until("a", "lost", (instance) => instance.health === "lost");
  assert.equal(lost.message, "fails its health check: no answer within 200 ms");
  Deno.writeTextFileSync(rig.dir.file("instances", "a", "ok"), "");
  await rig.until("a", "healthy again", (instance) => instance.health === "healthy");
});

Deno.test("a held process is reported as held, and is ended by force", async () => {
  await using rig = new DriverRig();
  await rig.start("a", script(SLEEP));
  await rig.driver.signal("a", "SIGSTOP");
  await rig.until("a", "held", ({ state }) => state.kind === "held");
  const stopped = await rig.driver.stop("a", "orderly");
  assert.ok(stopped.ok);
  assert.equal(stopped.value?.signal, 9);
});

Deno.test("the output goes to a file that the next process continues", async () => {
  await using rig = new DriverRig();
  const echo = (text: string) => workloadOf(`runtime: { process: { command: [/bin/echo, ${text}] } }`);
  for (const text of ["one", "two"]) {
    await rig.start(text, echo(text));
    await rig.until(text, "ended", (instance) => instance.state.kind === "ended");
  }
  assert.equal(Deno.readTextFileSync(rig.dir.file("log", "vehicle", "lidar.0.log")), "one\ntwo\n");
});

Deno.test("limits are set without a shell", async () => {
  await using rig = new DriverRig();
  const limits = "runtime: { process: { command: [/bin/sh, -c, 'ulimit -n'], limits: { open_files: 77 } } }";
  await rig.start("a", workloadOf(limits));
  await rig.until("a", "ended", (instance) => instance.state.kind === "ended");
  assert.equal(Deno.readTextFileSync(rig.dir.file("log", "vehicle", "lidar.0.log")), "77\n");
});

const REFUSED: readonly (readonly [string, string, string, RegExp])[] = [
  [
    "a program that does not exist",
    "[/no/such/program]",
    "program-missing",
    /\/no\/such\/program does not exist/,
  ],
  ["a program that is not executable", "[/etc/passwd]", "program-broken", /not executable/],
  ["a directory", "[/etc]", "program-broken", /is no file/],
];

for (const [what, command, kind, message] of REFUSED) {
  Deno.test(`start() refuses ${what} with the reason, and leaves nothing behind`, async () => {
    await using rig = new DriverRig();
    const failure = await rig.refusal("a", workloadOf(`runtime: { process: { command: ${command} } }`));
    assert.equal(failure.kind, kind);
    assert.match(failure.message, message);
    assert.deepEqual(await rig.driver.list(), { ok: true, value: [] });
    await rig.restart();
    assert.deepEqual(await rig.driver.list(), { ok: true, value: [] });
  });
}

testIf(
  "a process of another user may write in its directory, and cannot touch its record",
  notRoot(),
  async () => {
    await using rig = new DriverRig();
    // The directory of the test is its owner's alone.
    for (const path of [rig.dir.path, rig.dir.file("instances")]) {
      Deno.mkdirSync(path, { recursive: true });
      Deno.chmodSync(path, 0o711);
    }
    await rig.start(
      "a",
      script("id -u >mine; echo '{}' >../a.json; exec sleep 1000", "uid: 65534, gid: 65534"),
    );
    const uid = await eventually(
      "it wrote",
      () => Deno.readTextFileSync(rig.dir.file("instances", "a", "mine")).trim() || undefined,
    );
    assert.equal(uid, "65534");
    await rig.restart();
    assert.equal((await rig.driver.inspect("a")).ok, true);
  },
);

function notRoot(): string | undefined {
  return Deno.uid() === 0 ? undefined : "only root can start a process of another user";
}

const WRITER = (text: string) =>
  workloadOf(`runtime: { process: { command: [/bin/sh, "-c", ${JSON.stringify(text)}] } }`);

async function linesOf(rig: DriverRig, tailLines: number): Promise<readonly string[]> {
  const subject = { resourceId: rig.request("a", WRITER("")).labels.resourceId, replica: 0, instanceId: "a" };
  const reading = { tailLines, maxAgeMs: 0, isFollowed: false };
  const opened = await rig.driver.logs(subject, reading, new AbortController().signal);
  if (!opened.ok) return [opened.failure.message];
  const lines: string[] = [];
  for await (const batch of opened.value) lines.push(...batch.map(({ text }) => text));
  return lines;
}

Deno.test("what a process wrote is read from its newest lines, and also when it is gone", async () => {
  await using rig = new DriverRig();
  await rig.start("a", WRITER("echo one; echo two >&2; printf three; exit 1"));
  await rig.until("a", "ended", (instance) => instance.state.kind === "ended");
  assert.deepEqual(await linesOf(rig, 100), ["one", "two", "three"]);
  assert.deepEqual(await linesOf(rig, 2), ["two", "three"]);
  await rig.driver.stop("a", "orderly");
  assert.deepEqual(await linesOf(rig, 1), ["three"]);
});

Deno.test("what does not stand in the file any more is read from the one before it", async () => {
  await using rig = new DriverRig();
  const path = rig.dir.file("log/vehicle/lidar.0.log");
  rig.dir.write("log/vehicle/lidar.0.log.1", "one\ntwo\n");
  Deno.writeTextFileSync(path, "three\nfour\n");
  assert.deepEqual(await linesOf(rig, 10), ["one", "two", "three", "four"]);
  assert.deepEqual(await linesOf(rig, 3), ["two", "three", "four"]);
  assert.deepEqual(await linesOf(rig, 2), ["three", "four"]);
  Deno.writeTextFileSync(path, `${"x".repeat(99)}\n`.repeat(20_000));
  const many = await linesOf(rig, 10_000_000);
  assert.equal(many.length, Math.floor(1024 * 1024 / 100), "more than a megabyte was read");
  assert.ok(many.every((line) => line.length === 99), "a line lost its begin");
});

Deno.test("a file that is emptied while it is followed is read from its begin again", async () => {
  await using rig = new DriverRig();
  const path = rig.dir.file("log/vehicle/lidar.0.log");
  rig.dir.write("log/vehicle/lidar.0.log", "old\none\n");
  const ending = new AbortController();
  const subject = { resourceId: rig.request("a", WRITER("")).labels.resourceId, replica: 0 };
  const opened = await rig.driver.logs(
    subject,
    { tailLines: 1, maxAgeMs: 0, isFollowed: true },
    ending.signal,
  );
  assert.ok(opened.ok);
  const lines: string[] = [];
  const reading = (async () => {
    for await (const batch of opened.value) lines.push(...batch.map(({ text }) => text));
  })();
  await eventually("the newest line", () => lines.length === 1);
  Deno.writeTextFileSync(path, "two\nhalf", { append: true });
  await eventually("what was appended", () => lines.length === 2);
  Deno.writeTextFileSync(path, " done\n", { append: true });
  await eventually("the rest of a line", () => lines.length === 3);
  Deno.writeTextFileSync(path, "new\n");
  await eventually("the emptied file", () => lines.length === 4);
  ending.abort();
  await reading;
  assert.deepEqual(lines, ["one", "two", "half done", "new"]);
});

Deno.test("logs that are not kept, or of which the age is not known, are refused with the reason", async () => {
  await using rig = new DriverRig();
  assert.deepEqual(await linesOf(rig, 1), ["it has written nothing that is kept"]);
  await rig.start("a", script(SLEEP));
  assert.match((await linesOf(rig, 1))[0] ?? "", /its definition keeps no file/);
  const subject = { resourceId: rig.request("b", WRITER("")).labels.resourceId, replica: 1 };
  const { signal } = new AbortController();
  const aged = await rig.driver.logs(subject, { tailLines: 1, maxAgeMs: 1, isFollowed: false }, signal);
  assert.match(aged.ok ? "" : aged.failure.message, /how old a line is cannot be told/);
});
