import { deepEqual, ok } from "node:assert/strict";
import { dirname, join, relative } from "node:path";

const ROOT = join(import.meta.dirname ?? ".", "..", "..", "..");
/** Imports of values that are loaded with the module; `import()` and types are not. */
const STATIC = /^(?:import|export)\s+(?!type\b)(?:[^"';]*?\bfrom\s+)?"(\.{1,2}\/[^"]+)"/gm;

/** Everything that is loaded with a module. */
function loadedWith(entry: string, found = new Set<string>()): Set<string> {
  if (found.has(entry)) return found;
  found.add(entry);
  for (const [, specifier = ""] of Deno.readTextFileSync(entry).matchAll(STATIC)) {
    if (specifier.endsWith(".ts")) loadedWith(join(dirname(entry), specifier), found);
  }
  return found;
}

Deno.test("neither the daemon nor a command loads anything of Pullpiri unless it is asked for", () => {
  for (const entry of ["main.ts", "src/daemon/start.ts", "src/daemon/daemon.ts", "src/cli/cli.ts"]) {
    const loaded = [...loadedWith(join(ROOT, entry))].map((path) => relative(ROOT, path));
    deepEqual(loaded.filter((path) => path.startsWith("src/pullpiri/")), [], entry);
  }
  const daemon = loadedWith(join(ROOT, "src/daemon/daemon.ts"));
  ok(daemon.has(join(ROOT, "src/manager.ts")), "the search finds what is loaded");
});
