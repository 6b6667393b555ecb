/** The launcher of the packaged program: which permissions it gives, and when all of them. */
import assert from "node:assert/strict";
import { launcherOf } from "../../../scripts/build.d/runtime.ts";
import { testIf } from "../../support/require.ts";
import { TempDir } from "../../support/temp_dir.ts";

/** What the launcher starts, with what, and whether its own variable is left. */
function started(args: readonly string[], allow?: string): Promise<string> {
  return startedWith(args, allow === undefined ? {} : { STATEMANAGER_ALLOW: allow });
}

async function startedWith(args: readonly string[], env: Readonly<Record<string, string>>): Promise<string> {
  using dir = new TempDir();
  const launcher = dir.write("bin/statemanagerd", launcherOf());
  const deno = dir.write(
    "lib/statemanager/deno",
    '#!/bin/sh\necho "cache=$DENO_DIR" "$@" "left=${STATEMANAGER_ALLOW-nothing}"\n',
  );
  for (const path of [launcher, deno]) Deno.chmodSync(path, 0o755);
  const { stdout } = await new Deno.Command(launcher, {
    args: [...args],
    clearEnv: true,
    env: { PATH: "/usr/bin:/bin", ...env },
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

const missingRoot = Deno.uid() === 0 ? undefined : "root is needed for the directory of a session";

/** A directory of a session, as pam_systemd makes it; its number is nobody's. */
class SessionDir implements Disposable {
  readonly path = `/run/user/${1_900_000_000 + Deno.pid}`;

  constructor(uid: number) {
    Deno.mkdirSync(this.path, { recursive: true, mode: 0o700 });
    Deno.chownSync(this.path, uid, uid);
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.path, { recursive: true });
  }
}

testIf(
  "what the runtime compiled is kept for a session of the same user, and nowhere else",
  missingRoot,
  async () => {
    const cacheWith = async (env: Readonly<Record<string, string>>) =>
      /^cache=(\S*) /.exec(await startedWith(["get"], env))?.[1];
    assert.equal(await cacheWith({}), "/dev/null");
    assert.equal(await cacheWith({ DENO_DIR: "/var/cache/x" }), "/var/cache/x");
    {
      using own = new SessionDir(Deno.uid() ?? 0);
      assert.equal(await cacheWith({ XDG_RUNTIME_DIR: own.path }), `${own.path}/statemanager`);
      assert.equal(await cacheWith({ XDG_RUNTIME_DIR: own.path, DENO_DIR: "/x" }), "/x");
      // Whoever may write there could leave what the next user runs.
      for (
        const path of [`${own.path}/below`, `${own.path}/../../../tmp`, "/tmp", "/run/user", "relative", ""]
      ) {
        assert.equal(await cacheWith({ XDG_RUNTIME_DIR: path }), "/dev/null", path);
      }
    }
    using other = new SessionDir(65_534);
    assert.equal(await cacheWith({ XDG_RUNTIME_DIR: other.path }), "/dev/null", "it is another user's");
  },
);
