import assert from "node:assert/strict";
import { readDefinition } from "../../../../src/node/definition/read.ts";
import { resourceId } from "../../../../src/state/resource_id.ts";

const ID = resourceId("vehicle", "lidar");

function definitionOf(text: string) {
  const read = readDefinition(text, ID);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.definition;
}

/** `line: key: problem` of everything that is wrong. */
function problemsOf(text: string): string[] {
  const read = readDefinition(text, ID);
  return read.ok ? [] : read.problems.map(({ line, key, problem }) => `${line}: ${key}: ${problem}`);
}

const PROCESS = `
runtime:
  process:
    command: ["/opt/lidar/\${version}/lidar", "--rate", "\${config.rate:-10}"]
    environment: { NODE: "\${node}", RATE: 010 }
    limits: { open_files: 64, core_size: 0 }
    health: { heartbeat_file: "beat", silent_after: 2s }
    stop: { signal: SIGINT, timeout: 250ms }
config_file: { path: config.env, format: env }
exit_codes: { config_rejected: [3, 78] }
`;

Deno.test("readDefinition() reads a process with everything it may say", () => {
  const definition = definitionOf(PROCESS);
  assert.deepEqual(definition.runtime, {
    kind: "process",
    command: ["/opt/lidar/${version}/lidar", "--rate", "${config.rate:-10}"],
    environment: { NODE: "${node}", RATE: "010" },
    workingDirectory: "",
    limits: { openFiles: 64, coreSizeBytes: 0 },
    log: "file",
    logSizeBytes: 1_048_576,
    health: { kind: "heartbeat", file: "beat", silentAfterMs: 2_000 },
    stop: { signal: "SIGINT", timeoutMs: 250 },
  });
  assert.deepEqual(definition.configFile, { path: "config.env", format: "env" });
  assert.deepEqual(definition.exitCodes, { configRejected: [3, 78], resourceExhausted: [] });
});

Deno.test("readDefinition() reads a container, a unit and a pod", () => {
  const { runtime } = definitionOf(
    "runtime: { container: { image: 'registry.example/lidar:${version}', ports: [{ container: 80 }], " +
      "mounts: [{ source: /data, target: /data, read_only: true }], devices: [{ source: /dev/can0 }], " +
      "health: { command: [ok], interval: 5s } } }",
  );
  assert.equal(runtime.kind, "container");
  assert.deepEqual(runtime.kind === "container" && runtime.mounts, [
    { kind: "bind", source: "/data", target: "/data", isReadOnly: true },
  ]);
  assert.deepEqual(runtime.kind === "container" && runtime.devices, [
    { source: "/dev/can0", target: "/dev/can0", access: "rwm" },
  ]);
  const unit = definitionOf("runtime: { unit: { name: 'lidar@${replica}.service' } }").runtime;
  assert.deepEqual(unit, { kind: "unit", name: "lidar@${replica}.service" });
  const pod = definitionOf(
    "runtime: { pod: { manifest: { apiVersion: v1, kind: Pod, spec: { containers: [{ name: a, image: 'a:${version}' }] } } } }",
  ).runtime;
  assert.deepEqual(pod.kind === "pod" && pod.manifest, {
    apiVersion: "v1",
    kind: "Pod",
    spec: { containers: [{ name: "a", image: "a:${version}" }] },
  });
});

Deno.test("the fingerprint of a definition is that of what it says, not of how it is written", () => {
  const one = definitionOf("runtime: { unit: { name: a.service } }");
  const same = definitionOf("# the same\nruntime:\n  unit:\n    name: 'a.service'\n");
  const other = definitionOf("runtime: { unit: { name: b.service } }");
  assert.equal(one.fingerprint, same.fingerprint);
  assert.notEqual(one.fingerprint, other.fingerprint);
  assert.match(one.fingerprint, /^[0-9a-f]{16}$/);
});

Deno.test("a key that does not exist is named with its line and the one that was probably meant", () => {
  assert.deepEqual(problemsOf("runtime:\n  process:\n    comand: [/bin/true]\n"), [
    "3: runtime.process.comand: unknown key; did you mean command?",
    "3: runtime.process: command is missing; accepted: the program and its arguments",
  ]);
});

const WRONG: readonly (readonly [string, string, RegExp])[] = [
  ["nothing at all", "", /1: : there is nothing in it/],
  ["no runtime", "exit_codes: {}", /runtime is missing; accepted: one of process, container, unit, pod/],
  ["two runtimes", "runtime: { unit: { name: a.service }, pod: { manifest: { kind: Pod } } }", /2 runtimes/],
  ["a pod that is none", "runtime: { pod: { manifest: { kind: Deployment } } }", /kind; accepted: Pod/],
  [
    "a pod without containers",
    "runtime: { pod: { manifest: { kind: Pod, spec: {} } } }",
    /spec\.containers; accepted: at least one container/,
  ],
  [
    "a pod with two containers of one name",
    "runtime: { pod: { manifest: { kind: Pod, spec: { containers: [{ name: a, image: i }, { name: a, image: i }] } } } }",
    /two have the same name/,
  ],
  [
    "a pod with a probe that is no command",
    "runtime: { pod: { manifest: { kind: Pod, spec: { containers: [{ name: a, image: i, livenessProbe: { tcpSocket: { port: 1 } } }] } } } }",
    /spec\.containers\[0\]\.livenessProbe; accepted: exec/,
  ],
  ["an empty command", "runtime: { process: { command: [] } }", /an empty list is no command/],
  ["a relative program", "runtime: { process: { command: [true.sh] } }", /accepted: an absolute path/],
  [
    "a placeholder that does not exist",
    "runtime: { process: { command: [/a, '${versoin}'] } }",
    /did you mean version\?/,
  ],
  ["a brace that is not closed", "runtime: { process: { command: [/a, '${version'] } }", /no closing brace/],
  [
    "a shell's placeholder",
    "runtime: { process: { command: [/a, '${HOME}'] } }",
    /a dollar sign is written \$\$/,
  ],
  [
    "two ways to tell health",
    "runtime: { process: { command: [/a], health: { settle: 1s, heartbeat_file: b } } }",
    /health is told in one way/,
  ],
  [
    "health without its way",
    "runtime: { process: { command: [/a], health: { silent_after: 1s } } }",
    /one way/,
  ],
  [
    "a path that leads out",
    "runtime: { process: { command: [/a], health: { heartbeat_file: ../b } } }",
    /no such path/,
  ],
  [
    "an odd name in the environment",
    "runtime: { process: { command: [/a], environment: { A-B: x } } }",
    /letters, digits/,
  ],
  ["a number in two ways", "runtime: { process: { command: [/a], uid: 010 } }", /leading zero/],
  [
    "a signal that does not exist",
    "runtime: { process: { command: [/a], stop: { signal: SIGWHAT } } }",
    /SIGTERM, SIGINT/,
  ],
  ["no image", "runtime: { container: { pull: never } }", /image is missing/],
  ["a unit without a kind", "runtime: { unit: { name: lidar } }", /is no unit/],
  ["a pod that is none", "runtime: { pod: { manifest: { kind: Deployment } } }", /accepted: Pod/],
  [
    "a mount without target",
    "runtime: { container: { image: a, mounts: [{ source: /a }] } }",
    /target is missing/,
  ],
  [
    "two documents",
    "runtime: { unit: { name: a.service } }\n---\nruntime: { unit: { name: a.service } }",
    /more than one/,
  ],
  ["no YAML", "runtime: [", /not valid YAML/],
];

for (const [what, text, expected] of WRONG) {
  Deno.test(`readDefinition() refuses ${what}`, () => {
    assert.match(problemsOf(text).join("\n"), expected);
  });
}
