/**
 * The program as one minified file that needs nothing beside it.
 *
 * I1  What is put into the text of the bundle is put in exactly once, or the build fails: a new version of a library that
 *     changes the place must be looked at, not shipped.
 * I2  No path of the machine that builds is in it.
 */
import { join, resolve } from "node:path";
import protobuf from "protobufjs";
import { BuildError, run } from "./command.ts";
import { ROOT } from "./project.ts";

export interface Bundle {
  readonly text: string;
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

/** Replaces what is there exactly once. */
export function replaceOnce(
  text: string,
  { what, pattern, by }: { readonly what: string; readonly pattern: RegExp; readonly by: string },
): string {
  const found = [...text.matchAll(new RegExp(pattern.source, "g"))];
  if (found.length !== 1) {
    throw new BuildError(
      `${what} is ${found.length} times in the bundle, expected once; see scripts/build.d/bundle.ts`,
    );
  }
  // As a function, so that a "$" in it means nothing.
  return text.replace(pattern, () => by);
}

/** etcd3 reads its protocol from its own folder when it is imported; in one file there is none, so it is given in place. */
function embedProtocol(text: string, packages: readonly PackageSource[]): string {
  const etcd3 = packages.find(({ name }) => name === "etcd3");
  if (etcd3 === undefined) throw new BuildError("etcd3 is not in the bundle");
  const root = new protobuf.Root().loadSync(join(etcd3.dir, "proto/rpc.proto"), { keepCase: true });
  const json = JSON.stringify(root.toJSON());
  return replaceOnce(text, {
    what: "etcd3's load of rpc.proto",
    pattern: /\.loadSync\)\(`\$\{__dirname\}\/\.\.\/proto\/rpc\.proto`,/,
    by: `.fromJSON)(${json},`,
  });
}

/** `src/platform/version.ts` takes the commit from this text. */
function stamp(text: string, commit: string): string {
  return replaceOnce(text, {
    what: "the mark of the commit",
    pattern: /@commit:unknown/,
    by: `@commit:${commit}`,
  });
}

/** Code of which packages went in, by the source map. */
function packagesOf(sources: readonly string[], mapDir: string): readonly PackageSource[] {
  const found = new Map<string, PackageSource>();
  for (const source of sources) {
    const path = resolve(mapDir, source);
    const match = /^(.*\/npm\/[^/]+\/((?:@[^/]+\/)?[^/]+)\/(\d[^/]*))\//.exec(path);
    const [, dir, name, version] = match ?? [];
    if (dir === undefined || name === undefined || version === undefined) {
      if (!path.startsWith(`${ROOT}/`)) {
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
    const file = join(dir, "statemanagerd.js");
    const { code, stderr } = run(
      [Deno.execPath(), "bundle", "--quiet", "--minify", "--platform=deno", "--sourcemap=external"]
        .concat(["--frozen", "--output", file, "main.ts"]),
      { cwd: ROOT },
    );
    if (code !== 0) throw new BuildError(`deno bundle ended with ${code}: ${stderr.trim()}`);
    const { sources }: { readonly sources: readonly string[] } = JSON.parse(
      await Deno.readTextFile(`${file}.map`),
    );
    const packages = packagesOf(sources, await Deno.realPath(dir));
    const text = stamp(embedProtocol(await Deno.readTextFile(file), packages), commit);
    if (text.includes(ROOT)) throw new BuildError("a path of this machine is in the bundle");
    return { text, packages };
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}
