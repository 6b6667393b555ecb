import assert from "node:assert/strict";
import { parseSelector } from "../../../src/cli/label_selector.ts";
import { jsonPathTemplate } from "../../../src/cli/format/json_path.ts";
import { FakeClient, runInTest, testService } from "../../support/cli.ts";

const LABELS = { team: "perception", tier: "test" };
const SELECTORS: readonly (readonly [selector: string, matches: boolean])[] = [
  ["team", true],
  ["!team", false],
  ["!zone", true],
  ["team=perception", true],
  ["team==perception", true],
  ["team!=perception", false],
  ["zone!=front", true],
  ["team=perception,tier=prod", false],
  ["team in (drive, perception),tier", true],
  ["team notin (drive,perception)", false],
  ["zone notin (front)", true],
  ["tier=", false],
];

Deno.test("parseSelector() understands what kubectl understands", () => {
  for (const [selector, expected] of SELECTORS) {
    assert.equal(parseSelector(selector)(LABELS), expected, selector);
  }
  for (const wrong of ["", "a b", "=b", "a in b", "!a=b", "a,,b", "a=b=c"]) {
    assert.throws(() => parseSelector(wrong), /is not a selector/, wrong);
  }
});

const TREE = { services: [{ name: "a", tags: { "x.y": 1 } }, { name: "b", ok: true }], revision: "7" };
const PATHS: readonly (readonly [template: string, text: string])[] = [
  ["{.revision}", "7"],
  [".revision", "7"],
  ["$.services[0].name", "a"],
  ["services[-1].ok", "true"],
  ["{.services[*].name}", "a b"],
  ["{..name}", "a b"],
  ["{.services[0].tags['x.y']}", "1"],
  ["{.services[0].tags}", '{"x.y":1}'],
  ["{.none.name}", ""],
  ["{.services.name}", ""],
  ["{.toString}", ""],
  ['{range .services[*]}{.name}{"\\t"}{.ok}{"\\n"}{end}at {.revision}', "a\t\nb\ttrue\nat 7"],
];

Deno.test("jsonPathTemplate() prints what a path leads to", () => {
  for (const [template, expected] of PATHS) {
    assert.equal(jsonPathTemplate(template)(TREE), expected, template);
  }
  for (const wrong of ["{.a", "a}{", "{.a[}", "{range .a}", "{end}", "{.a..}"]) {
    assert.throws(() => jsonPathTemplate(wrong), /is not a path|counterpart|\{range\}|\{end\}/, wrong);
  }
});

const lidar = testService("vehicle/lidar", {
  labels: { team: "perception" },
  spec: { version: "1.4.0", criticality: "B" },
  status: { state: "Running", node: "front" },
});
const radar = testService("vehicle/radar", {
  labels: { team: "perception" },
  status: { state: "Failed", node: "rear" },
});
const hmi = testService("cabin/hmi", { status: { state: "Running", node: "rear" } });
const FILTERS: readonly (readonly [argv: readonly string[], names: string])[] = [
  [["-l", "team=perception"], "vehicle/lidar vehicle/radar"],
  [["-l", "!team"], "cabin/hmi"],
  [["--state", "running", "--state", "degraded"], "vehicle/lidar cabin/hmi"],
  [["--state=Failed,Degraded"], "vehicle/radar"],
  [["--node", "rear", "-n", "cabin"], "cabin/hmi"],
  [["--criticality", "b"], "vehicle/lidar"],
  [["--field", "spec.version=1.4.0"], "vehicle/lidar"],
  [["--field", "spec.version!=1.4.0", "-n", "vehicle"], "vehicle/radar"],
];

Deno.test("get takes labels and fields to filter by, and prints names for the shell", async () => {
  for (const [argv, names] of FILTERS) {
    const client = new FakeClient(lidar, radar, hmi);
    const { exitCode, stdout } = await runInTest(["get", ...argv, "-o", "name"], { client });
    assert.equal(exitCode, 0, argv.join(" "));
    assert.equal(stdout.trim().replaceAll("\n", " "), names, argv.join(" "));
  }
});

Deno.test("get -o jsonpath and --no-headers are for scripts", async () => {
  const client = new FakeClient(lidar, radar);
  const path = await runInTest(["get", "-o", "jsonpath={.services[*].status.state}"], { client });
  assert.equal(path.stdout, "Running Failed\n");
  const table = await runInTest(["get", "--no-headers"], { client });
  assert.match(table.stdout, /^vehicle\/lidar {2}Running/);
});

Deno.test("an empty list says which namespace or node is unknown", async () => {
  const client = new FakeClient(lidar, hmi);
  client.nodes = [{ node: "front", address: "", isConnected: true, silentMs: 0, services: 1 }];
  const run = async (...argv: string[]) => (await runInTest(["get", ...argv], { client })).stderr;
  assert.equal(
    await run("-n", "vehicel"),
    "There is no service in the namespace vehicel; did you mean vehicle?\n",
  );
  assert.equal(await run("--node", "fornt"), "The node fornt is not configured; did you mean front?\n");
  assert.equal(
    await run("--node", "trunk"),
    "The node trunk is not configured (configured: front).\n",
  );
  assert.equal(await run("--state", "Failed"), "No service passes the filters.\n");
});

Deno.test("a name that does not exist suggests the one that was meant", async () => {
  const client = new FakeClient(lidar, hmi);
  for (
    const [argv, text] of [
      [["get", "lidar"], "default/lidar does not exist; did you mean vehicle/lidar?"],
      [["describe", "lidar"], "default/lidar does not exist; did you mean vehicle/lidar?"],
      [["history", "lidar"], "default/lidar does not exist; did you mean vehicle/lidar?"],
      [["recover", "vehicle/lidra"], "vehicle/lidra does not exist; did you mean vehicle/lidar?"],
      [["delete", "vehicle/ldar"], "vehicle/ldar does not exist; did you mean vehicle/lidar?"],
      [["wait", "hmi", "-n", "vehicle"], "vehicle/hmi does not exist; did you mean cabin/hmi?"],
      [
        ["get", "vehicel/camera"],
        "vehicel/camera does not exist: there is no service in the namespace vehicel; did you mean vehicle?",
      ],
      [["get", "vehicle/camera"], "vehicle/camera does not exist"],
    ] as const
  ) {
    client.scripts = [[{ kind: "snapshot-complete", count: 0, revision: 1n }]];
    const { exitCode, stderr } = await runInTest(argv, { client });
    assert.equal(exitCode, 4, argv.join(" "));
    assert.equal(stderr.split("\n")[0], `error: ${text}`, argv.join(" "));
  }
});

Deno.test("commands that act take several names, or select them", async () => {
  const client = new FakeClient(lidar, radar, hmi);
  const recovered = await runInTest(["restart", "-l", "team"], { client });
  assert.equal(recovered.exitCode, 0);
  const both = await runInTest(["release", "cabin/hmi", "vehicle/none", "vehicle/lidar"], { client });
  assert.equal(both.exitCode, 4);
  assert.deepEqual(client.triggered.map(({ id }) => id), [
    ...["vehicle/lidar", "vehicle/radar", "cabin/hmi", "vehicle/none", "vehicle/lidar"],
  ]);
  const none = await runInTest(["isolate", "-l", "none", "--reason", "x"], { client });
  assert.deepEqual([none.exitCode, none.stderr], [0, "No service passes the filters.\n"]);
});

Deno.test("words that people type are answered as the command that they mean", async () => {
  const client = new FakeClient(lidar);
  for (const word of ["ls", "ps", "list"]) {
    assert.match((await runInTest([word], { client })).stdout, /vehicle\/lidar {2}Running/);
  }
  assert.match((await runInTest(["show", "vehicle/lidar"], { client })).stdout, /^Name: +vehicle\/lidar/);
  assert.equal((await runInTest(["restart", "vehicle/lidar"], { client })).exitCode, 0);
});
