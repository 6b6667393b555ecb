import assert from "node:assert/strict";

const src = new URL("../../src/", import.meta.url);

function modulesUnder(dir: URL): URL[] {
  const found: URL[] = [];
  for (const entry of Deno.readDirSync(dir)) {
    // The page runs in a browser.
    if (entry.isDirectory && entry.name !== "gen" && entry.name !== "page") {
      found.push(...modulesUnder(new URL(`${entry.name}/`, dir)));
    } else if (entry.name.endsWith(".ts")) found.push(new URL(entry.name, dir));
  }
  return found;
}

// It also makes coverage honest: a module that no other test loads counts with all of its lines.
Deno.test("every module of src/ can be loaded, and loading it leaves nothing running", async () => {
  const modules = modulesUnder(src);
  assert.ok(modules.length > 0);
  for (const module of modules) await import(module.href);
});
