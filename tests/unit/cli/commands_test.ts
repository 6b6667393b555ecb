import assert from "node:assert/strict";
import { CliError } from "../../../src/cli/errors.ts";
import { FakeClient, NOW_MS, runInTest, testEvent, testService } from "../../support/cli.ts";

const lidar = testService("vehicle/lidar", {
  spec: { replicas: 2, version: "1.4.0", criticality: "B", config: { rate: "10" } },
  status: {
    state: "Running",
    replicas: 2,
    availableReplicas: 2,
    observedGeneration: 3n,
    node: "front",
    restarts: 1,
    lastReason: "All replicas answer after the restart that followed a crash",
    stateSinceMs: NOW_MS - 192_000,
  },
  generation: 3n,
  revision: 42n,
});
const planner = testService("vehicle/planner", {
  spec: { dependencies: [{ resourceId: lidar.metadata.id, condition: "Running" }] },
  status: { state: "Failed", lastReason: "Ended by signal 9", stateSinceMs: NOW_MS - 5_000, node: "rear" },
});
const quiet = testService("infra/quiet", {
  status: {
    state: "Running",
    replicas: 1,
    availableReplicas: 1,
    node: "rear",
    lastReason: "Ready",
    stateSinceMs: NOW_MS - 3_600_000,
    conditions: [{
      type: "Reachable",
      status: "Unknown",
      reason: "NodeSilent",
      message: "rear is silent",
      lastTransitionTimeMs: NOW_MS - 30_000,
    }],
  },
});

Deno.test("get prints a table that fits 80 columns of a terminal", async () => {
  const client = new FakeClient(quiet, lidar, planner);
  const { exitCode, stdout, stderr } = await runInTest(["get"], {
    client,
    isTTY: true,
    env: { NO_COLOR: "1" },
  });
  assert.deepEqual([exitCode, stderr, client.isClosed], [0, "", true]);
  assert.equal(
    stdout,
    [
      "NAME             STATE     READY  NODE   AGE    REASON",
      "infra/quiet      Running?  1/1    rear   1h     not confirmed: rear is silent",
      "vehicle/lidar    Running   2/2    front  3m12s  All replicas answer after the r…",
      "vehicle/planner  Failed    0/1    rear   5s     Ended by signal 9",
      "",
    ].join("\n"),
  );
  for (const line of stdout.split("\n")) assert.ok([...line].length <= 80, line);
});

Deno.test("get into a pipe is neither cut nor coloured; on a terminal it is coloured unless NO_COLOR says no", async () => {
  const client = new FakeClient(lidar, planner);
  const piped = await runInTest(["get"], { client });
  assert.match(piped.stdout, /All replicas answer after the restart that followed a crash\n/);
  assert.ok(!piped.stdout.includes("\x1b"));
  const coloured = await runInTest(["get"], { client, isTTY: true });
  assert.ok(coloured.stdout.includes("\x1b[31mFailed\x1b[0m"));
});

Deno.test("get -o wide adds columns and does not cut", async () => {
  const { stdout } = await runInTest(["get", "-o", "wide"], {
    client: new FakeClient(lidar),
    isTTY: true,
    env: { NO_COLOR: "1" },
  });
  assert.match(stdout, /CRITICALITY {2}GENERATION {2}REVISION {2}REASON\n/);
  assert.match(stdout, / {2}B {12}3\/3 {9}42 {8}All replicas answer .* crash\n/);
});

Deno.test("get -o json and yaml are for programs", async () => {
  const client = new FakeClient(lidar);
  const json = JSON.parse((await runInTest(["get", "-o", "json"], { client })).stdout);
  assert.deepEqual([json.kind, json.revision, json.services.length], ["ServiceList", "100", 1]);
  assert.equal(json.services[0].metadata.revision, "42");
  const { stdout } = await runInTest(["get", "-o", "yaml"], { client });
  assert.match(stdout, /^---\nkind: Service\nmetadata:\n {2}namespace: vehicle\n {2}name: lidar\n/);
});

Deno.test("get with names lists those, and exits 4 when one does not exist", async () => {
  const client = new FakeClient(lidar, planner);
  const { exitCode, stdout, stderr } = await runInTest(["get", "-n", "vehicle", "lidar", "radar"], {
    client,
  });
  assert.equal(exitCode, 4);
  assert.match(stdout, /vehicle\/lidar/);
  assert.ok(!stdout.includes("planner"));
  assert.match(stderr, /^error: vehicle\/radar does not exist\n/);
});

Deno.test("get says so when there is nothing", async () => {
  const { exitCode, stdout, stderr } = await runInTest(["get"], { client: new FakeClient() });
  assert.deepEqual([exitCode, stdout, stderr], [0, "", "There are no services.\n"]);
});

Deno.test("describe tells what is wanted, what is seen and what happened", async () => {
  const client = new FakeClient(lidar, planner);
  client.events = [
    testEvent("vehicle/planner", 7n, {
      eventType: "Fail",
      changes: [{ field: "status.state", oldValue: "Running", newValue: "Failed" }],
      metadata: { reason: "Ended by signal 9" },
      source: "NodeAgent",
    }),
  ];
  const { exitCode, stdout } = await runInTest(["describe", "vehicle/planner"], { client });
  assert.equal(exitCode, 0);
  assert.equal(
    stdout,
    [
      "Name:         vehicle/planner",
      "State:        Failed for 5s",
      "Reason:       Ended by signal 9",
      "Next:         Initializing (Recover); Terminating (Terminate); Pending (Reschedule)",
      "Actions:      Start, Stop, Restart, Recreate, Relocate, RollbackVersion, ResetConfig, Isolate",
      "Desired:      Running, 1 replica",
      "Ready:        0 of 1 (0 started)",
      "Version:      1.0.0",
      "Node:         rear",
      "Allowed on:   any node",
      "Criticality:  QM",
      "Generation:   1, observed 0",
      "Revision:     1",
      "Restarts:     0",
      "Created:      2026-11-24 10:00:00Z (2h ago)",
      "Reconciled:   never",
      "Dependencies:",
      "  vehicle/lidar must be Running; it is: Running",
      "Events:",
      "  REVISION  TIME          EVENT  SOURCE     WHAT",
      "         7  11:59:00.007  Fail   NodeAgent  Running -> Failed; Ended by signal 9",
      "",
    ].join("\n"),
  );
});

Deno.test("describe of a missing service exits 4 and still describes the others", async () => {
  const { exitCode, stdout, stderr } = await runInTest(["describe", "vehicle/radar", "vehicle/lidar"], {
    client: new FakeClient(lidar),
  });
  assert.equal(exitCode, 4);
  assert.match(stderr, /vehicle\/radar does not exist/);
  assert.match(stdout, /^Name: {9}vehicle\/lidar\n/);
});

Deno.test("history lists events, with the service when it is of all", async () => {
  const client = new FakeClient(lidar);
  client.events = [
    testEvent("vehicle/lidar", 7n),
    testEvent("infra/quiet", 8n, { clockSynchronised: false }),
  ];
  const all = await runInTest(["history"], { client });
  assert.match(all.stdout, /^REVISION {2}TIME {11}SERVICE/);
  assert.match(all.stdout, /8 {2}11:59:00.008\? {2}infra\/quiet/);
  const one = await runInTest(["history", "vehicle/lidar", "-o", "json"], { client });
  const value = JSON.parse(one.stdout);
  assert.deepEqual([value.kind, value.events.length, value.events[0].revision], ["EventList", 1, "7"]);
  const none = await runInTest(["history", "vehicle/radar"], { client });
  assert.equal(none.exitCode, 4);
});

const FILE = `kind: Service
metadata: { namespace: vehicle, name: app }
spec: { version: "2", dependencies: [{ service: base }] }
---
kind: Service
metadata: { namespace: vehicle, name: base }
spec: { version: "1" }
`;

Deno.test("apply is one request, and says what became of each", async () => {
  const client = new FakeClient();
  const files = { "app.yaml": FILE };
  const first = await runInTest(["apply", "-f", "app.yaml"], { client, files });
  assert.deepEqual([first.exitCode, first.stdout], [0, "vehicle/app created\nvehicle/base created\n"]);
  assert.equal(client.changes[0]?.reason, "statemanagerd apply");
  const second = await runInTest(["apply", "-f", "-"], { client, stdin: FILE.replace('"2"', '"3"') });
  assert.equal(second.stdout, "vehicle/app configured (generation 2)\nvehicle/base unchanged\n");
});

Deno.test("apply applies nothing when anything is wrong, and names file and line", async () => {
  const client = new FakeClient();
  const files = {
    "app.yaml": FILE,
    "bad.yaml": "kind: Service\nmetadata: { name: x }\nspec:\n  replicsa: 1\n",
  };
  const { exitCode, stderr } = await runInTest(["apply", "-f", "app.yaml", "-f", "bad.yaml"], {
    client,
    files,
  });
  assert.equal(exitCode, 2);
  assert.equal(client.changes.length, 0);
  assert.match(stderr, /^error: bad\.yaml:4:3: spec\.replicsa: unknown key; did you mean replicas\?\n/);
  const missing = await runInTest(["apply", "-f", "none.yaml"], { client, files });
  assert.match(missing.stderr, /none\.yaml cannot be read/);
});

Deno.test("apply --dry-run asks the State Manager, which stores nothing", async () => {
  const client = new FakeClient();
  const { exitCode, stdout } = await runInTest(["apply", "-f", "-", "--dry-run"], { client, stdin: FILE });
  assert.deepEqual([exitCode, stdout, client.changes.length], [
    0,
    "vehicle/app created (dry run)\nvehicle/base created (dry run)\n",
    0,
  ]);
  client.failure = new CliError("refused", "changes[1].spec: it cannot be");
  const refused = await runInTest(["apply", "-f", "-", "--dry-run"], { client, stdin: FILE });
  assert.equal(refused.exitCode, 5);
  assert.match(refused.stderr, /changes\[1\]\.spec: it cannot be/);
});

Deno.test("a refusal, an unreachable State Manager and a bug have exit codes of their own", async () => {
  const cases: readonly (readonly [error: Error, exitCode: number])[] = [
    [new CliError("refused", "No", { hint: "Do otherwise." }), 5],
    [new CliError("unreachable", "Away"), 3],
    [new Error("Bug"), 1],
  ];
  for (const [error, exitCode] of cases) {
    const client = new FakeClient(lidar);
    client.failure = error;
    for (const argv of [["get"], ["describe", "a/b"], ["history"], ["apply", "-f", "-"], ["delete", "a/b"]]) {
      const run = await runInTest(argv, { client, stdin: FILE });
      assert.equal(run.exitCode, exitCode, argv.join(" "));
      assert.ok(run.stderr.startsWith(`error: ${error.message}\n`), run.stderr);
    }
  }
});

Deno.test("a State Manager that does not answer is told after --timeout, with the address", async () => {
  const client = new FakeClient();
  const silent = Object.assign(client, {
    listServices: (_filter: unknown, signal: AbortSignal) =>
      new Promise<never>((_resolve, reject) =>
        signal.addEventListener("abort", () => reject(new Error("aborted")))
      ),
  });
  const { exitCode, stderr } = await runInTest(["get", "--timeout", "20ms"], { client: silent });
  assert.equal(exitCode, 3);
  assert.match(stderr, /no answer from unix:\/run\/statemanager\/api\.sock within 20 ms\n.*--address/);
});

Deno.test("delete stops each service, and exits 4 for one that does not exist", async () => {
  const client = new FakeClient(lidar);
  const { exitCode, stdout, stderr } = await runInTest(["delete", "vehicle/lidar", "vehicle/radar"], {
    client,
  });
  assert.deepEqual([exitCode, stdout], [4, "vehicle/lidar is being stopped\n"]);
  assert.match(stderr, /vehicle\/radar does not exist/);
  assert.equal(client.changes[0]?.spec, undefined);
});
