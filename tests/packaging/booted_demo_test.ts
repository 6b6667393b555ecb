/** The demo on the units of a systemd that was really booted, from this checkout. */
import assert from "node:assert/strict";
import { basename, dirname } from "node:path";
import { ROOT } from "../../scripts/build.d/project.ts";
import { checkVerdict } from "../support/demo_verdict.ts";
import { eventually } from "../support/eventually.ts";
import { type Finished, Machine } from "../support/packaging/booted.ts";
import { missingBoot } from "../support/packaging/root_image.ts";
import { testIf } from "../support/require.ts";

const INSIDE_DENO = "/deno";
/** The pinned Deno need not lie in the checkout. */
const DEMO = [
  "env",
  `STATEMANAGER_DENO=${INSIDE_DENO}/${basename(Deno.execPath())}`,
  `${ROOT}/scripts/demo`,
] as const;
/** The demo writes into them. They are seen at their own paths, so that what the runtime has cached of the checkout is used. */
const TREES = [ROOT, Deno.env.get("DENO_DIR") ?? ROOT].filter((path, index) =>
  index === 0 || !`${path}/`.startsWith(`${ROOT}/`)
);
const OWN_FAULTS = ["watchdog", "bus-away", "reexec"];

async function boot(): Promise<Machine> {
  const lower = (index: number) => `/trees/${index}`;
  const machine = await Machine.boot({
    shared: {
      [dirname(Deno.execPath())]: INSIDE_DENO,
      ...Object.fromEntries(TREES.map((path, index) => [path, lower(index)])),
    },
  });
  for (const [index, path] of TREES.entries()) {
    const [upper, work] = ["upper", "work"].map((name) => `/run/trees/${index}/${name}`);
    await machine.ok("mkdir", "-p", `${upper}`, `${work}`, path);
    const options = `lowerdir=${lower(index)},upperdir=${upper},workdir=${work}`;
    await machine.ok("mount", "-t", "overlay", "overlay", "-o", options, path);
  }
  await machine.enableLimits();
  return machine;
}

function lastLine({ code, stdout, stderr }: Finished): string {
  const line = stdout.trim().split("\n").at(-1) ?? "";
  assert.equal(code, 0, `${stderr}\n${line}`);
  return line;
}

/** Names of the demo's units, and of what it has below /tmp. */
async function leftovers(machine: Machine): Promise<readonly string[]> {
  const units = await machine.ok("systemctl", "list-units", "--all", "--plain", "--no-legend", "*-demo-*");
  const found = await machine.ok(
    "find",
    "/run/systemd/system",
    "/tmp",
    "-maxdepth",
    "1",
    "-name",
    "*-demo-*",
  );
  return `${units}${found}`.split("\n").filter((line) => line !== "");
}

testIf(
  "the demo breaks units of systemd, and systemd, and every one is as wanted; however it ends, nothing is left",
  missingBoot(),
  async () => {
    await using machine = await boot();
    checkVerdict(
      JSON.parse(lastLine(await machine.run(...DEMO, "--runtime", "systemd", "--check"))),
      OWN_FAULTS,
    );
    assert.deepEqual(await leftovers(machine), []);

    const held = JSON.parse(
      lastLine(await machine.run(...DEMO, "--hold", "--runtime", "systemd", "--check")),
    );
    assert.deepEqual([held.ok, held.runtime, held.services], [true, "systemd", 1]);
    assert.deepEqual(await leftovers(machine), []);

    // Ctrl-C reaches everything that the terminal has; the other one leaves it no time at all.
    for (const [signal, whom, code] of [["INT", "-", 130], ["KILL", "", 137]] as const) {
      const script = `echo $$ >/run/demo.pid; exec ${DEMO.join(" ")} --runtime systemd --check`;
      const playing = machine.run("setsid", "--wait", "sh", "-c", script);
      await eventually("a unit to run", async () => {
        return /\.service.* running/.test((await leftovers(machine)).join("\n"));
      });
      await machine.ok("sh", "-c", `kill -${signal} ${whom}$(cat /run/demo.pid)`);
      assert.equal((await playing).code, code);
      await eventually("nothing to be left", async () => (await leftovers(machine)).length === 0);
    }

    await machine.ok("systemctl", "stop", "dbus.socket", "dbus.service");
    const { code, stdout, stderr } = await machine.run(...DEMO, "--runtime", "systemd", "--check");
    assert.equal(code, 2, stderr);
    assert.match(JSON.parse(stdout).error, /^--runtime systemd: There is no bus at \S+ \(.*\)/);
    assert.equal(stderr.split("\n").length, 3, stderr);
  },
);
