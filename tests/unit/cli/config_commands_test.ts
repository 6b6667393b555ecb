import assert from "node:assert/strict";
import { checkConfig } from "../../../src/cli/config_check.ts";
import { runInTest } from "../../support/cli.ts";
import { TempDir } from "../../support/temp_dir.ts";

Deno.test("config show tells what is given and where; --effective tells everything", async () => {
  using dir = new TempDir();
  const file = dir.write("c.yaml", "state_dir: /tmp/x\netcd: { password_file: /etc/secret }\n");
  const env = { STATEMANAGER_LOG_LEVEL: "debug" };
  const given = await runInTest(["config", "show", file], { env });
  assert.equal(given.exitCode, 2);
  assert.match(given.stderr, /error: .*c\.yaml:2:24: etcd\.password_file/);
  dir.write("c.yaml", "state_dir: /tmp/x\n");
  const { exitCode, stdout } = await runInTest(["config", "show", file], { env });
  assert.equal(exitCode, 0);
  assert.deepEqual(stdout.split("\n").toSorted(), [
    ...["", "log.level: debug # STATEMANAGER_LOG_LEVEL", `state_dir: /tmp/x # ${file}:1:12`],
  ]);
  const all = await runInTest(["config", "show", file, "--effective"], { env });
  assert.match(all.stdout, /^limits\.services: 10000 # default$/m);
  const json = JSON.parse((await runInTest(["config", "show", file, "-o", "json"], { env })).stdout);
  assert.deepEqual(json.settings.map(({ key }: { key: string }) => key).toSorted(), [
    "log.level",
    "state_dir",
  ]);
});

const MISTAKES: readonly (readonly [yaml: string, problem: RegExp])[] = [
  [
    "action_controller: { address: 'http://127.0.0.1:1' }",
    /has a scheme.*drop "http:\/\/": write 127\.0\.0\.1:1;/,
  ],
  ["action_controller: { address: localhost }", /"localhost" has no port; add it: localhost:PORT/],
  ["action_controller: { address: /run/x.sock }", /is a path; write unix:\/run\/x\.sock for a socket/],
  ["action_controller: { address: '::1:47001' }", /IPv6 without brackets; write \[::1\]:47001/],
  [
    "listen: ['127.0.0.1:9']\naction_controller: { address: '127.0.0.1:9' }",
    /c\.yaml:2:\d+: action_controller\.address: 127\.0\.0\.1:9 is an address that the State Manager itself listens at/,
  ],
  [
    "listen: ['127.0.0.1:9']\nnodes: [{ name: front, address: '127.0.0.1:9' }]",
    /c\.yaml:2:\d+: nodes: .*accepted: the address of the NodeAgent of front/,
  ],
  [
    "memory: { limit: 300MiB }\nlimits:\n  queue: 100\n  services: 100000\n",
    /c\.yaml:4:\d+: limits\.services: all buffers together/,
  ],
  [
    "limits: { queue: 100 }\nmemory: { limit: 100MiB }\n",
    /c\.yaml:2:\d+: memory\.limit: all buffers together/,
  ],
];

Deno.test("a mistake in the configuration is told at its line, with what to write instead", async () => {
  using dir = new TempDir();
  for (const [yaml, problem] of MISTAKES) {
    const file = dir.write("c.yaml", yaml);
    const { isValid, lines } = await checkConfig(file, {});
    assert.deepEqual([isValid, lines.length], [false, 1], `${yaml}: ${lines.join("\n")}`);
    assert.match(lines[0] ?? "", problem, yaml);
  }
});
