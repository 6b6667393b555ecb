import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { type Config, ConfigError, loadConfig } from "../../../../src/platform/config/config.ts";

function load(text: string): Config {
  return loadConfig({ path: "/c.yaml", env: {}, flags: {}, readFile: () => text }).config;
}

function problems(text: string): readonly string[] {
  try {
    load(text);
    return [];
  } catch (error) {
    ok(error instanceof ConfigError);
    return error.problems.map(({ key }) => key);
  }
}

Deno.test("Pullpiri is off, and with nothing but `enabled` set the defaults pass every check", () => {
  equal(load("{}").pullpiri.enabled, false);
  const { pullpiri } = load("pullpiri: { enabled: true }");
  equal(pullpiri.settings, "/etc/pullpiri/settings.yaml");
  deepEqual([pullpiri.agentPort, pullpiri.heartbeatMs, pullpiri.resyncMs, pullpiri.agentGraceMs], [
    47_004,
    1_000,
    10_000,
    2_500,
  ]);
});

Deno.test("everything of the section can be set", () => {
  const { pullpiri } = load(`
insecure_network: true
pullpiri:
  enabled: true
  settings: /etc/pullpiri/settings.yaml
  listen: "0.0.0.0:47006"
  fault_listen: "127.0.0.1:50053"
  store: "127.0.0.1:47007"
  action_controller: "127.0.0.1:47001"
  agent_port: 47004
  heartbeat: 1s
  resync: 10s
  agent_grace: 2500ms
  withdraw: stop
  publish: false
  direct_workloads: true
`);
  deepEqual([pullpiri.withdraw, pullpiri.publish, pullpiri.directWorkloads], ["stop", false, true]);
});

Deno.test("Pullpiri stands alone: no other controller, no other nodes, one instance, and no network without a word", () => {
  const enabled = "pullpiri: { enabled: true }\n";
  deepEqual(problems(`${enabled}action_controller: { address: "127.0.0.1:1" }`), [
    "action_controller.address",
  ]);
  deepEqual(problems(`${enabled}nodes: [{ name: a, address: "127.0.0.1:1" }]`), ["nodes"]);
  deepEqual(
    problems(
      `${enabled}memory: { limit: 1GiB }\nha: { enabled: true }\netcd: { endpoints: ["127.0.0.1:1"] }`,
    ),
    [
      "ha.enabled",
    ],
  );
  deepEqual(problems('pullpiri: { enabled: true, listen: "0.0.0.0:47006" }'), ["pullpiri.listen"]);
  throws(() => load("pullpiri: { enabeld: true }"), ConfigError);
});
