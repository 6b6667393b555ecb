/** The example configurations of docs/examples are what `config check` accepts. */
import { equal, ok } from "node:assert/strict";
import { join } from "node:path";
import { loadConfig } from "../../../../src/platform/config/config.ts";

const EXAMPLES = join(import.meta.dirname ?? ".", "..", "..", "..", "..", "docs", "examples");
const names = [...Deno.readDirSync(EXAMPLES)].map(({ name }) => name).filter((name) =>
  name.endsWith(".yaml")
);

function load(name: string) {
  const readFile = (path: string) => Deno.readTextFileSync(path);
  return loadConfig({ path: join(EXAMPLES, name), env: {}, flags: {}, readFile, hostname: "ecu-a" }).config;
}

for (const name of names.sort()) {
  Deno.test(`docs/examples/${name} is a valid configuration, and docs/operations.md names it`, () => {
    load(name);
    const operations = Deno.readTextFileSync(join(EXAMPLES, "..", "operations.md"));
    ok(operations.includes(`(examples/${name})`));
  });
}

Deno.test("the examples are of a single ECU, one with etcd, and a pair", () => {
  equal(load("minimal.yaml").etcd.endpoints.length, 0);
  equal(load("local_etcd.yaml").ha.enabled, false);
  const pair = load("ha_pair.yaml");
  equal(pair.ha.enabled && pair.etcd.endpoints.length === 3 && pair.etcd.caFile !== "", true);
});
