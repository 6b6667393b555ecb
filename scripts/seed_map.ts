/**
 * Checks docs/seed_map.md against the program: that every file and symbol it names is there, that everything the seed names is at
 * work in the running program, and that what the page says of who calls it is true.
 *
 *     scripts/deno run -A scripts/seed_map.ts            write the callers where a row names none, or one that is none
 *     scripts/deno run -A scripts/seed_map.ts --check    write nothing; fail when anything is not so
 *     scripts/deno run -A scripts/seed_map.ts --help     this text
 *
 * Writes one JSON line; what is wrong goes to standard error.
 */
import { join, relative } from "node:path";
import ts from "typescript";
import { formatMarkdown } from "./markdown.ts";
import { CallGraph } from "./seed_map/call_graph.ts";
import { judge } from "./seed_map/callers.ts";
import { parseSeedMap, type SeedRow, withCallers } from "./seed_map/parse.ts";
import { readProgram } from "./seed_map/program.ts";
import { findSymbol, kindOf } from "./seed_map/symbols.ts";
import { nameOfUnit, type Unit } from "./seed_map/units.ts";

const root = join(import.meta.dirname ?? ".", "..");
const page = join(root, "docs/seed_map.md");

/** A recording or a replay repeats every call of the manager: nothing is at work there. Generated code calls nothing of the seed. */
const OUTSIDE = ["src/recorder/", "src/grpc/gen/"];

/** Where things are only carried: whoever works with them is the better one to name. */
const CARRIERS = ["src/grpc/wire/", "src/records/", "src/cli/"];

function isUnder(folders: readonly string[], path: string): boolean {
  return folders.some((folder) => relative(root, path).startsWith(folder));
}

function exists(path: string): boolean {
  try {
    return Deno.statSync(join(root, path)).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

function labelOf(unit: Unit): string {
  return ts.isSourceFile(unit) ? relative(root, unit.fileName) : nameOfUnit(unit);
}

if (Deno.args.includes("--help")) {
  console.log("scripts/seed_map.ts [--check]: who calls what the seed names, into docs/seed_map.md");
  Deno.exit(0);
}
const unknown = Deno.args.find((arg) => arg !== "--check");
if (unknown !== undefined) {
  console.error(`scripts/seed_map.ts: unknown argument: ${unknown} (try --help)`);
  Deno.exit(2);
}
const isCheck = Deno.args.includes("--check");

const markdown = Deno.readTextFileSync(page);
const map = parseSeedMap(markdown);
const problems = [
  ...map.problems,
  ...map.files.filter(({ path }) => !exists(path)).map(({ seed, path }) =>
    `${path} does not exist (${seed})`
  ),
];
const entry = join(root, "main.ts");
const program = readProgram(entry);
const graph = new CallGraph(program, { entry, isOutside: (path) => isUnder(OUTSIDE, path) });
const calledBy = map.rows.map((row) => checkRow(row));

/** Notes what is wrong with the row; the callers that it should name. */
function checkRow(row: SeedRow): readonly string[] {
  const symbol = findSymbol(program, join(root, row.file), row.symbol);
  if (symbol === undefined) {
    problems.push(
      `${row.file} has no \`${row.symbol}\`, or is no part of the program (${row.seed} ${row.name})`,
    );
    return row.calledBy;
  }
  const kind = kindOf(row.symbol);
  if (kind !== "function" && kind !== "method" && kind !== "field") return [];
  const users = graph.usersOf(symbol);
  const isCarrier = (unit: Unit) => isUnder(CARRIERS, unit.getSourceFile().fileName);
  const sorted = [...users.filter((unit) => !isCarrier(unit)), ...users.filter(isCarrier)];
  const callers = [...new Set(sorted.map(labelOf))];
  const judgement = judge(row, callers);
  // What can be written is no problem when it is.
  if (isCheck || callers.length === 0) problems.push(...judgement.problems);
  return judgement.calledBy;
}

if (!isCheck) Deno.writeTextFileSync(page, await formatMarkdown(withCallers(markdown, calledBy)));
for (const problem of problems) console.error(`docs/seed_map.md: ${problem}`);
console.log(JSON.stringify({
  ok: problems.length === 0,
  violations: problems.length,
  rows: map.rows.length,
}));
Deno.exit(problems.length === 0 ? 0 : 1);
