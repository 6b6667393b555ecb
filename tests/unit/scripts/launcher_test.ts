/** The launcher of the packaged program: which permissions it gives, and when all of them. */
import assert from "node:assert/strict";
import { launcherOf } from "../../../scripts/build.d/runtime.ts";
import { TempDir } from "../../support/temp_dir.ts";

/** What the launcher starts, with what, and whether its own variable is left. */
async function started(args: readonly string[], allow?: string): Promise<string> {
  using dir = new TempDir();
  const launcher = dir.write("bin/statemanagerd", launcherOf());
  const deno = dir.write(
    "lib/statemanager/deno",
    '#!/bin/sh\necho "$@" "left=${STATEMANAGER_ALLOW-nothing}"\n',
  );
  for (const path of [launcher, deno]) Deno.chmodSync(path, 0o755);
  const { stdout } = await new Deno.Command(launcher, {
    args: [...args],
    env: allow === undefined ? {} : { STATEMANAGER_ALLOW: allow },
  }).output();
  return new TextDecoder().decode(stdout);
}

Deno.test("programs may be run only by run and node, and only where the environment says so", async () => {
  for (const command of ["run", "node"]) {
    assert.match(
      await started([command, "--config", "a.yaml"], "programs"),
      /--allow-all .* --config a\.yaml left=nothing\n$/,
    );
    assert.doesNotMatch(await started([command]), /--allow-(all|run)/);
  }
  for (const command of ["get", "doctor", "apply"]) {
    const words = await started([command], "programs");
    assert.doesNotMatch(words, /--allow-(all|run)/);
    assert.match(words, /--allow-read.* left=nothing\n$/);
  }
  assert.doesNotMatch(await started(["run"], "everything"), /--allow-all/);
});
