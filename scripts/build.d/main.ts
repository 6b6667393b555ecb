/** `scripts/build`: the program of one architecture, ready to be packaged. */
import { join, resolve } from "node:path";
import { type Arguments, readArguments } from "./arguments.ts";
import { makeBundle } from "./bundle.ts";
import { BuildError, say } from "./command.ts";
import { compile } from "./compile.ts";
import { Layout } from "./layout.ts";
import { sbomOf, textsOfLicences } from "./licences.ts";
import { revisionOf, ROOT, VERSION } from "./project.ts";
import { launcherOf, pinnedDeno } from "./runtime.ts";

const LIB = "usr/lib/statemanager";
const DOC = "usr/share/doc/statemanager";
const PROGRAM = "usr/bin/statemanagerd";

async function build({ target, runtime, out }: Arguments): Promise<void> {
  const { commit, epochSeconds } = revisionOf();
  say(`bundling ${commit}`);
  const bundle = await makeBundle(commit);
  const layout = new Layout(join(resolve(out ?? join(ROOT, "build")), target), epochSeconds);
  await layout.clear();
  if (runtime === "compiled") {
    say(`compiling for ${target}`);
    await layout.program(PROGRAM, await compile(bundle.text, { arch: target }));
  } else {
    await layout.program(`${LIB}/deno`, await pinnedDeno(target));
    await layout.text(`${LIB}/statemanagerd.js`, bundle.text);
    await layout.program(PROGRAM, new TextEncoder().encode(launcherOf()));
  }
  await layout.text(`${DOC}/sbom.cdx.json`, await sbomOf(bundle.packages, { target, epochSeconds, commit }));
  await layout.text(`${DOC}/LICENSES.txt`, await textsOfLicences(bundle.packages));
  await layout.text(`${DOC}/copyright`, await Deno.readTextFile(join(ROOT, "LICENSE")));
  const manifest = { version: VERSION, commit, target, runtime, deno: Deno.version.deno };
  const { bytes, digest } = await layout.seal(manifest);
  say(`${layout.root}: ${(bytes / 1e6).toFixed(1)} MB`);
  console.log(JSON.stringify({ ...manifest, dir: layout.root, bytes, sha256: digest }));
}

try {
  await build(readArguments(Deno.args));
} catch (error) {
  if (!(error instanceof BuildError)) throw error;
  console.error(`scripts/build: ${error.message}`);
  Deno.exit(1);
}
