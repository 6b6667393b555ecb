/**
 * Checks docs/seed_map.md: that the compiler finds every file and symbol it names, and that no name of the seed is missing.
 *
 *     scripts/deno run -A scripts/seed_map.ts --check
 *
 * Writes one JSON line; what is wrong goes to standard error.
 */
import { join } from "node:path";
import { parseSeedMap, type SeedRow, symbolCheck } from "./seed_map/parse.ts";

const root = join(import.meta.dirname ?? ".", "..");

const HELP = `scripts/seed_map.ts: checks that docs/seed_map.md is complete and true.

  --check    the default, and all it does: the page is written by hand
  --help     this text
`;

function exists(path: string): boolean {
  try {
    return Deno.statSync(join(root, path)).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Has the compiler look at every symbol; returns what it does not find. */
async function compileRows(rows: readonly SeedRow[]): Promise<string[]> {
  const dir = Deno.makeTempDirSync({ prefix: "statemanager-seed-map-" });
  try {
    const checks = rows.map((row, index) =>
      symbolCheck(row, { index, url: new URL(row.file, `file://${root}/`).href })
    );
    const path = join(dir, "seed_map_check.ts");
    Deno.writeTextFileSync(
      path,
      "type Callable<T extends (...args: never[]) => unknown> = T;\n" + checks.join("\n"),
    );
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["check", "--quiet", "--config", join(root, "deno.json"), path],
      cwd: root,
      env: { NO_COLOR: "1" },
    }).output();
    if (success) return [];
    const output = new TextDecoder().decode(stderr);
    const lines = new Set([...output.matchAll(/seed_map_check\.ts:(\d+):/g)].map(([, line]) => Number(line)));
    const missing = [...lines].map((line) => rows[line - 2]).filter((row) => row !== undefined)
      .map((row) => `${row.file} has no \`${row.symbol}\` (${row.seed} ${row.name})`);
    return missing.length > 0 ? missing : [`the modules do not compile:\n${output}`];
  } finally {
    Deno.removeSync(dir, { recursive: true });
  }
}

if (Deno.args.includes("--help")) {
  console.log(HELP);
  Deno.exit(0);
}
const unknown = Deno.args.find((arg) => arg !== "--check");
if (unknown !== undefined) {
  // The page is written by hand: there is nothing to write.
  console.error(`scripts/seed_map.ts: unknown argument: ${unknown} (try --help)`);
  Deno.exit(2);
}

const map = parseSeedMap(Deno.readTextFileSync(join(root, "docs/seed_map.md")));
const problems = [...map.problems];
const present = map.rows.filter((row) => exists(row.file));
const absent = map.rows.filter((row) => !exists(row.file));
for (const row of absent) problems.push(`${row.file} does not exist (${row.seed} ${row.name})`);
for (const file of map.files) {
  if (!exists(file.path)) {
    problems.push(`${file.path} does not exist (${file.seed})`);
  }
}
problems.push(...await compileRows(present));
for (const problem of problems) console.error(`docs/seed_map.md: ${problem}`);
console.log(JSON.stringify({
  ok: problems.length === 0,
  violations: problems.length,
  rows: map.rows.length,
}));
Deno.exit(problems.length === 0 ? 0 : 1);
