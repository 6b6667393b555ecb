// No modules of the program import one another in a circle: each can be read, and split off, without the others.
import assert from "node:assert/strict";

const root = new URL("../../../", import.meta.url);

interface Module {
  readonly specifier: string;
  readonly dependencies?: readonly Partial<Record<"code" | "type", { readonly specifier?: string }>>[];
}

/** Modules below the root, by path, with what they import; types and `import()` count. */
function importsOf(modules: readonly Module[]): Map<string, readonly string[]> {
  const local = (specifier: string | undefined) =>
    specifier?.startsWith(root.href) ? [specifier.slice(root.href.length)] : [];
  return new Map(
    modules.flatMap(({ specifier, dependencies = [] }) =>
      local(specifier).map((path) =>
        [path, dependencies.flatMap(({ code, type }) => local((code ?? type)?.specifier))] as const
      )
    ),
  );
}

/** The first circle that is met, as the modules along it; undefined = there is none. */
function circleIn(imports: ReadonlyMap<string, readonly string[]>): readonly string[] | undefined {
  const done = new Set<string>();
  const visit = (path: string, way: readonly string[]): readonly string[] | undefined => {
    if (way.includes(path)) return [...way.slice(way.indexOf(path)), path];
    if (done.has(path)) return undefined;
    for (const next of imports.get(path) ?? []) {
      const circle = visit(next, [...way, path]);
      if (circle !== undefined) return circle;
    }
    done.add(path);
    return undefined;
  };
  for (const path of imports.keys()) {
    const circle = visit(path, []);
    if (circle !== undefined) return circle;
  }
  return undefined;
}

Deno.test("a circle is found, and only a circle", () => {
  assert.equal(circleIn(new Map([["a", ["b", "c"]], ["b", ["c"]], ["c", []]])), undefined);
  const imports = new Map([["a", ["b"]], ["b", ["c"]], ["c", ["d", "b"]], ["d", []]]);
  assert.deepEqual(circleIn(imports), ["b", "c", "b"]);
});

Deno.test("no modules of the program import one another in a circle", async () => {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", "main.ts"],
    cwd: root,
  }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
  const { modules }: { modules: readonly Module[] } = JSON.parse(new TextDecoder().decode(stdout));
  // What comes from the .proto files is as circular as these are.
  const own = modules.filter(({ specifier }) => !specifier.includes("/src/grpc/gen/"));
  const imports = importsOf(own);
  assert.ok(imports.size > 300, `${imports.size} modules`);
  assert.equal(circleIn(imports), undefined);
});
