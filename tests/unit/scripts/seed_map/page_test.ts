import assert from "node:assert/strict";
import { parseSeedMap, withCallers } from "../../../../scripts/seed_map/parse.ts";

const PAGE = `# Seed map

## Files

| Seed | Here |
|---|---|
| \`a.rs\` | \`src/a.ts\` |

## a.rs

| Name | File | Symbol | Called by |
|---|---|---|---|
| \`run\` | \`src/a.ts\` | \`run()\` | \`main()\`, \`B.#go()\` |
| \`Phase::Up\` | \`src/a.ts\` | \`Phase "Up"\` | |

## b.rs

| \`get\` | \`src/b.ts\` | \`B.get()\` | |

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
  assert.deepEqual(map.rows.map((row) => [row.seed, row.name, row.symbol, row.calledBy]), [
    ["a.rs", "run", "run()", ["main()", "B.#go()"]],
    ["a.rs", "Phase::Up", 'Phase "Up"', []],
    ["b.rs", "get", "B.get()", []],
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

Deno.test("withCallers() writes the last column and nothing else", () => {
  const calledBy = [["main()"], [], ["A.run()", "main.ts"]];
  const written = withCallers(PAGE, calledBy);
  assert.deepEqual(parseSeedMap(written).rows.map((row) => row.calledBy), calledBy);
  const first = (text: string) => text.split("\n").map((line) => line.split("|").slice(0, 4).join("|"));
  assert.deepEqual(first(written), first(PAGE));
});
