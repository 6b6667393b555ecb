/** `scripts/build --smoke`: what was built put to the test, as it lies there. */
import { join, resolve } from "node:path";
import { ARCHES, oneOf, RUNTIMES } from "./arguments.ts";
import { bundleOf } from "./bundle.ts";
import { ENTRY } from "./bundle_files.ts";
import type { Candidate } from "./candidate.ts";
import { BuildError } from "./command.ts";
import { runnerFor } from "./emulation.ts";
import { BUNDLE, LIB, PROGRAM } from "./layout.ts";
import { launcherEnv, launcherWords, nativeWords } from "./runtime.ts";
import { PROBE, smokeTest, type TargetReport, tellChecks } from "./smoke.ts";

/** Throws a BuildError when no build lies there. */
export async function checkLayout(from: string): Promise<TargetReport> {
  const dir = resolve(from);
  const { commit, ...manifest } = readManifest(dir);
  const arch = oneOf(manifest.target, { name: "target", from: ARCHES });
  const runtime = oneOf(manifest.runtime, { name: "runtime", from: RUNTIMES });
  const checks = tellChecks(arch);
  const runner = runnerFor(arch);
  if (runner.kind === "missing") {
    checks.skip(["run"], runner.reason);
    return { target: arch, runs: "not here", checks: checks.results };
  }
  const scratch = await Deno.makeTempDir({ prefix: "statemanager-check-layout-" });
  try {
    const probe = join(scratch, "probe.js");
    await Deno.writeTextFile(probe, await bundleOf(PROBE));
    const isEmulated = runner.kind === "emulated";
    // Deno reads the bundle anew each time where it may keep nothing: half a minute more under emulation.
    const denoDir = isEmulated ? join(scratch, "cache") : undefined;
    // As the launcher does it; it is a shell script, which the emulator does not run.
    const launched = (program: string): readonly string[] => [
      ...["env", ...launcherEnv(denoDir), ...runner.words, join(dir, LIB, "deno")],
      ...launcherWords(program),
    ];
    const candidate: Candidate = runtime === "compiled"
      ? { arch, commit, isEmulated, words: [...runner.words, join(dir, PROGRAM)] }
      : {
        ...{ arch, commit, isEmulated, probe: launched(probe) },
        ...(isEmulated && { client: nativeWords(join(dir, BUNDLE)) }),
        words: isEmulated ? launched(join(dir, BUNDLE, ENTRY)) : [join(dir, PROGRAM)],
      };
    const figures = await smokeTest(candidate, checks);
    return { target: arch, runs: runner.kind, ...figures, checks: checks.results };
  } finally {
    await Deno.remove(scratch, { recursive: true });
  }
}

function readManifest(dir: string): Readonly<Record<"commit" | "target" | "runtime", string>> {
  const path = join(dir, "MANIFEST.json");
  try {
    return JSON.parse(Deno.readTextFileSync(path));
  } catch (cause) {
    throw new BuildError(`Cannot read ${path}: give the folder that scripts/build made`, { cause });
  }
}
