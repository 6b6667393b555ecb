import assert from "node:assert/strict";
import { fillDefinition } from "../../../../src/node/definition/fill.ts";
import { fillText, type Values } from "../../../../src/node/definition/placeholders.ts";
import { readDefinition } from "../../../../src/node/definition/read.ts";
import { resourceId } from "../../../../src/state/resource_id.ts";

const VALUES: Values = {
  version: "1.2",
  config: { rate: "10", odd: "$(reboot); `x` \"'\n${version}", up: "../../etc" },
  replica: 1,
  node: "front",
  directory: "/run/i",
};

function filled(text: string, isPath = false): string {
  const result = fillText(text, VALUES, { isPath });
  return result.ok ? result.text : `! ${result.problem}`;
}

Deno.test("fillText() fills in every placeholder, once", () => {
  assert.equal(filled("${version}/${config.rate}/${replica}/${node}/${directory}"), "1.2/10/1/front//run/i");
  assert.equal(filled("${config.none:-7} $$ $ $$${version} a$b"), "7 $ $ $1.2 a$b");
  assert.equal(filled("${config.none:-}"), "");
});

Deno.test("fillText() takes what a value contains as it is", () => {
  assert.equal(filled("x${config.odd}"), "x" + VALUES.config["odd"]);
});

Deno.test("fillText() says which key is not set", () => {
  assert.match(filled("${config.none}"), /! \$\{config\.none\} is not set in the configuration/);
});

Deno.test("fillText() lets no value lead out of a path", () => {
  assert.match(filled("/data/${config.up}/x", true), /may not stand in the path/);
  assert.match(filled("${config.odd}", true), /^\$\(reboot\)/);
  assert.equal(filled("${directory}/${config.rate}", true), "/run/i/10");
});

Deno.test("fillDefinition() names the key of each placeholder that cannot be filled in", () => {
  const text =
    "runtime: { process: { command: ['/opt/${config.up}/a', '${config.none}'], environment: { A: '${version}' } } }";
  const read = readDefinition(text, resourceId("vehicle", "lidar"));
  assert.ok(read.ok);
  const result = fillDefinition(read.definition, VALUES);
  assert.ok(!result.ok);
  assert.deepEqual(result.problems.map((problem) => problem.split(":")[0]), ["command[0]", "command[1]"]);
});

Deno.test("fillDefinition() fills in texts at any depth of a pod, and leaves the rest", () => {
  const text =
    "runtime: { pod: { manifest: { kind: Pod, spec: { n: 3, list: ['${version}', { a: '${node}' }], " +
    "containers: [{ name: a, image: i }] } } } }";
  const read = readDefinition(text, resourceId("vehicle", "lidar"));
  assert.ok(read.ok);
  const result = fillDefinition(read.definition, VALUES);
  assert.ok(result.ok && result.runtime.kind === "pod");
  const containers = [{ name: "a", image: "i" }];
  assert.deepEqual(result.runtime.manifest, {
    kind: "Pod",
    spec: { n: 3, list: ["1.2", { a: "front" }], containers },
  });
});
