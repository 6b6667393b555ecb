/**
 * Generates `src/grpc/gen/` and `src/pullpiri/gen/` from `proto/`: TypeScript types for every message and service, the functions that turn messages into
 * bytes and back, and the files as reflection tells them, so that the program needs no .proto file at run time.
 *
 *     scripts/generate            write them
 *     scripts/generate --check    fail when what is committed differs
 */
import { loadSync } from "@grpc/proto-loader";
import { join, relative } from "node:path";
import { writeCodecs } from "./generate_codecs.ts";
import { describeFiles } from "./generate_files.ts";
import { filesUnder, loadProtos, PROTO_DIR, protoFiles, pullpiriProtoFiles } from "./protos.ts";

const root = join(import.meta.dirname ?? ".", "..");

/** The types, through the generator that belongs to @grpc/proto-loader, with the options of `src/grpc/definitions.ts`. */
async function generateTypes(protos: readonly string[], outDir: string): Promise<void> {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--quiet", "--allow-all", "npm:@grpc/proto-loader@0.8.1/proto-loader-gen-types"],
      ...["--longs=String", "--enums=String", "--defaults", "--oneofs", "--includeComments"],
      ...[
        "--grpcLib=@grpc/grpc-js",
        "--importFileExtension=.ts",
        "--includeDirs=proto",
        `--outDir=${outDir}`,
      ],
      ...protos,
    ],
    cwd: root,
    stdout: "null",
  }).output();
  if (!success) throw new Error(`proto-loader-gen-types failed:\n${new TextDecoder().decode(stderr)}`);
}

function generateCodecs(
  protos: readonly string[],
  { outDir, grpcDir }: { readonly outDir: string; readonly grpcDir: string },
): void {
  const loaded = loadSync([...protos], { includeDirs: [PROTO_DIR] });
  Deno.writeTextFileSync(
    join(outDir, "codecs.ts"),
    writeCodecs(loadProtos(protos, { keepCase: false }), loaded, grpcDir),
  );
}

/** The .proto files as they are, for those who ask the server. */
function generateFiles(protos: readonly string[], outDir: string): void {
  const files = describeFiles(loadProtos(protos, { keepCase: true }), (path) => relative(PROTO_DIR, path));
  Deno.writeTextFileSync(join(outDir, "files.json"), JSON.stringify(files, null, 1) + "\n");
}

function snapshot(dir: string): Map<string, string> {
  try {
    return new Map(filesUnder(dir, "").map((path) => [relative(dir, path), Deno.readTextFileSync(path)]));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return new Map();
    throw error;
  }
}

/** What is generated from some of the files, and where it goes. */
interface Target {
  readonly protos: readonly string[];
  readonly dir: string;
  /** `src/grpc/` as the generated module names it. */
  readonly grpcDir: string;
  /** Whether reflection tells of them. */
  readonly isReflected: boolean;
}

const TARGETS: readonly Target[] = [
  { protos: protoFiles(), dir: join(root, "src", "grpc", "gen"), grpcDir: "../", isReflected: true },
  {
    protos: pullpiriProtoFiles(),
    dir: join(root, "src", "pullpiri", "gen"),
    grpcDir: "../../grpc/",
    isReflected: false,
  },
];

async function generate({ protos, grpcDir, isReflected }: Target): Promise<Map<string, string>> {
  const outDir = Deno.makeTempDirSync({ prefix: "statemanager-gen-" });
  try {
    await generateTypes(protos, outDir);
    generateCodecs(protos, { outDir, grpcDir });
    if (isReflected) generateFiles(protos, outDir);
    // One file a proto is left out: it describes a whole loaded package, which nothing here uses.
    return new Map(
      [...snapshot(outDir)].filter(([name]) =>
        name.includes("/") || name.endsWith(".json") || name === "codecs.ts"
      ),
    );
  } finally {
    Deno.removeSync(outDir, { recursive: true });
  }
}

function check(fresh: ReadonlyMap<string, string>, { dir }: Target): void {
  const committed = snapshot(dir);
  const differing = [...new Set([...fresh.keys(), ...committed.keys()])]
    .filter((name) => fresh.get(name) !== committed.get(name));
  if (differing.length === 0) return;
  console.error(
    `${relative(root, dir)} is not what proto/ says, run scripts/generate: ${
      differing.slice(0, 5).join(", ")
    }`,
  );
  Deno.exit(1);
}

function write(fresh: ReadonlyMap<string, string>, { dir, protos }: Target): void {
  if (snapshot(dir).size > 0) Deno.removeSync(dir, { recursive: true });
  for (const [name, text] of fresh) {
    const path = join(dir, name);
    Deno.mkdirSync(join(path, ".."), { recursive: true });
    Deno.writeTextFileSync(path, text);
  }
  console.error(`${relative(root, dir)}: ${fresh.size} files from ${protos.length} protos`);
}

for (const target of TARGETS) {
  const fresh = await generate(target);
  if (Deno.args.includes("--check")) check(fresh, target);
  else write(fresh, target);
}
