/** The pinned Deno of an architecture, and the launcher that runs the bundle on it. */
import { join } from "node:path";
import type { Arch } from "./arguments.ts";
import { BuildError, run, say, sha256, textOf } from "./command.ts";
import { cacheDir, type Pin, pinOf, runtimeFlags } from "./project.ts";

/** The program; fetched where it is not there yet, and checked either way. */
export async function pinnedDeno(arch: Arch): Promise<Uint8Array<ArrayBuffer>> {
  const pin = pinOf(arch);
  const isHost = arch === Deno.build.arch;
  const path = isHost ? Deno.execPath() : join(cacheDir(), `deno-${pin.version}-${arch}`);
  if (!isHost && !await isThere(path)) await fetchTo(path, pin);
  const program = await Deno.readFile(path);
  const found = sha256(program);
  if (found === pin.programSha256) return program;
  throw new BuildError(`${path} has sha256 ${found}, expected ${pin.programSha256}: not shipped`);
}

async function isThere(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

async function fetchTo(path: string, { version, platform, wheelSha256 }: Pin): Promise<void> {
  say(`fetching Deno ${version} for ${platform} from the Python registry with pip`);
  const dir = await Deno.makeTempDir({ dir: cacheDir(), prefix: "fetch." });
  try {
    textOf(
      ["pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:", "--platform", platform]
        .concat(["--dest", dir, `deno==${version}`]),
    );
    const wheel = [...Deno.readDirSync(dir)].find(({ name }) => name.endsWith(".whl"));
    if (wheel === undefined) throw new BuildError("pip brought no wheel");
    const file = join(dir, wheel.name);
    const found = sha256(await Deno.readFile(file));
    if (found !== wheelSha256) throw new BuildError(`${wheel.name} has sha256 ${found}: refused`);
    const { code, stdout, stderr } = run([
      "python3",
      "-c",
      "import sys,zipfile,shutil; shutil.copyfileobj(zipfile.ZipFile(sys.argv[1]).open(sys.argv[2]), sys.stdout.buffer)",
      file,
      `deno-${version}.data/scripts/deno`,
    ]);
    if (code !== 0) throw new BuildError(`cannot unpack ${wheel.name}: ${stderr.trim()}`);
    const fresh = join(dir, "deno");
    await Deno.writeFile(fresh, stdout, { mode: 0o755 });
    // In one step, so that two first builds do not collide.
    await Deno.rename(fresh, path);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

/** Finds its parts by its own place, so that it also runs where it was only unpacked. */
export function launcherOf(): string {
  const flags = runtimeFlags().map((flag) => `  ${flag} \\\n`).join("");
  return `#!/bin/sh
# Runs the State Manager on the Deno that it was built with.
here=$(dirname "$(readlink -f "$0")")
lib=$here/../lib/statemanager
# Nothing is fetched at run time, and nothing is written for the runtime's sake.
export DENO_NO_UPDATE_CHECK=1 DENO_NO_PROMPT=1 DENO_DIR="\${DENO_DIR:-/nonexistent}"
exec "$lib/deno" run --quiet --no-config --no-check --cached-only --no-lock \\
${flags}  "$lib/statemanagerd.js" "$@"
`;
}
