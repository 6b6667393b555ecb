import { deepEqual, equal, match, ok, throws } from "node:assert/strict";
import {
  ConfigError,
  describeMemoryBound,
  loadConfig,
  memoryBound,
} from "../../../../src/platform/config/config.ts";
import { describeProblem } from "../../../../src/platform/config/config_error.ts";
import { managerSettings } from "../../../../src/platform/config/manager_settings.ts";

function load(
  file: string,
  env: Readonly<Record<string, string>> = {},
  flags: Readonly<Record<string, string>> = {},
) {
  return loadConfig({ path: "/x.yaml", env, flags, readFile: () => file, hostname: "ecu-1" });
}

function problems(
  file: string,
  env: Readonly<Record<string, string>> = {},
  flags: Readonly<Record<string, string>> = {},
): string[] {
  try {
    load(file, env, flags);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map(describeProblem);
  }
}

Deno.test("an empty file is a complete configuration, within its memory bound", () => {
  const { config } = load("");
  deepEqual(config.listen, ["unix:/run/statemanager/api.sock"]);
  equal(config.instance, "ecu-1");
  equal(config.reconcile.verifyTimeoutMs, 15_000);
  const bound = memoryBound(config);
  ok(bound.totalBytes <= bound.limitBytes);
  match(describeMemoryBound(bound), /MiB of 288/);
});

Deno.test("a flag overrides the environment, which overrides the file; each value names its origin", () => {
  const file = "reconcile: { parallel: 2, aging: 2s }\nlog: { level: debug }\n";
  const { config, origins } = load(file, {
    STATEMANAGER_RECONCILE_PARALLEL: "3",
    STATEMANAGER_LOG_LEVEL: "warn",
  }, {
    "reconcile.parallel": "4",
  });
  equal(config.reconcile.parallel, 4);
  equal(config.log.level, "warn");
  equal(config.reconcile.agingMs, 2_000);
  equal(origins.get("reconcile.parallel")?.kind, "flag");
  equal(origins.get("log.level")?.kind, "env");
  equal(origins.get("reconcile.aging")?.kind, "file");
  equal(origins.get("limits.queue")?.kind, "default");
});

const BAD: readonly (readonly [file: string, expected: RegExp])[] = [
  ["reconcile:\n  paralel: 3\n", /:2:3: reconcile\.paralel: unknown key; did you mean reconcile\.parallel/],
  ["colour: red\n", /:1:1: colour: unknown key/],
  ["reconcile: { parallel: 0 }\n", /reconcile\.parallel: 0 is too small; accepted: 1 to/],
  ["reconcile: { parallel: 010 }\n", /reconcile\.parallel: 010 has a leading zero, which some read as octal/],
  [
    "recovery: { strategies: { Crash: { max_retry_count: 03 } } }\n",
    /recovery\.strategies.*03 has a leading zero/,
  ],
  ["reconcile: { parallel: many }\n", /reconcile\.parallel/],
  ["reconcile: 3\n", /:1:12: reconcile/],
  ["node: { heartbeat: 3 weeks }\n", /node\.heartbeat.*accepted/],
  ["memory: { limit: 1KiB }\n", /memory\.limit/],
  ["nodes: [ { name: Front, address: '127.0.0.1:1' } ]\n", /nodes\.0\.name/],
  ["nodes: [ { name: front, address: nowhere } ]\n", /nodes\.0\.address/],
  ["nodes: [ { name: front, adress: '127.0.0.1:1' } ]\n", /nodes\.0\.adress.*did you mean/],
  ["state_dir: relative/path\n", /state_dir.*absolute path/],
  ["listen: ['0.0.0.0:1']\n", /listen: 0\.0\.0\.0:1.*insecure_network/],
  ["recovery: { strategies: { Crsh: { max_retry_count: 1 } } }\n", /recovery\.strategies\.Crsh/],
  ["recovery: { strategies: { Crash: { actions: [Reboot] } } }\n", /Reboot/],
  ["limits: { services: 100000, subscribers: 4096, subscriber_queue: 65536 }\n", /memory\.limit/],
  ["node: { unreachable_after: 10s, lost_after: 5s }\n", /lost_after|unreachable_after/],
  ["log: { level: info\n", /:\d+:\d+/],
  ["log: { level: info }\nlog: { level: warn }\n", /:2:1: .*unique/],
];

for (const [file, expected] of BAD) {
  Deno.test(`loadConfig() refuses ${JSON.stringify(file.trim())} with what is accepted`, () => {
    match(problems(file).join("\n"), expected);
  });
}

Deno.test("errors in the environment and in flags name the variable and the flag, all at once", () => {
  const found = problems("log: { level: loud }\n", {
    STATEMANAGER_RECONCILE_PARALLEL: "x",
    STATEMANAGER_NO_SUCH: "1",
  }, {
    "reconcile.nothing": "1",
  });
  match(found.join("\n"), /STATEMANAGER_RECONCILE_PARALLEL/);
  match(found.join("\n"), /STATEMANAGER_NO_SUCH/);
  match(found.join("\n"), /reconcile\.nothing/);
  match(found.join("\n"), /loud/);
});

Deno.test("a missing named file is an error; the default one may be missing", () => {
  const missing = () => {
    throw new Deno.errors.NotFound("no such file");
  };
  throws(() => loadConfig({ path: "/no.yaml", env: {}, flags: {}, readFile: missing }), ConfigError);
  equal(loadConfig({ env: {}, flags: {}, readFile: missing }).config.limits.services, 10_000);
});

Deno.test("managerSettings() converts all settings, and completes a strategy from the default one", () => {
  const { config } = load(
    "recovery: { strategies: { Crash: { max_retry_count: 7 } } }\nnode: { lost_after: 20s }\n",
  );
  const settings = managerSettings(config);
  equal(settings.lostAfterMs, 20_000);
  equal(settings.strategies.Crash?.maxRetryCount, 7);
  deepEqual(settings.strategies.Crash?.actions, ["Restart", "Recreate", "Relocate", "Isolate", "Notify"]);
  equal(settings.strategies.Unknown, undefined);
});
