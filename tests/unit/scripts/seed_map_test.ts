import assert from "node:assert/strict";
import { parseSeedMap, symbolCheck } from "../../../scripts/seed_map/parse.ts";

const PAGE = `# Seed map

## Files

| Seed | Here |
|---|---|
| \`a.rs\` | \`src/a.ts\` |

## a.rs

| Name | File | Symbol |
|---|---|---|
| \`run\` | \`src/a.ts\` | \`run()\` |
| \`Phase::Up\` | \`src/a.ts\` | \`Phase "Up"\` |

## b.rs

| \`get\` | \`src/b.ts\` | \`B.get()\` |

## Names of the seed

\`\`\`text
a.rs: run
    Phase::Up
b.rs: get
\`\`\`
`;

Deno.test("parseSeedMap() reads files and rows", () => {
  const map = parseSeedMap(PAGE);
  assert.deepEqual(map.problems, []);
  assert.deepEqual(map.files, [{ seed: "a.rs", path: "src/a.ts" }]);
  assert.deepEqual(map.rows.map((row) => [row.seed, row.name, row.symbol]), [
    ["a.rs", "run", "run()"],
    ["a.rs", "Phase::Up", 'Phase "Up"'],
    ["b.rs", "get", "B.get()"],
  ]);
});

Deno.test("parseSeedMap() names what is missing, invented or doubled", () => {
  const withoutRow = PAGE.replace(/\| `run` .*\n/, "");
  assert.deepEqual(parseSeedMap(withoutRow).problems, ["a.rs run has no row"]);
  const withoutName = PAGE.replace("    Phase::Up\n", "");
  assert.deepEqual(parseSeedMap(withoutName).problems, ["a.rs Phase::Up is not a name of the seed"]);
  const doubled = PAGE.replace(/(\| `run` .*\n)/, "$1$1");
  assert.deepEqual(parseSeedMap(doubled).problems, ["a.rs run has two rows"]);
  assert.match(parseSeedMap("# Nothing").problems[0] ?? "", /list of the names/);
});

Deno.test("symbolCheck() writes a line for each kind of symbol", () => {
  const line = (symbol: string) =>
    symbolCheck({ seed: "a.rs", name: "x", file: "src/a.ts", symbol }, {
      index: 1,
      url: "file:///a.ts",
    });
  const module = 'import("file:///a.ts")';
  assert.equal(line("run()"), `export type Row1 = Callable<typeof ${module}.run>;`);
  assert.equal(line("A.run()"), `export type Row1 = Callable<${module}.A["run"]>;`);
  assert.equal(line("A.field"), `export type Row1 = ${module}.A["field"];`);
  assert.equal(line("A"), `export type Row1 = ${module}.A;`);
  assert.equal(line('A "Up"'), `export const row1: ${module}.A = "Up";`);
});
