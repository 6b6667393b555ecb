/** The systemd unit: systemd understands every line of it, and it gives away as little as can be. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { missingProgram, testIf } from "../support/require.ts";
import { TempDir } from "../support/temp_dir.ts";

const UNIT = join(import.meta.dirname ?? ".", "../../systemd/statemanager.service");

async function analyze(...args: readonly string[]) {
  const command = new Deno.Command("systemd-analyze", { args: [...args], env: { SYSTEMD_PAGER: "" } });
  const { code, stdout, stderr } = await command.output();
  const text = new TextDecoder();
  return { code, stdout: text.decode(stdout), stderr: text.decode(stderr) };
}

const missing = missingProgram("systemd-analyze");

testIf("systemd takes every line of the unit without a word", missing, async () => {
  using dir = new TempDir();
  // The program is not installed here; everything else is checked as it is.
  const unit = Deno.readTextFileSync(UNIT);
  const path = join(dir.path, "statemanager.service");
  Deno.writeTextFileSync(path, unit.replace("/usr/bin/statemanagerd", "/bin/true"));
  const { code, stderr } = await analyze("verify", "--man=no", path);
  assert.deepEqual([code, stderr], [0, ""]);
});

testIf("the unit is exposed by 2.0 at most", missing, async () => {
  const { stdout } = await analyze("security", "--offline=true", "--no-pager", UNIT);
  const [, exposure] = /Overall exposure level for \S+: ([\d.]+)/.exec(stdout) ?? [];
  assert.ok(Number(exposure) <= 2, `exposure ${exposure}`);
});
