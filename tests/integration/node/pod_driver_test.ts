/** The driver for pods, against a podman of the test's own. */
import assert from "node:assert/strict";
import { ContainerDriver } from "../../../src/node/container/container_driver.ts";
import { PODS } from "../../../src/node/container/pod/scheme.ts";
import type { JsonValue, Workload } from "../../../src/node/definition/workload.ts";
import type { DriverResult, Instance, StartRequest } from "../../../src/node/driver.ts";
import { SystemClock } from "../../../src/platform/process/clock.ts";
import { parseResourceId } from "../../../src/state/resource_id.ts";
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
    podman = await Podman.start();
  });
  Deno.test.afterAll(() => podman[Symbol.asyncDispose]());
}

let count = 0;

function newDriver(node = `pod-node-${++count}`): ContainerDriver {
  return new ContainerDriver({
    ...{ node, socket: podman.socket, clock: new SystemClock(), log: SILENT },
    exitDirectories: [podman.exitDirectory],
  }, PODS);
}

type Container = Readonly<Record<string, JsonValue>>;

function container(name: string, script: string, more: Container = {}): Container {
  return { name, image: IMAGE, imagePullPolicy: "Never", command: ["/bin/sh", "-c", script], ...more };
}

const TWO = [container("main", SLEEP), container("side", SLEEP)];

function request(
  containers: readonly Container[] = TWO,
  { spec = {}, replica = 0, configFile }: {
    readonly spec?: Container;
    readonly replica?: number;
    readonly configFile?: NonNullable<Workload["configFile"]>;
  } = {},
): StartRequest {
  const instanceId = crypto.randomUUID();
  const manifest = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "as-it-likes", labels: { app: "lidar" } },
    spec: { restartPolicy: "Always", ...spec, containers },
  };
  return {
    labels: {
      ...{ instanceId, resourceId: parseResourceId("vehicle/lidar"), replica, node: `pod-node-${count}` },
      ...{ version: "1", configFingerprint: "0123456789abcdef", definitionFingerprint: "fedcba9876543210" },
    },
    workload: {
      runtime: {
        kind: "pod",
        manifest,
        network: "none",
        stop: { signal: "SIGTERM", timeoutMs: 10_000 },
      },
      ...(configFile && { configFile }),
    },
    resources: { cpuMillis: 0, memoryBytes: 0n },
    directory: podman.directory(`instances/${instanceId}`),
  };
}

const podName = ({ labels }: StartRequest) => `piccolo-vehicle-lidar-${labels.replica}-${labels.instanceId}`;

function valueOf<T>(result: DriverResult<T>): T {
  assert.ok(result.ok, result.ok ? "" : `${result.failure.kind}: ${result.failure.message}`);
  return result.value;
}

function failureOf(result: DriverResult<unknown>): readonly [string, string] {
  assert.ok(!result.ok, JSON.stringify(result));
  return [result.failure.kind, result.failure.message];
}

/** The main process of one container of the pod. */
async function pidOf(order: StartRequest, member: string): Promise<number> {
  return Number(await podman.run("inspect", "--format", "{{.State.Pid}}", `${podName(order)}-${member}`));
}

const isRunning = ({ state }: Instance) => state.kind === "running";
const isEnded = ({ state }: Instance) => state.kind === "ended";

testIf(
  "a pod is one instance, is found again, is none of the container driver's, and is stopped in order",
  missing,
  async () => {
    await using driver = newDriver();
    await using heard = new Heard(driver);
    assert.deepEqual(await heard.untilPresent(), []);
    const order = request([container("main", SLEEP), container("side", SLEEP)], {
      spec: { initContainers: [container("prepare", "exit 0")] },
    });
    const started = valueOf(await driver.start(order, signal));
    assert.deepEqual(started.labels, order.labels);
    assert.deepEqual(started.state, { kind: "running", pid: await pidOf(order, "main") });
    await using later = newDriver(order.labels.node);
    const found = valueOf(await later.list(signal));
    assert.deepEqual(found.map(({ labels, state }) => [labels, state]), [[order.labels, started.state]]);
    assert.deepEqual(valueOf(await later.start(order, signal)).state, started.state, "it was started twice");
    const { node } = order.labels;
    const socket = podman.socket;
    await using ofContainers = new ContainerDriver({ node, socket, clock: new SystemClock(), log: SILENT });
    assert.deepEqual(valueOf(await ofContainers.list(signal)), []);
    const policy = await podman.run(
      "inspect",
      "--format",
      "{{.HostConfig.RestartPolicy.Name}}",
      `${podName(order)}-main`,
    );
    assert.equal(policy, "no", "podman would start it again by itself");
    const states = heard.told.flatMap((one) => one.kind === "instance" ? [one.instance.state.kind] : []);
    assert.ok(!states.includes("ended"), "a pod that was being started was told as ended");
    assert.equal(valueOf(await later.stop(order.labels.instanceId, "orderly", signal))?.exitCode, 0);
    assert.deepEqual(valueOf(await later.list(signal)), []);
    await heard.until("it is removed", () => heard.instances.size === 0);
    assert.equal(valueOf(await later.stop(order.labels.instanceId, "orderly", signal)), undefined);
  },
);

testIf("the end of any container is the end of its pod, and says which and how", missing, async () => {
  await using driver = newDriver();
  await using heard = new Heard(driver);
  await heard.untilPresent();
  const killed = request();
  valueOf(await driver.start(killed, signal));
  Deno.kill(await pidOf(killed, "side"), "SIGKILL");
  const { state } = await heard.untilInstance(killed.labels.instanceId, isEnded);
  assert.deepEqual(state, {
    kind: "ended",
    end: { signal: 9, isResourceExhausted: false, message: "container side of the pod ended" },
  });
  await driver.stop(killed.labels.instanceId, "at-once", signal);
  const limited = { resources: { limits: { memory: "32Mi" } } };
  const greedy = request([
    container("main", SLEEP),
    container("greedy", "sleep 1; x=0123456789; while :; do x=$x$x; done", limited),
  ]);
  valueOf(await driver.start(greedy, signal));
  const exhausted = await heard.untilInstance(greedy.labels.instanceId, isEnded);
  assert.deepEqual(exhausted.state, {
    kind: "ended",
    end: { signal: 9, isResourceExhausted: true, message: "container greedy of the pod ended" },
  });
  await driver.stop(greedy.labels.instanceId, "at-once", signal);
});

testIf("a pod of which a container is held, or removed by somebody else, is told", missing, async () => {
  await using driver = newDriver();
  await using heard = new Heard(driver);
  await heard.untilPresent();
  const order = request();
  const { instanceId } = order.labels;
  valueOf(await driver.start(order, signal));
  const pid = await pidOf(order, "side");
  Deno.kill(pid, "SIGSTOP");
  await heard.untilInstance(instanceId, ({ state }) => state.kind === "held");
  Deno.kill(pid, "SIGCONT");
  await heard.untilInstance(instanceId, isRunning);
  await podman.run("rm", "--force", "--time=0", `${podName(order)}-side`);
  const { state } = await heard.untilInstance(
    instanceId,
    (one) => one.state.kind === "ended" && /is gone/.test(one.state.end.message),
  );
  assert.equal(state.kind === "ended" && state.end.message, "container side of the pod is gone");
  await podman.run("pod", "rm", "--force", podName(order));
  await heard.until("the removal of the pod", () => heard.instances.size === 0);
});

testIf(
  "the liveness probe of a container is made by the node, and tells the health of the pod",
  missing,
  async () => {
    await using driver = newDriver();
    await using heard = new Heard(driver);
    await heard.untilPresent();
    const data = podman.directory(`pod-data-${count}`);
    const order = request([
      container("main", SLEEP),
      container("side", SLEEP, {
        livenessProbe: {
          exec: { command: ["/bin/sh", "-c", "read x < /data/ok"] },
          ...{ periodSeconds: 1, timeoutSeconds: 10, failureThreshold: 1, initialDelaySeconds: 60 },
        },
        volumeMounts: [{ name: "data", mountPath: "/data" }],
      }),
    ], { spec: { volumes: [{ name: "data", hostPath: { path: data, type: "Directory" } }] } });
    const { instanceId } = order.labels;
    assert.equal(valueOf(await driver.start(order, signal)).health, "starting");
    Deno.writeTextFileSync(`${data}/ok`, "yes\n");
    await heard.untilInstance(instanceId, ({ health }) => health === "healthy");
    Deno.removeSync(`${data}/ok`);
    const lost = await heard.untilInstance(instanceId, ({ health }) => health === "lost");
    assert.match(lost.message, /^container side fails its health check: exit code [12]/);
    await driver.stop(instanceId, "at-once", signal);
  },
);

testIf("what podman cannot start is told in words, and nothing of it is left", missing, async () => {
  await using driver = newDriver();
  const cases: readonly (readonly [string, RegExp, StartRequest])[] = [
    [
      "program-missing",
      /localhost\/none:1/,
      request([container("main", SLEEP, { image: "localhost/none:1" })]),
    ],
    ["program-broken", /\/bin\/nothing/, request([container("main", "", { command: ["/bin/nothing"] })])],
  ];
  for (const [kind, words, order] of cases) {
    const [found, message] = failureOf(await driver.start(order, signal));
    assert.equal(found, kind, message);
    assert.match(message, /^Cannot start replica 0 of vehicle\/lidar: /);
    assert.match(message, words);
    const left = await podman.run("pod", "ps", "--format", "{{.Name}}", "--filter", `name=${podName(order)}`);
    assert.equal(left, "");
  }
  const failure = await driver.check(
    request([container("main", SLEEP, { image: "localhost/none:1" })]).workload,
    signal,
  );
  assert.equal(failure?.kind, "program-missing");
  assert.equal(await driver.check(request().workload, signal), undefined);
});

testIf("a pod that an interrupted start left behind is made anew", missing, async () => {
  await using driver = newDriver();
  const order = request();
  const label = `piccolo.pod=${order.labels.instanceId}`;
  await podman.run("pod", "create", "--name", podName(order), "--label", label);
  assert.ok(isRunning(valueOf(await driver.start(order, signal))));
  await driver.stop(order.labels.instanceId, "at-once", signal);
});

testIf("a stranger's pod with the name is not touched", missing, async () => {
  await using driver = newDriver();
  const order = request();
  await podman.run("pod", "create", "--name", podName(order));
  const [kind, message] = failureOf(await driver.start(order, signal));
  assert.deepEqual([kind, message.includes(podName(order))], ["name-taken", true], message);
  await podman.run("pod", "exists", podName(order));
  await podman.run("pod", "rm", "--force", podName(order));
});

testIf("the configuration file is in every container of the pod", missing, async () => {
  await using driver = newDriver();
  await using heard = new Heard(driver);
  await heard.untilPresent();
  const hostPath = `${podman.directory(`pod-config-${count}`)}/config`;
  Deno.writeTextFileSync(hostPath, "rate=10\n");
  const order = request(
    [container("main", SLEEP), container("side", '. /etc/lidar.env; test "$rate" = 10 && exit 7; exit 8')],
    { configFile: { path: "/etc/lidar.env", hostPath } },
  );
  valueOf(await driver.start(order, signal));
  const { state } = await heard.untilInstance(order.labels.instanceId, isEnded);
  assert.equal(state.kind === "ended" && state.end.exitCode, 7);
  await driver.stop(order.labels.instanceId, "at-once", signal);
});

testIf(
  "while podman is away nothing of a pod is known, and afterwards it is as it was",
  missing,
  async () => {
    await using driver = newDriver();
    await using heard = new Heard(driver);
    await heard.untilPresent();
    const order = request();
    const before = valueOf(await driver.start(order, signal));
    const from = heard.told.length;
    await podman.killService();
    await heard.until("away", (told) => told.find((one) => one.kind === "away"), { from });
    await podman.startService();
    const [present] = await heard.untilPresent(from);
    assert.deepEqual(present?.state, before.state);
    assert.ok(!heard.told.slice(from).some(({ kind }) => kind === "removed"));
    await driver.stop(order.labels.instanceId, "at-once", signal);
  },
);
