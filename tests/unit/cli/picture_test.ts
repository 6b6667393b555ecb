import assert from "node:assert/strict";
import { type Picture, pictureText } from "../../../src/cli/format/picture.ts";
import { FakeClient, runInTest, testEvent, testService } from "../../support/cli.ts";

const can = testService("vehicle/can", { status: { state: "Failed", lastReason: "Ended by signal 9" } });
const lidar = testService("vehicle/lidar", {
  spec: { dependencies: [{ resourceId: can.metadata.id, condition: "Running" }] },
  status: { state: "Pending", lastReason: "It waits for vehicle/can" },
});
const hmi = testService("cabin/hmi", { status: { state: "Running" } });

Deno.test("graph tells what services need, and marks the cause of a failure", async () => {
  const client = new FakeClient(can, lidar, hmi);
  const { exitCode, stdout } = await runInTest(["graph", "vehicle/lidar"], { client });
  assert.equal(exitCode, 0);
  assert.equal(
    stdout,
    "vehicle/can  Failed  Ended by signal 9\n" +
      "vehicle/lidar  Pending  It waits for vehicle/can\n" +
      "  needs vehicle/can Running, it is Failed (the cause)\n",
  );
  const json = JSON.parse((await runInTest(["graph", "-o", "json"], { client })).stdout);
  assert.deepEqual(json.edges, [{ from: "vehicle/lidar", needs: "vehicle/can", condition: "Running" }]);
  const dot = await runInTest(["graph", "--format", "dot"], { client });
  assert.match(dot.stdout, /n2 -> n1 \[label="Running", penwidth=3, color="#a00000"\];/);
  const unknown = await runInTest(["graph", "lidar"], { client });
  assert.deepEqual([unknown.exitCode, unknown.stderr.split("\n")[0]], [
    ...[4, "error: default/lidar does not exist; did you mean vehicle/lidar?"],
  ]);
});

Deno.test("explain draws the chain of causes for Mermaid and Graphviz", async () => {
  const client = new FakeClient(can);
  client.events = [
    testEvent("vehicle/can", 3n, { eventType: "SpecChanged", metadata: { reason: "demo" } }),
    testEvent("vehicle/can", 4n, {
      eventType: "Fail",
      changes: [{ field: "status.state", oldValue: "Running", newValue: "Failed" }],
      metadata: { reason: 'Ended "by" <signal> 9' },
    }),
  ];
  const mermaid = (await runInTest(["explain", "vehicle/can", "--format", "mermaid"], { client })).stdout;
  assert.match(mermaid, /^---\ntitle: "vehicle\/can"\n---\nflowchart TD\n {2}subgraph g0\[/);
  assert.match(mermaid, /Ended #34;by#34; #60;signal#62; 9/);
  assert.match(mermaid, /\n {2}n0 --> n1\n/);
  const dot = (await runInTest(["explain", "vehicle/can", "-o", "dot"], { client })).stdout;
  assert.match(dot, /^digraph \{\n/);
  assert.match(dot, /Ended \\"by\\" <signal> 9/);
});

Deno.test("what came from outside cannot leave its place in a picture", () => {
  const hostile = 'a"];\n}\u001b[2J<script>`#';
  const picture: Picture = {
    title: hostile,
    direction: "right",
    groups: [{ title: hostile, nodes: [{ id: "x", lines: [hostile], tone: "bad" }] }],
    edges: [{ from: "x", to: "x", label: hostile }],
  };
  for (const format of ["mermaid", "dot"] as const) {
    const lines = pictureText(picture, format).split("\n");
    assert.equal(lines.some((line) => line.includes("\u001b")), false);
    assert.equal(lines.filter((line) => line === "}").length, format === "dot" ? 1 : 0);
  }
  assert.match(pictureText(picture, "mermaid"), /n0\["a#34;\];/);
});
