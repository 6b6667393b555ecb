import assert from "node:assert/strict";
import { newServiceState } from "../../../src/state/model.ts";
import { StateManagerError } from "../../../src/kit/errors.ts";
import { DEFINITION, LIDAR, NodeRig } from "../../support/node/node_rig.ts";
import { eventually } from "../../support/eventually.ts";

const TWO = { replicas: 2, version: "1.0", config: {} };

Deno.test("what is wanted and not there is reported, and in sync once it was started", async () => {
  await using rig = await NodeRig.open();
  rig.want();
  assert.deepEqual(rig.newest?.existenceDiff, { desiredExists: true, actualExists: false });
  const answer = await rig.act("Start");
  assert.deepEqual(answer, { kind: "done", message: "1 started", wasRepeated: false });
  const { existenceDiff, statusDiff, versionDiff, configDiff, actual } = rig.newest ?? {};
  assert.deepEqual({ existenceDiff, statusDiff, versionDiff, configDiff }, {
    existenceDiff: undefined,
    statusDiff: undefined,
    versionDiff: undefined,
    configDiff: undefined,
  });
  assert.deepEqual(actual, { replicas: 1, availableReplicas: 1, version: "1.0" });
});

Deno.test("each diff has a higher sequence, and a repeated desired state is answered by a new one", async () => {
  await using rig = await NodeRig.open();
  rig.want();
  rig.want();
  await rig.act("Start");
  const sequences = rig.diffs.map(({ sequence }) => sequence);
  assert.deepEqual(sequences, [...sequences].sort((left, right) => left < right ? -1 : 1));
  assert.equal(new Set(sequences).size, sequences.length);
});

Deno.test("a crash is critical and still a replica; a recovery replaces only what is broken", async () => {
  await using rig = await NodeRig.open();
  rig.want({ replicas: 2 });
  await rig.act("Start", { desired: TWO });
  rig.system.end(1);
  assert.equal(rig.newest?.statusDiff?.reason, "Crashed");
  assert.equal(rig.newest?.statusDiff?.exitCode, 137);
  assert.equal(rig.newest?.isCritical, true);
  assert.equal(rig.newest?.scaleDiff, undefined);
  rig.system.calls.length = 0;
  await rig.act("RecoverRestart", { desired: TWO });
  assert.deepEqual(rig.system.calls, ["stop 1", "start 1 1.0"]);
});

Deno.test("an id is carried out once: its outcome is answered again, also after a restart", async () => {
  await using rig = await NodeRig.open();
  rig.want();
  const request = rig.request("Start");
  await Promise.all([rig.node.act(request), rig.node.act(request)]);
  assert.deepEqual(rig.system.calls, ["start 0 1.0"]);
  await rig.restart();
  assert.deepEqual(await rig.node.act(request), { kind: "done", message: "1 started", wasRepeated: true });
  assert.deepEqual(rig.system.calls, ["start 0 1.0"]);
  const other = await rig.node.act({ ...request, verb: "Stop" });
  assert.equal(other.kind, "rejected");
  assert.match(other.message, /was used for Start vehicle\/lidar on front before/);
});

Deno.test("an action in the middle of which the node ended is finished by the next one, and nothing is started twice", async () => {
  await using rig = await NodeRig.open();
  rig.want({ replicas: 2 });
  await rig.act("Start", { desired: TWO });
  rig.system.calls.length = 0;
  const request = rig.request("Restart", { desired: TWO });
  // The first replica is replaced; then the node is gone in the middle of the second.
  const stuck = Promise.withResolvers<void>();
  const reached = Promise.withResolvers<void>();
  rig.system.duringStart = async () => {
    if (rig.system.calls.filter((call) => call.startsWith("start")).length === 0) return;
    reached.resolve();
    await stuck.promise;
  };
  const abandoned = rig.node.act(request);
  await reached.promise;
  const gone = rig.node;
  rig.system.duringStart = undefined;
  await rig.begin();
  const answer = await rig.node.act(request);
  assert.deepEqual(answer, { kind: "done", message: "2 replaced", wasRepeated: true });
  assert.deepEqual(rig.system.calls, ["stop 0", "start 0 1.0", "stop 1", "start 1 1.0"]);
  stuck.resolve();
  await abandoned;
  await gone[Symbol.asyncDispose]();
  assert.equal(rig.system.instances.size, 2);
});

Deno.test("what an ended run left of an instance that has a successor is removed, and nothing else", async () => {
  await using rig = await NodeRig.open();
  rig.want({ replicas: 2 });
  await rig.act("Start", { desired: TWO });
  rig.system.end(0);
  rig.system.end(1);
  const left = [...rig.system.instances.values()].find(({ labels }) => labels.replica === 0);
  assert.ok(left !== undefined);
  // The successor of the one runs, and the run before had no time to remove its predecessor; the other one has none.
  await rig.act("Scale", { desired: { ...TWO, replicas: 1 } });
  rig.system.instances.set(left.labels.instanceId, left);
  const other = { ...left, labels: { ...left.labels, instanceId: "alone", replica: 1 } };
  rig.system.instances.set("alone", other);
  rig.system.calls.length = 0;
  await rig.restart();
  await eventually("it is removed", () => !rig.system.instances.has(left.labels.instanceId));
  assert.deepEqual(rig.system.calls, ["stop 0"]);
  assert.ok(rig.system.instances.has("alone"));
});

Deno.test("an action of another boot is not finished: it failed", async () => {
  await using rig = await NodeRig.open();
  rig.want();
  const request = rig.request("Start");
  const stuck = Promise.withResolvers<void>();
  rig.system.duringStart = () => stuck.promise;
  const abandoned = rig.node.act(request);
  const gone = rig.node;
  rig.bootId = "boot-2";
  rig.system.duringStart = undefined;
  await rig.begin();
  const answer = await rig.node.act(request);
  assert.equal(answer.kind, "failed");
  stuck.resolve();
  await abandoned;
  await gone[Symbol.asyncDispose]();
});

Deno.test("while the runtime does not answer no outcome is kept, and the same id works later", async () => {
  await using rig = await NodeRig.open();
  rig.want();
  rig.system.startFailure = { kind: "runtime-away", message: "the socket does not answer" };
  const request = rig.request("Start");
  const away = await rig.node.act(request);
  assert.deepEqual(away, { kind: "unavailable", message: "the socket does not answer" });
  rig.system.startFailure = undefined;
  assert.deepEqual(await rig.node.act(request), { kind: "done", message: "1 started", wasRepeated: false });
});

Deno.test("what a runtime had stays as it was seen while it is away", async () => {
  await using rig = await NodeRig.open();
  rig.want();
  await rig.act("Start");
  const before = rig.diffs.length;
  rig.system.driver?.listener?.onAway({ kind: "runtime-away", message: "restarting" });
  assert.equal(rig.diffs.length, before);
  assert.equal((await rig.node.getStateDiff(LIDAR, AbortSignal.timeout(1_000))).actual.replicas, 1);
});

Deno.test("a version that cannot be started leaves what runs alone", async () => {
  await using rig = await NodeRig.open();
  rig.want();
  await rig.act("Start");
  rig.system.obstacle = { kind: "program-missing", message: "The program /opt/2.0/lidar does not exist" };
  rig.system.calls.length = 0;
  const answer = await rig.act("UpdateVersion", { desired: { replicas: 1, version: "2.0", config: {} } });
  assert.equal(answer.kind, "failed");
  assert.deepEqual(rig.system.calls, []);
});

Deno.test("a replica that is as it should be is not replaced", async () => {
  await using rig = await NodeRig.open();
  rig.want({ replicas: 2 });
  await rig.act("Start", { desired: TWO });
  rig.system.end(0);
  rig.system.calls.length = 0;
  await rig.act("UpdateVersion", { desired: TWO });
  assert.deepEqual(rig.system.calls, ["stop 0", "start 0 1.0"]);
});

Deno.test("scaling ends what is too much and starts what is missing", async () => {
  await using rig = await NodeRig.open();
  rig.want({ replicas: 3 });
  await rig.act("Start", { desired: { ...TWO, replicas: 3 } });
  rig.system.calls.length = 0;
  await rig.act("Scale", { desired: { ...TWO, replicas: 1 } });
  assert.deepEqual(rig.system.calls.sort(), ["stop 1", "stop 2"]);
  await rig.act("Scale", { desired: TWO });
  assert.equal(rig.system.calls.at(-1), "start 1 1.0");
});

Deno.test("what differs is said: version, configuration, definition, number", async () => {
  await using rig = await NodeRig.open();
  rig.want({ config: { rate: "5", old: "x" } });
  await rig.act("Start", { desired: { replicas: 1, version: "1.0", config: { rate: "5", old: "x" } } });
  rig.want({ version: "2.0", replicas: 2, config: { rate: "7" } });
  assert.deepEqual(rig.newest?.versionDiff, { desiredVersion: "2.0", actualVersion: "1.0" });
  assert.deepEqual(rig.newest?.scaleDiff, { desiredReplicas: 2, actualReplicas: 1 });
  assert.deepEqual(rig.newest?.configDiff, { desired: { rate: "7" }, actual: { old: "x", rate: "5" } });
  rig.define(`${DEFINITION}\nexit_codes: { config_rejected: [3] }`);
  await eventually(
    "the changed definition is noticed",
    () => rig.newest?.configDiff?.desired["workload-definition"] !== undefined,
  );
});

Deno.test("without a definition nothing is tried: it is said, and told apart from a fault", async () => {
  await using rig = await NodeRig.open("");
  rig.want();
  assert.equal(rig.newest?.statusDiff?.reason, "NoDefinition");
  assert.match(
    rig.newest?.statusDiff?.message ?? "",
    /^front has no workload definition for vehicle\/lidar: /,
  );
  assert.deepEqual(rig.newest?.existenceDiff, { desiredExists: true, actualExists: false });
  assert.equal((await rig.act("Start")).kind, "rejected");
});

Deno.test("a placeholder that is not set is a refused configuration", async () => {
  await using rig = await NodeRig.open("runtime: { process: { command: [/bin/a, '${config.rate}'] } }");
  rig.want();
  assert.equal(rig.newest?.statusDiff?.reason, "ConfigRejected");
  assert.match(rig.newest?.statusDiff?.message ?? "", /command\[1\]: \$\{config\.rate\} is not set/);
});

Deno.test("the desired state and the highest term survive a restart; any revision may follow a new subscription", async () => {
  await using rig = await NodeRig.open();
  rig.node.passTerm(7n);
  rig.want();
  await rig.act("Start", { term: 7n });
  await rig.restart();
  assert.throws(
    () => rig.node.passTerm(6n),
    (error: unknown) => error instanceof StateManagerError && /term 6 is stale/.test(error.message),
  );
  rig.node.passTerm(7n);
  assert.equal(rig.newest?.actual.replicas, 1);
  assert.equal(rig.newest?.existenceDiff, undefined);
  const state = { revision: 1n, generation: 9n };
  const status = newServiceState("lidar", "vehicle");
  assert.equal(rig.node.updateResourceState(LIDAR, { ...status, ...state, isRemoved: false }), true);
  assert.equal(
    rig.node.updateResourceState(LIDAR, { ...status, ...state, revision: 0n, isRemoved: false }),
    false,
  );
});

Deno.test("what is not wanted any more and runs is reported, and ended only when it is asked for", async () => {
  await using rig = await NodeRig.open();
  rig.want();
  await rig.act("Start");
  rig.want({}, { isRemoved: true });
  assert.deepEqual(rig.newest?.existenceDiff, { desiredExists: false, actualExists: true });
  assert.equal(rig.system.instances.size, 1);
  await rig.act("Stop");
  assert.equal(rig.newest?.existenceDiff, undefined);
  assert.equal(rig.newest?.actual.replicas, 0);
});

Deno.test("a damaged memory is moved aside, and what runs is found without it", async () => {
  await using rig = await NodeRig.open();
  rig.want();
  await rig.act("Start");
  await rig.node[Symbol.asyncDispose]();
  Deno.writeTextFileSync(
    rig.dir.file("node.db"),
    "this is no database, and long enough to be read as one".repeat(100),
  );
  await rig.begin();
  assert.equal(rig.newest?.actual.replicas, 1);
  assert.ok(Deno.statSync(rig.dir.file("node.db.unusable")).isFile);
});
