import { deepEqual, equal, match } from "node:assert/strict";
import { ConfigError, loadConfig } from "../../../../src/platform/config/config.ts";
import { describeProblem } from "../../../../src/platform/config/config_error.ts";

function load(file: string) {
  return loadConfig({ path: "/x.yaml", env: {}, flags: {}, readFile: () => file, hostname: "ecu-1" }).config;
}

function problems(file: string): readonly string[] {
  try {
    load(file);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map(describeProblem);
  }
}

Deno.test("without etcd: no endpoints, no group, and everything else has its default", () => {
  const { etcd, ha } = load("");
  deepEqual([etcd.endpoints, ha.enabled, ha.leaseTtlMs], [[], false, 5_000]);
  deepEqual(
    [
      etcd.prefix,
      etcd.callTimeoutMs,
      etcd.startWaitMs,
      etcd.lingerMs,
      etcd.quietLingerMs,
      etcd.eventsPerService,
    ],
    ["/piccolo/statemanager/", 2_000, 2_000, 5, 1_000, 32],
  );
});

Deno.test("settings that depend on each other are required together, reported at the given one", () => {
  const table: readonly (readonly [string, readonly RegExp[]])[] = [
    ["ha: { enabled: true }", [/ha\.enabled: it is set without etcd\.endpoints/]],
    ["etcd: { endpoints: ['127.0.0.1:2379'] }\nha: { enabled: true }", []],
    ["etcd: { cert_file: /c, key_file: /k }", [/etcd\.cert_file: it is set without etcd\.ca_file/]],
    ["etcd: { ca_file: /a, cert_file: /c }", [/etcd\.cert_file: it is set without etcd\.key_file/]],
    ["etcd: { ca_file: /a, key_file: /k }", [/etcd\.key_file: it is set without etcd\.cert_file/]],
    ["etcd: { ca_file: /a, cert_file: /c, key_file: /k }", []],
    ["etcd: { ca_file: /a }", []],
    ["etcd: { username: u }", [/etcd\.username: it is set without etcd\.password_file/]],
    ["etcd: { password_file: /p }", [/etcd\.password_file: it is set without etcd\.username/]],
    ["etcd: { username: u, password_file: /p }", []],
    ["etcd: { cert_file: /c }", [/cert_file.*without etcd\.ca_file/, /cert_file.*without etcd\.key_file/]],
  ];
  for (const [file, expected] of table) {
    const found = problems(file);
    equal(found.length, expected.length, `${file}: ${found.join("; ")}`);
    for (const [index, pattern] of expected.entries()) match(found[index] ?? "", pattern);
  }
});

Deno.test("etcd over the network needs TLS, or insecure_network", () => {
  const remote = "etcd: { endpoints: ['10.0.0.1:2379', '127.0.0.1:2379', 'etcd.local:2379'] }";
  const found = problems(remote);
  equal(found.length, 2);
  match(found[0] ?? "", /etcd\.endpoints: 10\.0\.0\.1:2379 is reached over the network/);
  match(found[1] ?? "", /etcd\.local:2379/);
  deepEqual(problems(remote.replace("{ ", "{ ca_file: /a, ")), []);
  deepEqual(problems(`${remote}\ninsecure_network: true`), []);
  deepEqual(problems("etcd: { endpoints: ['127.0.0.1:2379', '[::1]:2379', 'localhost:2379'] }"), []);
});

Deno.test("each setting is checked for its form and range", () => {
  const bad: readonly (readonly [string, RegExp])[] = [
    ["etcd: { endpoints: [nowhere] }", /etcd\.endpoints/],
    [`etcd: { endpoints: [${Array.from({ length: 17 }, () => "'127.0.0.1:1'").join()}] }`, /etcd\.endpoints/],
    ["etcd: { prefix: piccolo/ }", /etcd\.prefix.*begins and ends with/],
    ["etcd: { prefix: /piccolo }", /etcd\.prefix/],
    [`etcd: { prefix: /${"x".repeat(255)}/ }`, /etcd\.prefix/],
    ["etcd: { ca_file: relative }", /etcd\.ca_file.*absolute path/],
    [`etcd: { username: ${"u".repeat(254)}, password_file: /p }`, /etcd\.username/],
    ["etcd: { call_timeout: 99ms }", /etcd\.call_timeout/],
    ["etcd: { call_timeout: 61s }", /etcd\.call_timeout/],
    ["etcd: { start_wait: 6m }", /etcd\.start_wait/],
    ["etcd: { linger: 11s }", /etcd\.linger/],
    ["etcd: { quiet_linger: 11m }", /etcd\.quiet_linger/],
    ["etcd: { events_per_service: 0 }", /etcd\.events_per_service/],
    ["etcd: { events_per_service: 1025 }", /etcd\.events_per_service/],
    ["ha: { lease_ttl: 1s }", /ha\.lease_ttl/],
    ["ha: { lease_ttl: 6m }", /ha\.lease_ttl/],
    ["ha: { enabled: perhaps }", /ha\.enabled/],
  ];
  for (const [file, pattern] of bad) match(problems(file).join("; "), pattern, file);
  const { etcd, ha } = load(
    "etcd: { prefix: /, start_wait: 0ms, linger: 0ms, quiet_linger: 10m, events_per_service: 1024 }\nha: { lease_ttl: 2s }",
  );
  deepEqual(
    [etcd.prefix, etcd.startWaitMs, etcd.lingerMs, etcd.quietLingerMs, etcd.eventsPerService, ha.leaseTtlMs],
    ["/", 0, 0, 600_000, 1_024, 2_000],
  );
});
