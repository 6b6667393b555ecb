/** `deno compile` of the bundle: one file that holds the runtime as well. */
import { join } from "node:path";
import { type Arch, tripleOf } from "./arguments.ts";
import { BuildError, run } from "./command.ts";
import { runtimeFlags } from "./project.ts";

/** The compiled program. Throws a BuildError that says how to go on where Deno's runtime cannot be had. */
export async function compile(bundle: string, arch: Arch): Promise<Uint8Array<ArrayBuffer>> {
  // In a folder of its own: compile takes in whatever packages it sees beside the program.
  const dir = await Deno.makeTempDir({ prefix: "statemanager-compile-" });
  try {
    await Deno.writeTextFile(join(dir, "statemanagerd.js"), bundle);
    const output = join(dir, "statemanagerd");
    const { code, stderr } = run(
      [Deno.execPath(), "compile", "--quiet", "--no-config", "--no-check", `--target=${tripleOf(arch)}`]
        .concat([...runtimeFlags(), "--output", output, "statemanagerd.js"]),
      { cwd: dir },
    );
    if (code !== 0) throw new BuildError(`${stderr.trim()}\n${adviceFor(arch)}`);
    return await Deno.readFile(output);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

function adviceFor(arch: Arch): string {
  const { deno } = Deno.version;
  return [
    `scripts/build: deno compile needs denort ${deno} for ${tripleOf(arch)}. One of these helps:`,
    `  - DENORT_BIN=FILE, the denort program of exactly this version and architecture`,
    `  - $DENO_DIR/dl/release/v${deno}/denort-${tripleOf(arch)}.zip, as the official release has it`,
    `  - access to Deno's download host`,
    `  - --runtime bundled: the same files with the pinned Deno beside the bundle`,
  ].join("\n");
}
