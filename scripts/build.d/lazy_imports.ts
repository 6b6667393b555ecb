/**
 * What is loaded by import(): later, and as the source has it.
 *
 * I1  Deno reads and parses at its start whatever an import() names, needed or not, unless it cannot tell what that is: it is not told.
 * I2  import() of a package of CommonJS gives its exports by name, as the runtime does it. The bundler makes of such a package a file
 *     that exports them all as its default, and nothing by name.
 * I3  Every name that is taken of an import() at once is there, or the build fails.
 */
import type { BundleFile } from "./bundle_files.ts";
import { BuildError } from "./command.ts";

const IMPORT = /\bimport\("\.\/([^"]+)"\)/g;
/** The end of a file that is a package of CommonJS and nothing else. */
const COMMON_JS = /export default [\w$]+\(\);\s*$/;
/** What is taken: `{a:b,c}=await import("./x.js")` or `(await import("./x.js")).a`. */
const TAKEN = /\{([\w$:,]+)\}=await import\("\.\/([^"]+)"\)|\(await import\("\.\/([^"]+)"\)\)\.([\w$]+)/g;

/** The same files with their imports changed. */
export function withLazyImports(files: readonly BundleFile[]): readonly BundleFile[] {
  const texts = new Map(files.map(({ name, text }) => [name, text]));
  for (const { name, text } of files) checkTaken({ name, text }, texts);
  return files.map(({ name, text }) => ({
    name,
    text: text.replaceAll(
      IMPORT,
      (_all, file) =>
        COMMON_JS.test(texts.get(file) ?? "")
          ? `import((0,"./${file}")).then(({default:all})=>({...all,default:all}))`
          : `import((0,"./${file}"))`,
    ),
  }));
}

/** I3. */
function checkTaken({ name, text }: BundleFile, texts: ReadonlyMap<string, string>): void {
  const imports = [...text.matchAll(IMPORT)].length;
  const taken = [...text.matchAll(TAKEN)];
  if (taken.length !== imports) {
    throw new BuildError(`${name} has an import() of which the build cannot tell what is taken`);
  }
  for (const [, names, from, other, member] of taken) {
    const file = from ?? other ?? "";
    const target = texts.get(file) ?? "";
    if (COMMON_JS.test(target)) continue;
    const wanted = member === undefined
      ? (names ?? "").split(",").map((part) => part.split(":")[0] ?? "")
      : [member];
    const exported = namesExportedBy(target);
    const lost = wanted.filter((one) => !exported.includes(one));
    if (lost.length > 0) throw new BuildError(`${name} takes ${lost.join(", ")} of ${file}, which has none`);
  }
}

function namesExportedBy(text: string): readonly string[] {
  const [, names = ""] = /export\{([^}]*)\};?\s*$/.exec(text) ?? [];
  return names.split(",").map((part) => part.split(" as ").at(-1)?.trim() ?? "");
}
