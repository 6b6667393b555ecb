/**
 * `deno compile` of the bundle: one file that holds the runtime as well.
 *
 * I1  The same bundle gives the same bytes: compile writes down when each file that it takes in was changed, and that is the
 *     time of the commit.
 */
import { join } from "node:path";
import { type Arch, tripleOf } from "./arguments.ts";
import { type BundleFile, ENTRY, writeBundle } from "./bundle_files.ts";
import { BuildError, run } from "./command.ts";
import { runtimeFlags } from "./project.ts";

/** A Deno that compiles. */
export interface Compiler {
  /** Its program. */
  readonly deno: string;
  readonly version: string;
  /** Over that of this process. */
  readonly env: Readonly<Record<string, string>>;
  /** Names of `--allow-sys` that it has no word for, because it lets everybody do that. */
  readonly withoutNames?: readonly string[];
}

/** Deno's compile runtime cannot be had here. */
export class NoDenortError extends BuildError {}

/** The Deno that runs this script; it finds denort by itself. */
export const PINNED_COMPILER: Compiler = { deno: Deno.execPath(), version: Deno.version.deno, env: {} };

export interface CompileOptions {
  readonly arch: Arch;
  /** Time of the bundle, seconds. */
  readonly epochSeconds: number;
  /** Default: the pinned one. */
  readonly compiler?: Compiler;
}

/** The compiled program. Throws a BuildError that says how to go on where Deno's runtime cannot be had. */
export async function compile(
  files: readonly BundleFile[],
  options: CompileOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const { arch, epochSeconds, compiler = PINNED_COMPILER } = options;
  // In a folder of its own: compile takes in whatever packages it sees beside the program.
  const dir = await Deno.makeTempDir({ prefix: "statemanager-compile-" });
  try {
    await writeBundle(dir, files);
    for (const { name } of files) await Deno.utime(join(dir, name), epochSeconds, epochSeconds);
    // It sees by itself only what the first file cannot do without.
    const others = files.filter(({ name }) => name !== ENTRY).map(({ name }) => `--include=${name}`);
    const output = join(dir, "statemanagerd");
    const { code, stderr } = run(
      [compiler.deno, "compile", "--quiet", "--no-config", "--no-check", `--target=${tripleOf(arch)}`]
        .concat([...flagsFor(compiler), ...others, "--output", output, ENTRY]),
      { cwd: dir, env: compiler.env },
    );
    if (code !== 0) {
      const text = `${stderr.trim()}\n${adviceFor(arch, compiler.version)}`;
      throw /denort|\/release\//.test(stderr) ? new NoDenortError(text) : new BuildError(text);
    }
    return await Deno.readFile(output);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

function flagsFor({ withoutNames = [] }: Compiler): readonly string[] {
  return runtimeFlags().map((flag) => {
    const [name, words = ""] = flag.split("=");
    if (name !== "--allow-sys" || words === "") return flag;
    return `${name}=${words.split(",").filter((word) => !withoutNames.includes(word)).join(",")}`;
  });
}

function adviceFor(arch: Arch, version: string): string {
  return [
    `scripts/build: deno compile needs denort ${version} for ${tripleOf(arch)}. One of these helps:`,
    `  - DENORT_BIN=FILE, the denort program of exactly this version and architecture`,
    `  - $DENO_DIR/dl/release/v${version}/denort-${tripleOf(arch)}.zip, as the official release has it`,
    `  - access to Deno's download host`,
    `  - --runtime bundled: the same files with the pinned Deno beside the bundle`,
  ].join("\n");
}
