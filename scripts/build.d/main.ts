/** `scripts/build`: the program of one architecture, ready to be packaged; or a look at whether such a program works. */
import { join, resolve } from "node:path";
import { type Arch, type Arguments, readArguments, type RuntimeKind } from "./arguments.ts";
import { makeBundle } from "./bundle.ts";
import { BuildError, say } from "./command.ts";
import { checkCompile } from "./check_compile.ts";
import { checkLayout } from "./check_layout.ts";
import { countsOf } from "./checks.ts";
import { compile, NoDenortError } from "./compile.ts";
import { BUNDLE, DOC, Layout, LIB, PROGRAM } from "./layout.ts";
import { sbomOf, textsOfLicences } from "./licences.ts";
import { revisionOf, ROOT, VERSION } from "./project.ts";
import { launcherOf, pinnedDeno } from "./runtime.ts";
import type { TargetReport } from "./smoke.ts";
import { FetchError } from "./wheel.ts";

async function build({ target, runtime, out }: Arguments & { readonly kind: "build" }): Promise<void> {
  const { commit, epochSeconds } = revisionOf();
  say(`bundling ${commit}`);
  const bundle = await makeBundle(commit);
  const layout = new Layout(join(resolve(out ?? join(ROOT, "build")), target), epochSeconds);
  await layout.clear();
  const compiled = runtime === "bundled"
    ? undefined
    : await compileFor(target, { runtime, bundle, epochSeconds });
  if (compiled !== undefined) {
    await layout.program(PROGRAM, compiled);
  } else {
    await layout.program(`${LIB}/deno`, await pinnedDeno(target));
    for (const { name, text } of bundle.files) await layout.text(`${BUNDLE}/${name}`, text);
    await layout.program(PROGRAM, new TextEncoder().encode(launcherOf()));
  }
  await layout.text(`${DOC}/sbom.cdx.json`, await sbomOf(bundle.packages, { target, epochSeconds, commit }));
  await layout.text(`${DOC}/LICENSES.txt`, await textsOfLicences(bundle.packages));
  await layout.text(
    `${DOC}/copyright`,
    copyrightText(await Deno.readTextFile(join(ROOT, "LICENSE")), epochSeconds),
  );
  const kind = compiled === undefined ? "bundled" : "compiled";
  const manifest = { version: VERSION, commit, target, runtime: kind, deno: Deno.version.deno };
  const { bytes, digest } = await layout.seal(manifest);
  say(`${layout.root}: ${(bytes / 1e6).toFixed(1)} MB`);
  console.log(JSON.stringify({ ...manifest, dir: layout.root, bytes, sha256: digest }));
}

/** Undefined = it may be bundled, and cannot be compiled here. */
async function compileFor(
  target: Arch,
  { runtime, bundle, epochSeconds }: {
    readonly runtime: RuntimeKind;
    readonly bundle: Awaited<ReturnType<typeof makeBundle>>;
    readonly epochSeconds: number;
  },
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  say(`compiling for ${target}`);
  try {
    return await compile(bundle.files, { arch: target, epochSeconds });
  } catch (error) {
    if (runtime !== "any" || !(error instanceof NoDenortError)) throw error;
    say(
      `denort ${Deno.version.deno} for ${target} cannot be had here: the program is bundled with Deno instead`,
    );
    return undefined;
  }
}

/** Debian wants to read whose it is before it reads the terms. */
function copyrightText(license: string, epochSeconds: number): string {
  const year = new Date(epochSeconds * 1_000).getUTCFullYear();
  return [
    `PICCOLO State Manager\n\nCopyright ${year} the authors of the PICCOLO State Manager\n`,
    "These are its terms; those of everything that is shipped with it are in LICENSES.txt.\n",
    license,
  ].join("\n");
}

/** Prints the report; resolves to whether nothing failed. */
function tell(report: object, targets: readonly TargetReport[]): boolean {
  const { passed, failed, skipped } = countsOf(targets.flatMap(({ checks }) => checks));
  say(`${passed} checks passed, ${failed} failed, ${skipped} skipped`);
  console.log(JSON.stringify({ passed, failed, skipped, ...report }));
  return failed === 0;
}

/** Resolves to whether it succeeded. */
async function act(args: Arguments): Promise<boolean> {
  switch (args.kind) {
    case "build":
      await build(args);
      return true;
    case "check-compile": {
      const report = await checkCompile(args.targets);
      return tell(report, report.targets);
    }
    case "smoke": {
      const report = await checkLayout(args.dir);
      return tell(report, [report]);
    }
  }
}

const EXIT_FAILED = 1;
/** Nothing is wrong with the program, and nothing was seen of it. */
const EXIT_NOT_FETCHED = 3;

try {
  if (!await act(readArguments(Deno.args))) Deno.exit(EXIT_FAILED);
} catch (error) {
  if (!(error instanceof BuildError)) throw error;
  console.error(`scripts/build: ${error.message}`);
  Deno.exit(error instanceof FetchError ? EXIT_NOT_FETCHED : EXIT_FAILED);
}
