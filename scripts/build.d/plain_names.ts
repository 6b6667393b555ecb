/**
 * Names for the files of a bundle.
 *
 * I1  The bundler's names end with a digest into which the place of the checkout goes; these depend on what is in the files only.
 */
import type { BundleFile } from "./bundle_files.ts";
import { BuildError } from "./command.ts";

const DIGEST = /-[0-9A-Z]{8}\.js$/;
const IMPORTED = /"\.\/([\w.-]+\.js)"/g;

/** The same files: what is imported by name keeps that, what they share is numbered in the order in which it is first named. */
export function withPlainNames(files: readonly BundleFile[], entry: string): readonly BundleFile[] {
  const texts = new Map(files.map(({ name, text }) => [name, text]));
  const names = new Map([[entry, entry]]);
  const taken = new Map<string, number>();
  // A Map is gone through in the order in which it grows: files are found one after the other.
  for (const name of names.keys()) {
    for (const [, imported = ""] of (texts.get(name) ?? "").matchAll(IMPORTED)) {
      if (!texts.has(imported) || names.has(imported)) continue;
      const base = imported.replace(DIGEST, "");
      const number = (taken.get(base) ?? 0) + 1;
      taken.set(base, number);
      names.set(imported, base === "chunk" || number > 1 ? `${base}-${number}.js` : `${base}.js`);
    }
  }
  const lost = files.filter(({ name }) => !names.has(name)).map(({ name }) => name);
  if (lost.length > 0) throw new BuildError(`no file of the bundle imports ${lost.join(", ")}`);
  if (new Set(names.values()).size < names.size) {
    throw new BuildError("two files of the bundle have one name");
  }
  return files.map(({ name, text }) => ({
    name: names.get(name) ?? name,
    text: text.replaceAll(
      IMPORTED,
      (all, imported) => names.has(imported) ? `"./${names.get(imported)}"` : all,
    ),
  })).toSorted((a, b) => a.name < b.name ? -1 : 1);
}
