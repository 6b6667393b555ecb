/** The systemd units: systemd understands every line of them, and they give away as little as can be. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { loadConfig } from "../../src/platform/config/config.ts";
import { missingProgram, testIf } from "../support/require.ts";
import { TempDir } from "../support/temp_dir.ts";

const DIR = join(import.meta.dirname ?? ".", "../../systemd");
const UNITS = ["statemanager.service", "statemanager@.service"] as const;
const NODE = "statemanager-node.service";
const MIB = 1_048_576;

async function analyze(...args: readonly string[]) {
  const command = new Deno.Command("systemd-analyze", { args: [...args], env: { SYSTEMD_PAGER: "" } });
  const { code, stdout, stderr } = await command.output();
  const text = new TextDecoder();
  return { code, stdout: text.decode(stdout), stderr: text.decode(stderr) };
}

/** What the unit sets, without comments. */
function linesOf(unit: string): readonly string[] {
  return Deno.readTextFileSync(join(DIR, unit)).split("\n").filter((line) => /^[^#]/.test(line));
}

function valueOf(unit: string, key: string): string {
  return linesOf(unit).find((line) => line.startsWith(`${key}=`))?.slice(key.length + 1) ?? "";
}

const missing = missingProgram("systemd-analyze");

for (const unit of UNITS) {
  testIf(`systemd takes every line of ${unit} without a word`, missing, async () => {
    using dir = new TempDir();
    // The program is not installed here; everything else is checked as it is.
    const text = Deno.readTextFileSync(join(DIR, unit));
    const path = join(dir.path, unit.replace("@", "@a"));
    Deno.writeTextFileSync(path, text.replace(/\/usr\/bin\/statemanagerd.*/, "/bin/true"));
    const { code, stderr } = await analyze("verify", "--man=no", path);
    assert.deepEqual([code, stderr], [0, ""]);
  });

  testIf(`${unit} is exposed by 2.0 at most`, missing, async () => {
    using dir = new TempDir();
    const path = join(dir.path, unit.replace("@", "@a"));
    Deno.copyFileSync(join(DIR, unit), path);
    const { stdout } = await analyze("security", "--offline=true", "--no-pager", path);
    const [, exposure] = /Overall exposure level for \S+: ([\d.]+)/.exec(stdout) ?? [];
    assert.ok(Number(exposure) <= 2, `exposure ${exposure}`);
  });

  Deno.test(`${unit} limits memory by what the program bounds itself to, and times by its own`, () => {
    const { config } = loadConfig({ env: {}, flags: {}, readFile: () => "", path: "/none" });
    const bound = config.memory.limitBytes / MIB;
    // What the runtime needs besides the buffers (see docs/configuration.md, "Memory").
    assert.equal(valueOf(unit, "MemoryHigh"), `${bound + 32}M`);
    assert.equal(valueOf(unit, "MemoryMax"), `${bound + 64}M`);
    const seconds = (key: string) => Number(/^(\d+)s$/.exec(valueOf(unit, key))?.[1]);
    assert.ok(seconds("TimeoutStopSec") * 1_000 > config.shutdown.graceMs);
    assert.ok(seconds("TimeoutStartSec") * 1_000 > config.etcd.startWaitMs);
    assert.ok(seconds("WatchdogSec") > 0);
  });
}

Deno.test("the template differs from the unit only in the lines that name the instance", () => {
  const [plain, template] = UNITS.map(linesOf);
  const onlyIn = (a: readonly string[] = [], b: readonly string[] = []) =>
    a.filter((line) => !b.includes(line));
  assert.deepEqual(onlyIn(plain, template), [
    "Description=PICCOLO State Manager",
    "ExecStart=/usr/bin/statemanagerd run",
    "StateDirectory=statemanager",
    "RuntimeDirectory=statemanager",
  ]);
  assert.deepEqual(onlyIn(template, plain), [
    "Description=PICCOLO State Manager, instance %i",
    "Conflicts=statemanager.service",
    "ExecStart=/usr/bin/statemanagerd run --config /etc/piccolo/statemanager-%i.yaml",
    "Environment=STATEMANAGER_STATE_DIR=/var/lib/statemanager/%i",
    "Environment=STATEMANAGER_INSTANCE=%l-%i",
    "StateDirectory=statemanager/%i",
    "RuntimeDirectory=statemanager/%i",
  ]);
});

testIf("systemd takes every line of statemanager-node.service without a word", missing, async () => {
  using dir = new TempDir();
  const text = Deno.readTextFileSync(join(DIR, NODE));
  const path = dir.write(NODE, text.replace(/\/usr\/bin\/statemanagerd.*/, "/bin/true"));
  const { code, stderr } = await analyze("verify", "--man=no", path);
  assert.deepEqual([code, stderr], [0, ""]);
});

Deno.test("the end of the node's unit ends no workload, and one that is out of memory takes nothing with it", () => {
  assert.equal(valueOf(NODE, "KillMode"), "process");
  assert.equal(valueOf(NODE, "OOMPolicy"), "continue");
  // Workloads inherit them: what is meant for the node alone would bind them as well.
  for (const key of ["MemoryMax", "TasksMax", "OOMScoreAdjust", "SystemCallFilter", "LimitNOFILE", "UMask"]) {
    assert.equal(valueOf(NODE, key), "", key);
  }
});

Deno.test("programs may be started only where the operator says so", () => {
  assert.ok(!linesOf(NODE).some((line) => line.includes("STATEMANAGER_ALLOW")));
  const readFile = (path: string) => Deno.readTextFileSync(path);
  const path = join(DIR, "../packaging/node.yaml");
  const { config } = loadConfig({ path, env: {}, flags: {}, readFile, hostname: "ecu" });
  assert.deepEqual(config.node.drivers, []);
  assert.equal(config.node.name, "front");
});
