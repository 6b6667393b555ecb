/** The examples of docs/examples/process: definitions that `node check` accepts, and a vehicle that runs from them as they are. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { parseManifests } from "../../src/cli/manifest/manifest.ts";
import { checkDefinitions } from "../../src/node/check.ts";
import { loadConfig } from "../../src/platform/config/config.ts";
import { eventually } from "../support/eventually.ts";
import { Ecu, NODE_WORDS } from "../support/node/ecu.ts";
import { runProgram } from "../support/program.ts";

const EXAMPLE = join(import.meta.dirname ?? ".", "..", "..", "docs", "examples", "process");
const { manifests } = parseManifests(Deno.readTextFileSync(join(EXAMPLE, "services.yaml")), "default");
const names = manifests.map(({ id }) => `${id}`);

Deno.test("every definition of the example is valid, and its configuration embeds a node", () => {
  const verdict = checkDefinitions(join(EXAMPLE, "workloads"), { files: [], drivers: ["process"] });
  assert.ok(verdict.isValid, verdict.lines.join("\n"));
  assert.equal(verdict.lines.length, names.length);
  const readFile = (path: string) => Deno.readTextFileSync(path);
  const { config } = loadConfig({
    ...{ path: join(EXAMPLE, "statemanager.yaml"), env: {}, flags: {}, readFile, hostname: "ecu" },
  });
  assert.equal(config.node.name, "front");
});

Deno.test("the example runs: every service of it is started from its definition, and a frozen process is replaced", async () => {
  await using ecu = new Ecu();
  for (const name of names) {
    ecu.define(name, Deno.readTextFileSync(join(EXAMPLE, "workloads", `${name}.yaml`)));
  }
  const address = await ecu.manager.start();
  const apply = ["apply", "-f", join(EXAMPLE, "services.yaml"), "--address", address];
  const applied = await runProgram(apply, {}, NODE_WORDS);
  assert.equal(applied.code, 0, applied.stderr);
  await ecu.manager.untilRunning(...names);
  for (const { id, spec } of manifests) assert.equal(ecu.pids(id).length, spec.replicas);
  const [frozen = 0] = ecu.pids("vehicle/lidar");
  Deno.kill(frozen, "SIGSTOP");
  await eventually("the frozen process is replaced", () => {
    const pids = ecu.pids("vehicle/lidar");
    return pids.length === 2 && !pids.includes(frozen);
  });
});
