import assert from "node:assert/strict";
import { CliError } from "../../../src/cli/errors.ts";
import { DEFAULT_SPEC } from "../../../src/state/model.ts";
import { resourceId } from "../../../src/state/resource_id.ts";
import { FakeClient, runInTest, testService } from "../../support/cli.ts";

const lidar = testService(resourceId("vehicle", "lidar"));
const twice = testService(resourceId("vehicle", "radar"), { spec: { ...DEFAULT_SPEC, replicas: 2 } });
const AT_MS = Date.UTC(2026, 10, 24, 11, 59, 0, 5);

function clientWith(...texts: readonly string[]): FakeClient {
  const client = new FakeClient(lidar, twice);
  client.logLines = [{
    node: "front",
    lines: texts.map((text, replica) => ({ replica, atMs: replica === 0 ? AT_MS : 0, text })),
  }];
  return client;
}

Deno.test("logs prints the lines as they were written, and what is no line is made one", async () => {
  const client = clientWith("hello", "two\n3 | lines\r");
  const { exitCode, stdout } = await runInTest(["logs", "vehicle/lidar"], { client, isTTY: true });
  assert.equal(exitCode, 0);
  assert.equal(stdout, "hello\ntwo\\n3 | lines\\r\n");
  assert.deepEqual(client.logQueries, [{
    ...{ resourceId: "vehicle/lidar", node: "", tailLines: 0, maxAgeMs: 0, isFollowed: false },
  }]);
});

Deno.test("logs asks for what its options say", async () => {
  const client = clientWith();
  const words = [
    "logs",
    "lidar",
    "-n",
    "vehicle",
    "--tail",
    "20",
    "--since",
    "10m",
    "--replica",
    "3",
    "--node",
    "rear",
    "-f",
  ];
  assert.equal((await runInTest(words, { client })).exitCode, 0);
  assert.deepEqual(client.logQueries, [{
    ...{
      resourceId: "vehicle/lidar",
      node: "rear",
      replica: 3,
      tailLines: 20,
      maxAgeMs: 600_000,
      isFollowed: true,
    },
  }]);
});

Deno.test("logs says whose line it is where several write", async () => {
  const client = clientWith("one", "two");
  const ofReplicas = await runInTest(["logs", "vehicle/radar"], { client });
  assert.equal(ofReplicas.stdout, "0 | one\n1 | two\n");
  const ofBoth = await runInTest(["logs", "vehicle/lidar", "vehicle/radar"], { client });
  assert.equal(
    ofBoth.stdout,
    "vehicle/lidar | one\nvehicle/lidar | two\nvehicle/radar.0 | one\nvehicle/radar.1 | two\n",
  );
});

Deno.test("logs with times, and as JSON, one value a line", async () => {
  const client = clientWith("one", "two");
  const timed = await runInTest(["logs", "vehicle/lidar", "--timestamps"], { client });
  assert.equal(timed.stdout, "2026-11-24T11:59:00.005Z one\n- two\n");
  const json = await runInTest(["logs", "vehicle/lidar", "-o", "json"], { client });
  assert.deepEqual(json.stdout.trim().split("\n").map((line) => JSON.parse(line)), [
    { resourceId: "vehicle/lidar", node: "front", replica: 0, time: "2026-11-24T11:59:00.005Z", text: "one" },
    { resourceId: "vehicle/lidar", node: "front", replica: 1, time: null, text: "two" },
  ]);
});

Deno.test("logs of a name that does not exist suggests one, and a node is asked for it all the same", async () => {
  const client = clientWith("one");
  const missing = await runInTest(["logs", "lidar", "vehicle/lidar"], { client });
  assert.equal(missing.exitCode, 4);
  assert.match(missing.stderr, /default\/lidar does not exist; did you mean vehicle\/lidar\?/);
  assert.equal(missing.stdout, "vehicle/lidar | one\n");
  assert.equal((await runInTest(["logs", "vehicle/gone", "--node", "front"], { client })).stdout, "one\n");
});

Deno.test("logs that cannot be read are an error that says why", async () => {
  const client = clientWith();
  client.logs = () => {
    throw new CliError("refused", "Cannot read the log: vehicle/lidar on node front: it keeps none");
  };
  const { exitCode, stderr } = await runInTest(["logs", "vehicle/lidar"], { client });
  assert.equal(exitCode, 5);
  assert.equal(stderr, "error: Cannot read the log: vehicle/lidar on node front: it keeps none\n");
});

Deno.test("-f still names a file where a command takes one", async () => {
  const files = {
    "logs": "kind: Service\nmetadata: { namespace: vehicle, name: lidar }\nspec: { version: '2' }\n",
  };
  const { exitCode, stdout } = await runInTest(["-f", "logs", "apply"], {
    client: new FakeClient(lidar),
    files,
  });
  assert.equal(exitCode, 0, stdout);
});
