import { deepEqual } from "node:assert/strict";
import { loadConfig, type LoadedConfig } from "../../../../src/platform/config/config.ts";
import { changesOf, RELOADABLE_SETTINGS, settingsOf } from "../../../../src/platform/config/reload.ts";
import { findSetting } from "../../../../src/platform/config/settings.ts";

function load(text: string): LoadedConfig {
  return loadConfig({ path: "/c.yaml", env: {}, flags: {}, readFile: () => text });
}

Deno.test("changed settings are divided into reloadable ones and those that need a restart", () => {
  const inForce = settingsOf(load("log: { level: warn }\n"));
  deepEqual(changesOf(inForce, load("log: { level: warn }\n")), { reloaded: [], needRestart: [] });
  deepEqual(
    changesOf(
      inForce,
      load("listen: ['127.0.0.1:1']\nshutdown: { grace: 1s }\nreconcile: { parallel: 3 }\n"),
    ),
    { reloaded: ["log.level", "shutdown.grace"], needRestart: ["listen", "reconcile.parallel"] },
  );
});

Deno.test("every reloadable setting exists", () => {
  for (const key of RELOADABLE_SETTINGS) deepEqual(findSetting(key)?.key, key);
});
