/**
 * The program as a folder of minified files that needs nothing beside it (docs/adr/0015-modules-loaded-when-needed.md).
 *
 * I1  What is put into the text of the bundle is put in exactly once, or the build fails: a new version of a library that
 *     changes the place must be looked at, not shipped.
 * I2  No path of the machine that builds is in it.
 * I3  A file is read when it is run, not before.
 */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import protobuf from "protobufjs";
import { type BundleFile, ENTRY } from "./bundle_files.ts";
import { BuildError, run, textOf } from "./command.ts";
import { compileAhead } from "./compiled_ahead.ts";
import { withLazyImports } from "./lazy_imports.ts";
import { withPlainNames } from "./plain_names.ts";
import { cacheDir, ROOT } from "./project.ts";

export interface Bundle {
  /** All of one folder, sorted. */
  readonly files: readonly BundleFile[];
  /** Packages of which code is in it, sorted. */
  readonly packages: readonly PackageSource[];
}

/** A package as the registry gave it. */
export interface PackageSource {
  readonly name: string;
  readonly version: string;
  /** Its folder in the cache. */
  readonly dir: string;
}

interface Replacement {
  readonly what: string;
  readonly pattern: RegExp;
  /** As `String.replace` takes it: "$1" is the first group, "$$" a "$". */
  readonly by: string;
}

/** Replaces what is there exactly once in all of them together. */
export function replaceOnce(
  files: readonly BundleFile[],
  { what, pattern, by }: Replacement,
): readonly BundleFile[] {
  const everywhere = new RegExp(pattern.source, "g");
  const times = files.reduce((sum, { text }) => sum + [...text.matchAll(everywhere)].length, 0);
  if (times !== 1) {
    throw new BuildError(
      `${what} is ${times} times in the bundle, expected once; see scripts/build.d/bundle.ts`,
    );
  }
  return files.map(({ name, text }) => ({ name, text: text.replace(pattern, by) }));
}

/** etcd3 reads its protocol from its own folder when it is imported; in the bundle there is none, so it is given in place. */
function embedProtocol(packages: readonly PackageSource[]): Replacement {
  const etcd3 = packages.find(({ name }) => name === "etcd3");
  if (etcd3 === undefined) throw new BuildError("etcd3 is not in the bundle");
  const root = new protobuf.Root().loadSync(join(etcd3.dir, "proto/rpc.proto"), { keepCase: true });
  const json = JSON.stringify(root.toJSON());
  return {
    what: "etcd3's load of rpc.proto",
    pattern: /\.loadSync\)\(`\$\{__dirname\}\/\.\.\/proto\/rpc\.proto`,/,
    by: `.fromJSON)(${json.replaceAll("$", "$$$$")},`,
  };
}

/** `src/platform/process/version.ts` takes the commit from this text. */
function stamp(commit: string): Replacement {
  return { what: "the mark of the commit", pattern: /@commit:unknown/, by: `@commit:${commit}` };
}

/** Packages ask for the runtime's own modules by a function for which Deno loads its whole CommonJS layer, 15 ms in every command. */
const SHORT_REQUIRE: Replacement = {
  what: "the maker of require()",
  pattern: /import ?\{createRequire as (\w+)\} ?from ?"node:module";var (\w+)=\1\(import\.meta\.url\);/,
  by: "var $2=name=>{let found=process.getBuiltinModule(name);if(found)return found;" +
    "throw new Error(`Cannot find module '${name}'`)};",
};

/** Code of which packages went in, by the source map. */
function packagesOf(sources: readonly string[], mapDir: string): readonly PackageSource[] {
  const found = new Map<string, PackageSource>();
  for (const source of sources) {
    const path = resolve(mapDir, source);
    const match = /^(.*\/npm\/[^/]+\/((?:@[^/]+\/)?[^/]+)\/(\d[^/]*))\//.exec(path);
    const [, dir, name, version] = match ?? [];
    if (dir === undefined || name === undefined || version === undefined) {
      // What is not there is named by the source map of a package that was itself bundled: it came with that package.
      const isOurs = path.startsWith(`${ROOT}/`) && !path.startsWith(`${cacheDir()}/`);
      if (existsSync(path) && !isOurs) {
        throw new BuildError(`${source} in the bundle is of no known package`);
      }
      continue;
    }
    found.set(`${name}@${version}`, { name, version, dir });
  }
  return [...found.values()].toSorted((a, b) => key(a) < key(b) ? -1 : 1);
}

function key({ name, version }: PackageSource): string {
  return `${name}@${version}`;
}

/** Makes the bundle of `main.ts`. */
export async function makeBundle(commit: string): Promise<Bundle> {
  const dir = await Deno.makeTempDir({ prefix: "statemanager-bundle-" });
  try {
    const { code, stderr } = run(
      [Deno.execPath(), "bundle", "--quiet", "--minify", "--code-splitting", "--platform=deno"]
        .concat(["--sourcemap=external", "--frozen", "--outdir", dir, "main.ts"]),
      { cwd: ROOT },
    );
    if (code !== 0) throw new BuildError(`deno bundle ended with ${code}: ${stderr.trim()}`);
    const { files, sources } = await readOutput(dir);
    const own = packagesOf(sources, await Deno.realPath(dir));
    const packages = together(own, packagesOfPage());
    const replacements = [embedProtocol(own), stamp(commit), SHORT_REQUIRE];
    const filled = replacements.reduce(replaceOnce, withPlainNames(files, ENTRY));
    const finished = compileAhead(withLazyImports(filled));
    if (finished.some(({ text }) => text.includes(ROOT))) {
      throw new BuildError("a path of this machine is in the bundle");
    }
    return { files: finished, packages };
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

/** What `deno info` tells of a module and of everything that it imports. */
interface ModuleInfo {
  readonly modules: readonly { readonly npmPackage?: string }[];
  readonly npmPackages: Readonly<
    Record<string, { readonly name: string; readonly version: string; readonly localPath: string } & Needs>
  >;
}

interface Needs {
  readonly dependencies: readonly string[];
}

/** What went into the page, which is in the bundle as a text. */
function packagesOfPage(): readonly PackageSource[] {
  const { modules, npmPackages }: ModuleInfo = JSON.parse(
    textOf([Deno.execPath(), "info", "--json", "src/web/page/main.ts"], { cwd: ROOT }),
  );
  const keys = new Set(modules.flatMap(({ npmPackage }) => npmPackage ?? []));
  // The set grows while it is gone through.
  for (const one of keys) for (const need of npmPackages[one]?.dependencies ?? []) keys.add(need);
  return [...keys].map((one) => {
    const found = npmPackages[one];
    if (found === undefined) throw new BuildError(`the page has a package ${one} of which nothing is known`);
    return { name: found.name, version: found.version, dir: found.localPath };
  });
}

function together(
  some: readonly PackageSource[],
  others: readonly PackageSource[],
): readonly PackageSource[] {
  const all = new Map([...some, ...others].map((source) => [key(source), source]));
  return [...all.values()].toSorted((a, b) => key(a) < key(b) ? -1 : 1);
}

/** A program of these scripts as one file, for what has to be run as the State Manager is. */
export async function bundleOf(source: string): Promise<string> {
  const dir = await Deno.makeTempDir({ prefix: "statemanager-bundle-" });
  try {
    const file = join(dir, "program.js");
    textOf([Deno.execPath(), "bundle", "--quiet", "--platform=deno", "--frozen", "--output", file, source], {
      cwd: ROOT,
    });
    return await Deno.readTextFile(file);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

/** What `deno bundle` made, and what it made it of. */
async function readOutput(
  dir: string,
): Promise<{ files: readonly BundleFile[]; sources: readonly string[] }> {
  const names = [...Deno.readDirSync(dir)].map(({ name }) => name).toSorted();
  const files = await Promise.all(
    names.filter((name) => name.endsWith(".js"))
      .map(async (name) => ({ name, text: await Deno.readTextFile(join(dir, name)) })),
  );
  const maps = await Promise.all(
    names.filter((name) => name.endsWith(".map"))
      .map(async (name): Promise<{ readonly sources: readonly string[] }> =>
        JSON.parse(await Deno.readTextFile(join(dir, name)))
      ),
  );
  return { files, sources: [...new Set(maps.flatMap(({ sources }) => sources))] };
}
