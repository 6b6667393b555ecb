/** `scripts/build --check-compile`: the real `deno compile` of the bundle, by the older toolchain, and what it makes put to the test. */
import { join } from "node:path";
import type { Arch } from "./arguments.ts";
import { bundleOf, makeBundle } from "./bundle.ts";
import { type BundleFile, bytesOf, ENTRY, writeBundle } from "./bundle_files.ts";
import type { Candidate } from "./candidate.ts";
import { say, sha256 } from "./command.ts";
import { compile, type CompileOptions } from "./compile.ts";
import { runnerFor } from "./emulation.ts";
import { OLDER_VERSION, olderCompiler, STAND_INS, withStandIns } from "./older_toolchain.ts";
import { type Revision, revisionOf } from "./project.ts";
import { nativeWords } from "./runtime.ts";
import { PROBE, smokeTest, type TargetReport, tellChecks } from "./smoke.ts";

/** Around the bundle in the file: its name, the permissions and flags. More is something that does not belong there. */
const OVERHEAD_BYTES = 64 * 1024;

export interface CompileReport {
  readonly deno: string;
  readonly commit: string;
  readonly bundleBytes: number;
  readonly standIns: readonly string[];
  readonly targets: readonly TargetReport[];
}

/** Throws a FetchError where the toolchain cannot be had. */
export async function checkCompile(targets: readonly Arch[]): Promise<CompileReport> {
  const scratch = await Deno.makeTempDir({ prefix: "statemanager-check-compile-" });
  try {
    const revision = revisionOf();
    const { commit } = revision;
    say(`bundling ${commit}`);
    const bundle = await makeBundle(commit);
    const client = join(scratch, "client");
    await Deno.mkdir(client);
    await writeBundle(client, bundle.files);
    const files = bundle.files
      .map((file) => file.name === ENTRY ? { ...file, text: withStandIns(file.text) } : file);
    const reports: TargetReport[] = [];
    for (const arch of targets) {
      reports.push(await checkTarget(arch, { ...revision, files, scratch, client }));
    }
    return {
      deno: OLDER_VERSION,
      commit,
      bundleBytes: bytesOf(files),
      standIns: STAND_INS.map(({ what }) => what),
      targets: reports,
    };
  } finally {
    await Deno.remove(scratch, { recursive: true });
  }
}

async function checkTarget(
  arch: Arch,
  { files, scratch, client, commit, epochSeconds }: Revision & {
    readonly files: readonly BundleFile[];
    readonly scratch: string;
    /** Folder of a bundle that this machine can run. */
    readonly client: string;
  },
): Promise<TargetReport> {
  const { compiler, denort } = await olderCompiler(arch, join(scratch, "cache"));
  const options: CompileOptions = { arch, epochSeconds, compiler };
  const checks = tellChecks(arch);
  const runner = runnerFor(arch);
  const runs = runner.kind === "missing" ? "not here" : runner.kind;
  const program = join(scratch, `statemanagerd-${arch}`);
  let made: { readonly bytes: number; readonly sha256: string; readonly compileMs: number } | undefined;
  await checks.run("compile", async () => {
    const startedMs = performance.now();
    const bytes = await compile(files, options);
    const compileMs = Math.round(performance.now() - startedMs);
    await Deno.writeFile(program, bytes, { mode: 0o755 });
    made = { bytes: bytes.length, sha256: sha256(bytes), compileMs };
    return `${bytes.length} bytes in ${compileMs} ms`;
  });
  if (made === undefined) return { target: arch, runs, checks: checks.results };
  const { bytes, sha256: digest } = made;
  await checks.run("nothing else in it", async () => {
    const { size } = await Deno.stat(denort);
    const overhead = bytes - size - bytesOf(files);
    if (overhead < 0 || overhead > OVERHEAD_BYTES) {
      throw new Error(`${overhead} bytes beside runtime and bundle`);
    }
    return `${overhead} bytes beside runtime and bundle`;
  });
  await checks.run("same bytes again", async () => {
    const again = sha256(await compile(files, options));
    if (again !== digest) throw new Error(`sha256 ${digest}, then ${again}`);
    return `sha256 ${digest}`;
  });
  if (runner.kind === "missing") {
    checks.skip(["run"], runner.reason);
    return { target: arch, runs, ...made, checks: checks.results };
  }
  const probe = join(scratch, `probe-${arch}`);
  await Deno.writeFile(probe, await compile([{ name: ENTRY, text: await bundleOf(PROBE) }], options), {
    mode: 0o755,
  });
  const candidate: Candidate = {
    ...{ arch, commit, isEmulated: runner.kind === "emulated" },
    words: [...runner.words, program],
    ...(runner.kind === "emulated" && { client: nativeWords(client) }),
    probe: [...runner.words, probe],
  };
  const figures = await smokeTest(candidate, checks);
  return { target: arch, runs, ...made, ...figures, checks: checks.results };
}
