import assert from "node:assert/strict";
import { FakeClient, runInTest, testService } from "../../support/cli.ts";

const can = testService("vehicle/can", { status: { state: "Running" } });
const needs = (id: string, state: "Running" | "Failed", condition: "Running" | "Completed" = "Running") =>
  testService(id, {
    spec: { dependencies: [{ resourceId: can.metadata.id, condition }] },
    status: { state },
  });

Deno.test("what a running service needs is only deleted, isolated or held with --force", async () => {
  const hold = "kind: Service\nmetadata: { namespace: vehicle, name: can }\nspec: { state: Pending }\n";
  for (
    const argv of [
      ["delete", "vehicle/can"],
      ["isolate", "vehicle/can", "--reason", "x"],
      ["recover", "vehicle/can", "--action", "Isolate"],
      ["apply", "-f", "hold.yaml"],
    ]
  ) {
    const client = new FakeClient(can, needs("vehicle/lidar", "Running"), needs("cabin/hmi", "Failed"));
    const files = { "hold.yaml": hold };
    const refused = await runInTest(argv, { client, files });
    assert.equal(refused.exitCode, 5, argv.join(" "));
    assert.match(
      refused.stderr,
      /^error: Nothing was done: vehicle\/lidar runs and needs vehicle\/can\n +--force/,
      argv.join(" "),
    );
    assert.deepEqual([client.changes.length, client.triggered.length], [0, 0]);
    const forced = await runInTest([...argv, "--force"], { client, files });
    assert.equal(forced.exitCode, 0, forced.stderr);
    assert.match(forced.stderr, /^warning: vehicle\/lidar runs and needs vehicle\/can\n$/);
    assert.equal(client.changes.length + client.triggered.length, 1);
  }
});

Deno.test("what goes as well, is down, or only waited for its end needs nothing", async () => {
  const services = [
    ...[can, needs("vehicle/lidar", "Running"), needs("a/failed", "Failed")],
    needs("a/after", "Running", "Completed"),
  ];
  const client = new FakeClient(...services);
  const { exitCode, stderr } = await runInTest(["delete", "vehicle/can", "vehicle/lidar"], { client });
  assert.deepEqual([exitCode, stderr], [0, ""]);
});

const MANIFESTS = [
  "kind: Service\nmetadata: { namespace: a, name: same }\nspec: { version: '1.0.0' }\n",
  "kind: Service\nmetadata: { namespace: a, name: other, labels: { team: x } }\nspec: { version: '2.0.0', config: { b: '1' } }\n",
  "kind: Service\nmetadata: { namespace: a, name: new }\nspec: { version: '1.0.0' }\n",
].join("---\n");

Deno.test("diff -f shows each field that apply would change, and exits 6 when there is one", async () => {
  const same = testService("a/same");
  const other = testService("a/other", { spec: { config: { a: "1" } } });
  const client = new FakeClient(same, other);
  const files = { "x.yaml": MANIFESTS };
  const { exitCode, stdout } = await runInTest(["diff", "-f", "x.yaml"], { client, files });
  assert.equal(exitCode, 6);
  assert.match(
    stdout,
    /^a\/other would be configured\n {2}\+ labels.team: x\n {2}- spec.config.a: 1\n {2}\+ spec.config.b: 1\n {2}- spec.version: 1.0.0\n {2}\+ spec.version: 2.0.0\na\/new would be created\n {2}\+ spec/,
  );
  const json = JSON.parse(
    (await runInTest(["diff", "-f", "x.yaml", "-o", "json"], { client, files })).stdout,
  );
  assert.deepEqual(
    json.services.map(({ service, outcome }: { service: string; outcome: string }) => [service, outcome]),
    [["a/same", "unchanged"], ["a/other", "configured"], ["a/new", "created"]],
  );
  await runInTest(["apply", "-f", "x.yaml", "--dry-run=server"], { client, files });
  assert.equal(client.changes.length, 0);
  const nothing = await runInTest(["diff", "-f", "-"], { client, stdin: MANIFESTS.split("---\n")[0] ?? "" });
  assert.deepEqual([nothing.exitCode, nothing.stdout, nothing.stderr], [0, "", "Nothing differs.\n"]);
});

Deno.test("delete -f deletes what apply -f created", async () => {
  const client = new FakeClient();
  const files = { "x.yaml": MANIFESTS };
  await runInTest(["apply", "-f", "x.yaml"], { client, files });
  assert.equal(client.services.size, 3);
  const { exitCode, stdout } = await runInTest(["rm", "-f", "x.yaml"], { client, files });
  assert.deepEqual([exitCode, client.services.size], [0, 0]);
  assert.equal(stdout, "a/same is being stopped\na/other is being stopped\na/new is being stopped\n");
});

Deno.test("wait returns when the services are as they should be", async () => {
  const starting = testService("a/x", { status: { state: "Initializing" } });
  const running = testService("a/x", {
    status: { state: "Running", availableReplicas: 1, replicas: 1, observedGeneration: 1n },
  });
  const change = (service: typeof running | undefined, revision: bigint) => ({
    kind: "change" as const,
    event: {
      ...{ resourceId: starting.metadata.id, eventType: "Ready" as const, timestampMs: 0, changes: [] },
      ...{ source: "StateManager" as const, metadata: {}, revision, clockSynchronised: true },
    },
    ...(service === undefined ? {} : { service }),
    revision,
  });
  for (
    const [argv, stdout] of [
      [["wait", "a/x"], "a/x is ready\n"],
      [["wait", "a/x", "--for=state=Running"], "a/x is Running\n"],
      [["wait", "a/x", "--for=condition=Reachable=Unknown"], "a/x has Reachable=Unknown\n"],
      [["wait", "a/x", "--for", "delete"], "a/x is gone\n"],
    ] as const
  ) {
    const client = new FakeClient(starting);
    client.scripts = [[
      { kind: "snapshot", service: starting, revision: 0n },
      { kind: "snapshot-complete", count: 1, revision: 1n },
      change(running, 2n),
      change(undefined, 3n),
    ]];
    const ended = await runInTest(argv, { client });
    assert.deepEqual([ended.exitCode, ended.stdout, ended.stderr], [0, stdout, ""], argv.join(" "));
  }
});

Deno.test("wait ends with 1 at its timeout, and says what each service is instead", async () => {
  const failed = testService("a/x", { status: { state: "Failed", lastReason: "Ended by signal 9" } });
  const client = new FakeClient(failed);
  client.scripts = [[
    { kind: "snapshot", service: failed, revision: 0n },
    { kind: "snapshot-complete", count: 1, revision: 1n },
  ]];
  const { exitCode, stderr } = await runInTest(["wait", "a/x", "--timeout", "20ms"], { client });
  assert.equal(exitCode, 1);
  assert.match(stderr, /^error: Not ready within 20 ms: a\/x \(Failed: Ended by signal 9\)\n/);
});
