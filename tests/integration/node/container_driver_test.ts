/** The driver for containers, against a podman of the test's own. */
import assert from "node:assert/strict";
import { ContainerDriver } from "../../../src/node/container/container_driver.ts";
import { containerName, labelsOf } from "../../../src/node/container/labels.ts";
import type { ContainerRuntime, Workload } from "../../../src/node/definition/workload.ts";
import type { DriverResult, Instance, StartRequest } from "../../../src/node/driver.ts";
import { SystemClock } from "../../../src/platform/process/clock.ts";
import { scanEnvironment } from "../../../src/node/process/proc.ts";
import { parseResourceId } from "../../../src/state/resource_id.ts";
import { eventually } from "../../support/eventually.ts";
import { Heard } from "../../support/node/heard.ts";
import { IMAGE, missingPodman, Podman } from "../../support/podman/podman.ts";
import { testIf } from "../../support/require.ts";
import { SILENT } from "../../support/silent_log.ts";

const { signal } = new AbortController();
const missing = missingPodman();
const SLEEP = "trap 'exit 0' TERM; while :; do sleep 1000 & wait; done";

/** One for all tests of this file: its start takes longer than most of them. */
let podman: Podman;
if (missing === undefined) {
  Deno.test.beforeAll(async () => {
    podman = await Podman.start({ isMortal: true });
  });
  Deno.test.afterAll(() => podman[Symbol.asyncDispose]());
}

let count = 0;

/** A driver of a node that no other test uses. */
function newDriver(node = `node-${++count}`): ContainerDriver {
  return new ContainerDriver({
    node,
    socket: podman.socket,
    clock: new SystemClock(),
    log: SILENT,
    exitDirectories: [podman.exitDirectory],
  });
}

function container(script: string, parts: Partial<ContainerRuntime> = {}): ContainerRuntime {
  return {
    kind: "container",
    image: IMAGE,
    pull: "never",
    entrypoint: ["/bin/sh", "-c"],
    command: [script],
    environment: {},
    workingDirectory: "",
    user: "",
    mounts: [],
    devices: [],
    ports: [],
    network: "none",
    addCapabilities: [],
    dropCapabilities: [],
    isReadOnly: false,
    isPrivileged: false,
    stop: { signal: "SIGTERM", timeoutMs: 10_000 },
    ...parts,
  };
}

function request(
  script: string,
  { node = `node-${count}`, id = crypto.randomUUID(), memoryBytes = 0n, replica = 0, ...parts }:
    & Partial<ContainerRuntime>
    & Partial<Pick<Workload, "configFile">>
    & { node?: string; id?: string; memoryBytes?: bigint; replica?: number } = {},
): StartRequest {
  const { configFile, ...runtime } = parts;
  return {
    labels: {
      instanceId: id,
      resourceId: parseResourceId("vehicle/lidar"),
      replica,
      node,
      version: "1.2",
      configFingerprint: "0123456789abcdef",
      definitionFingerprint: "fedcba9876543210",
    },
    workload: { runtime: container(script, runtime), ...(configFile === undefined ? {} : { configFile }) },
    resources: { cpuMillis: 0, memoryBytes },
    directory: podman.directory(`instances/${id}`),
  };
}

function valueOf<T>(result: DriverResult<T>): T {
  assert.ok(result.ok, result.ok ? "" : `${result.failure.kind}: ${result.failure.message}`);
  return result.value;
}

function failureOf(result: DriverResult<unknown>): readonly [string, string] {
  assert.ok(!result.ok, JSON.stringify(result));
  return [result.failure.kind, result.failure.message];
}

function pidOf({ state }: Instance): number {
  assert.equal(state.kind, "running");
  return state.kind === "running" ? state.pid ?? 0 : 0;
}

const isEnded = ({ state }: Instance) => state.kind === "ended";

testIf(
  "a container starts with its labels, is found again by another driver, and is stopped in order",
  missing,
  async () => {
    await using driver = newDriver();
    const order = request(SLEEP);
    const started = valueOf(await driver.start(order, signal));
    assert.deepEqual(started.labels, order.labels);
    assert.ok(pidOf(started) > 0);
    await using later = newDriver(order.labels.node);
    const [found, ...others] = valueOf(await later.list(signal));
    assert.deepEqual([found?.labels, found?.state, others.length], [order.labels, started.state, 0]);
    await using stranger = newDriver();
    assert.deepEqual(valueOf(await stranger.list(signal)), []);
    assert.deepEqual(valueOf(await later.stop(order.labels.instanceId, "orderly", signal))?.exitCode, 0);
    assert.deepEqual(valueOf(await later.list(signal)), []);
    assert.equal(valueOf(await later.stop(order.labels.instanceId, "orderly", signal)), undefined);
  },
);

testIf("an instance that is started twice runs once", missing, async () => {
  await using driver = newDriver();
  await using other = newDriver(`node-${count}`);
  const order = request(SLEEP);
  const results = await Promise.all([driver.start(order, signal), driver.start(order, signal)]);
  const again = await other.start(order, signal);
  const pids = [...results, again].map((result) => pidOf(valueOf(result)));
  assert.equal(new Set(pids).size, 1);
  assert.equal(valueOf(await driver.list(signal)).length, 1);
  await driver.stop(order.labels.instanceId, "at-once", signal);
});

testIf("the end of a main process is told with its signal or exit code", missing, async () => {
  await using driver = newDriver();
  await using heard = new Heard(driver);
  assert.deepEqual(await heard.untilPresent(), []);
  const killed = request(SLEEP);
  const pid = pidOf(valueOf(await driver.start(killed, signal)));
  await heard.untilInstance(killed.labels.instanceId, ({ state }) => state.kind === "running");
  Deno.kill(pid, "SIGKILL");
  const end = await heard.untilInstance(killed.labels.instanceId, isEnded, "the end");
  assert.deepEqual(end.state, { kind: "ended", end: { signal: 9, isResourceExhausted: false, message: "" } });
  const exits = request("exit 78", { replica: 1 });
  await driver.start(exits, signal);
  const { state, wasHealthy } = await heard.untilInstance(exits.labels.instanceId, isEnded, "the end");
  assert.deepEqual(state, { kind: "ended", end: { exitCode: 78, isResourceExhausted: false, message: "" } });
  assert.equal(wasHealthy, false);
  for (const { labels } of [killed, exits]) await driver.stop(labels.instanceId, "at-once", signal);
  await heard.until("both are removed", () => heard.instances.size === 0);
});

testIf("a container that ran out of memory says so", missing, async () => {
  await using driver = newDriver();
  await using heard = new Heard(driver);
  await heard.untilPresent();
  const order = request("sleep 0.2; x=0123456789; while :; do x=$x$x; done", {
    memoryBytes: 32n * 1024n * 1024n,
  });
  valueOf(await driver.start(order, signal));
  const { state } = await heard.untilInstance(order.labels.instanceId, isEnded, "the end");
  assert.deepEqual(state, { kind: "ended", end: { signal: 9, isResourceExhausted: true, message: "" } });
  await driver.stop(order.labels.instanceId, "at-once", signal);
});

testIf(
  "health is told: starting, healthy, lost; and was-healthy survives a restart of the driver",
  missing,
  async () => {
    const health = {
      command: ["/bin/sh", "-c", "read x < /data/ok"],
      intervalMs: 200,
      timeoutMs: 10_000,
      failures: 1,
      startPeriodMs: 60_000,
    };
    await using driver = newDriver();
    await using heard = new Heard(driver);
    await heard.untilPresent();
    const data = podman.directory(`data-${count}`);
    const mounts = [{ kind: "bind", source: data, target: "/data", isReadOnly: true }] as const;
    const order = request(SLEEP, { health, mounts });
    const { instanceId } = order.labels;
    assert.equal(valueOf(await driver.start(order, signal)).health, "starting");
    Deno.writeTextFileSync(`${data}/ok`, "yes\n");
    await heard.untilInstance(instanceId, (one) => one.health === "healthy" && one.wasHealthy);
    Deno.removeSync(`${data}/ok`);
    const lost = await heard.untilInstance(instanceId, (one) => one.health === "lost");
    assert.match(lost.message, /^fails its health check: exit code [12], .*cannot open/);
    await using later = newDriver(order.labels.node);
    assert.equal(valueOf(await later.inspect(instanceId, signal)).wasHealthy, true);
    await driver.stop(instanceId, "at-once", signal);
  },
);

testIf("one that is held, or removed by somebody else, is told", missing, async () => {
  await using driver = newDriver();
  await using heard = new Heard(driver);
  await heard.untilPresent();
  const [stopped, paused] = [request(SLEEP), request(SLEEP, { replica: 1 })];
  const pid = pidOf(valueOf(await driver.start(stopped, signal)));
  valueOf(await driver.start(paused, signal));
  Deno.kill(pid, "SIGSTOP");
  await heard.untilInstance(
    stopped.labels.instanceId,
    ({ state }) => state.kind === "held",
    "held by a signal",
  );
  const name = `piccolo-vehicle-lidar-1-${paused.labels.instanceId}`;
  await podman.run("pause", name);
  await heard.untilInstance(paused.labels.instanceId, ({ state }) => state.kind === "held", "paused");
  assert.equal(valueOf(await driver.stop(paused.labels.instanceId, "orderly", signal))?.signal, 9);
  await podman.run("rm", "--force", "--time=0", `piccolo-vehicle-lidar-0-${stopped.labels.instanceId}`);
  await heard.until("the removal", () => heard.instances.size === 0);
});

testIf("what cannot be started is told in words, and nothing of it is left", missing, async () => {
  await using driver = newDriver();
  const cases: readonly (readonly [string, RegExp, StartRequest])[] = [
    [
      "program-missing",
      /there is no such image.*localhost\/none:1.*pull: missing/,
      request(SLEEP, { image: "localhost/none:1" }),
    ],
    ["program-broken", /\/bin\/nothing/, request("", { entrypoint: ["/bin/nothing"] })],
    [
      "program-missing",
      /there is no \/no\/such\/place/,
      request("", {
        mounts: [{ kind: "bind", source: "/no/such/place", target: "/x", isReadOnly: true }],
      }),
    ],
    ["limit", /memory limit/, request(SLEEP, { memoryBytes: 4_096n })],
    ["refused", /no-such-network/, request(SLEEP, { network: "no-such-network" })],
  ];
  for (const [kind, words, order] of cases) {
    const [found, message] = failureOf(await driver.start(order, signal));
    assert.equal(found, kind, message);
    assert.match(message, /^Cannot start replica 0 of vehicle\/lidar: /);
    assert.match(message, words);
  }
  assert.deepEqual(valueOf(await driver.list(signal)), []);
  const names = await podman.run(
    "ps",
    "--all",
    "--format",
    "{{.Names}}",
    "--filter",
    `label=piccolo.node=node-${count}`,
  );
  assert.equal(names, "");
});

testIf("what an interrupted start left behind, and does not run, is made anew", missing, async () => {
  await using driver = newDriver();
  const order = request(SLEEP);
  const { labels, directory } = order;
  const own = { directory, stopSignal: "SIGTERM", stopTimeoutMs: 1_000 };
  const words = Object.entries(labelsOf(labels, own)).flatMap((
    [key, value],
  ) => ["--label", `${key}=${value}`]);
  const name = `piccolo-vehicle-lidar-0-${labels.instanceId}`;
  await podman.run("create", "--name", name, "--network=none", ...words, IMAGE, "/bin/nothing");
  assert.ok(pidOf(valueOf(await driver.start(order, signal))) > 0);
  await driver.stop(labels.instanceId, "at-once", signal);
});

testIf("a stranger's container with the name is not touched", missing, async () => {
  await using driver = newDriver();
  const order = request(SLEEP);
  const name = `piccolo-vehicle-lidar-0-${order.labels.instanceId}`;
  await podman.run("create", "--name", name, "--network=none", IMAGE, "/bin/sleep", "1000");
  const [kind, message] = failureOf(await driver.start(order, signal));
  assert.deepEqual([kind, message.includes(name)], ["name-taken", true]);
  assert.equal(await podman.run("inspect", "--format", "{{.State.Status}}", name), "created");
  await podman.run("rm", name);
});

testIf(
  "the configuration file, environment, user and read-only root reach the container",
  missing,
  async () => {
    await using driver = newDriver();
    await using heard = new Heard(driver);
    await heard.untilPresent();
    const hostPath = `${podman.directory(`config-${count}`)}/config.env`;
    Deno.writeTextFileSync(hostPath, "rate=10\n");
    const script =
      `. /etc/config.env; test "$rate$NAME" = '10a b' && ! (: > /file) 2>/dev/null && exit 7; exit 8`;
    const order = request(script, {
      configFile: { path: "/etc/config.env", hostPath },
      environment: { NAME: "a b" },
      user: "1000:1000",
      isReadOnly: true,
      dropCapabilities: ["ALL"],
    });
    valueOf(await driver.start(order, signal));
    const { state } = await heard.untilInstance(order.labels.instanceId, isEnded, "the end");
    assert.deepEqual(state.kind === "ended" && state.end.exitCode, 7);
    await driver.stop(order.labels.instanceId, "at-once", signal);
  },
);

testIf("check tells what speaks against a workload", missing, async () => {
  await using driver = newDriver();
  assert.equal(await driver.check({ runtime: container(SLEEP) }, signal), undefined);
  const failure = await driver.check({ runtime: container(SLEEP, { image: "localhost/none:2" }) }, signal);
  assert.equal(failure?.kind, "program-missing");
});

testIf("what was stopped is removed when podman is back, however long that takes", missing, async () => {
  await using driver = newDriver();
  await using heard = new Heard(driver);
  await heard.untilPresent();
  const order = request(SLEEP);
  valueOf(await driver.start(order, signal));
  valueOf(await driver.stop(order.labels.instanceId, "at-once", signal));
  await podman.killService();
  // Longer than what it would be tried again for if it were there.
  await new Promise((resolve) => setTimeout(resolve, 4_500));
  await podman.startService();
  await eventually("it is removed", async () => {
    const filter = `label=piccolo.instance=${order.labels.instanceId}`;
    return await podman.run("ps", "--all", "--quiet", "--filter", filter) === "";
  }, { intervalMs: 200 });
});

testIf("while podman is away nothing is known, and afterwards everything is as it was", missing, async () => {
  await using driver = newDriver();
  await using heard = new Heard(driver);
  await heard.untilPresent();
  const [stays, ends] = [request(SLEEP), request(SLEEP, { replica: 1 })];
  const before = valueOf(await driver.start(stays, signal));
  const pid = pidOf(valueOf(await driver.start(ends, signal)));
  const from = heard.told.length;
  await podman.killService();
  const away = await heard.until("away", (told) => told.find((one) => one.kind === "away"), { from });
  assert.equal(away.failure.kind, "runtime-away");
  assert.match(away.failure.message, /does not answer/);
  assert.equal(failureOf(await driver.list(signal))[0], "runtime-away");
  assert.equal(failureOf(await driver.start(request(SLEEP, { replica: 2 }), signal))[0], "runtime-away");
  Deno.kill(pid, "SIGKILL");
  await podman.startService();
  const present = await heard.untilPresent(from);
  const states = new Map(present.map(({ labels, state }) => [labels.replica, state]));
  assert.deepEqual(states.get(0), before.state);
  assert.equal(states.get(1)?.kind, "ended");
  const told = heard.told.slice(from).filter(({ kind }) => kind === "away" || kind === "removed");
  assert.equal(told.length, 1, "away is said once, and nothing is removed");
  for (const { labels } of [stays, ends]) await driver.stop(labels.instanceId, "at-once", signal);
});

/** What a node that died together with podman left behind: the process runs, and that is written down nowhere. */
async function startUnwritten(): Promise<StartRequest> {
  const order = request("exec sleep 1000");
  const { labels, directory } = order;
  const own = { directory, stopSignal: "SIGTERM", stopTimeoutMs: 1_000 };
  const words = Object.entries(labelsOf(labels, own)).flatMap((
    [name, value],
  ) => ["--label", `${name}=${value}`]);
  const container = ["--env", `MARK=${labels.instanceId}`, IMAGE, "/bin/sleep", "1000"];
  const id = await podman.run(
    "create",
    "--name",
    containerName(labels),
    "--network=none",
    ...words,
    ...container,
  );
  podman.dieAtStart();
  await assert.rejects(podman.run("start", id));
  assert.equal(marksOf(order), 1);
  return order;
}

/** How many processes of it live. */
function marksOf({ labels }: StartRequest): number {
  return scanEnvironment("MARK", labels.instanceId).length;
}

testIf(
  "podman dies while it starts a container: the start that failed leaves nothing that lives",
  missing,
  async () => {
    await using driver = newDriver();
    const order = request("exec sleep 1000", { environment: { MARK: "unanswered" } });
    podman.dieAtStart();
    assert.equal(failureOf(await driver.start(order, signal))[0], "runtime-away");
    assert.equal(scanEnvironment("MARK", "unanswered").length, 0);
    await podman.killService();
    await podman.startService();
    valueOf(await driver.start(order, signal));
    assert.equal(scanEnvironment("MARK", "unanswered").length, 1);
    valueOf(await driver.stop(order.labels.instanceId, "at-once", signal));
    assert.equal(scanEnvironment("MARK", "unanswered").length, 0);
  },
);

testIf("podman and the node die while a container starts: started again it runs once", missing, async () => {
  await using driver = newDriver();
  const order = await startUnwritten();
  valueOf(await driver.start(order, signal));
  assert.equal(marksOf(order), 0, "it is another one");
  assert.equal(valueOf(await driver.list(signal)).length, 1);
  valueOf(await driver.stop(order.labels.instanceId, "at-once", signal));
});

testIf(
  "podman and the node die while a container starts: stopped then it does not live",
  missing,
  async () => {
    await using driver = newDriver();
    const order = await startUnwritten();
    valueOf(await driver.stop(order.labels.instanceId, "at-once", signal));
    assert.equal(marksOf(order), 0);
  },
);

testIf("what a container writes is read with its times, followed, and gone with it", missing, async () => {
  await using driver = newDriver();
  const order = request("echo one; echo two >&2; trap 'echo bye; exit 0' TERM; while :; do sleep 0.2; done");
  const { resourceId, instanceId, replica } = order.labels;
  // podman tells whole seconds.
  const startedAtMs = Date.now();
  valueOf(await driver.start(order, signal));
  const subject = { resourceId, instanceId, replica };
  const all = { tailLines: 100, maxAgeMs: 0, isFollowed: false };
  const read = async (reading: typeof all) => {
    const lines: { readonly atMs: number; readonly text: string }[] = [];
    for await (const batch of valueOf(await driver.logs(subject, reading, signal))) lines.push(...batch);
    return lines;
  };
  await eventually("both lines", async () => (await read(all)).length === 2);
  const lines = await read(all);
  assert.deepEqual(lines.map(({ text }) => text), ["one", "two"]);
  for (const { atMs } of lines) assert.ok(atMs > startedAtMs - 1_000 && atMs <= Date.now(), `${atMs}`);
  assert.deepEqual((await read({ ...all, tailLines: 1 })).map(({ text }) => text), ["two"]);
  assert.equal((await read({ ...all, maxAgeMs: 60_000 })).length, 2);
  const followed = read({ ...all, isFollowed: true });
  await driver.signal(instanceId, "SIGTERM", signal);
  assert.deepEqual((await followed).map(({ text }) => text), ["one", "two", "bye"]);
  valueOf(await driver.stop(instanceId, "orderly", signal));
  // What has ended is removed a moment later, and the runtime answers in one of several ways that there is none.
  await eventually("its log to be gone", async () => (await read(all).catch(() => [])).length === 0);
});
