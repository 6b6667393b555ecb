/** Reads and writes docs/seed_map.md: its tables, and the list of names that they must cover. */

/** One name of the seed, where it is, and who calls it. */
export interface SeedRow {
  /** File of the seed, for example `state/machine.rs`. */
  readonly seed: string;
  readonly name: string;
  readonly file: string;
  /** `name()`, `Class.method()`, `Type.field`, `Type "Value"` or `Type`. */
  readonly symbol: string;
  /** Names of functions and methods, or of a file for its statements. */
  readonly calledBy: readonly string[];
}

/** One file of the seed and its counterpart. */
export interface SeedFile {
  readonly seed: string;
  readonly path: string;
}

/** The page, with what is wrong in it by itself. */
export interface SeedMap {
  readonly rows: readonly SeedRow[];
  readonly files: readonly SeedFile[];
  readonly problems: readonly string[];
}

/** `| cell | cell |` with at least one name in it -> the names in each cell; undefined for any other line. */
function cellsOf(line: string): readonly (readonly string[])[] | undefined {
  if (!/^\|.*\|$/.test(line)) return undefined;
  const cells = line.slice(1, -1).split("|").map((cell) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name)
  );
  return cells[0]?.length === 1 ? cells : undefined;
}

/** Reads the page. A name that has no row, a row that is not a name of the seed, and a double are problems. */
export function parseSeedMap(markdown: string): SeedMap {
  const rows: SeedRow[] = [];
  const files: SeedFile[] = [];
  let section = "";
  for (const line of markdown.split("\n")) {
    section = /^#{2,3} (.+)$/.exec(line)?.[1] ?? section;
    const cells = cellsOf(line);
    const [[first = ""] = [], [second = ""] = [], [third = ""] = [], calledBy = []] = cells ?? [];
    if (cells?.length === 4) rows.push({ seed: section, name: first, file: second, symbol: third, calledBy });
    else if (cells?.length === 2) files.push({ seed: first, path: second });
  }
  const listed = parseNames(
    /^## Names of the seed$[\s\S]*?^```text\n([\s\S]*?)^```$/m.exec(markdown)?.[1] ?? "",
  );
  const mapped = rows.map((row) => `${row.seed} ${row.name}`);
  const problems = [
    ...(listed.length === 0 ? ["the list of the names of the seed is missing"] : []),
    ...listed.filter((name) => !mapped.includes(name)).map((name) => `${name} has no row`),
    ...mapped.filter((name) => !listed.includes(name)).map((name) => `${name} is not a name of the seed`),
    ...mapped.filter((name, index) => mapped.indexOf(name) !== index).map((name) => `${name} has two rows`),
  ];
  return { rows, files, problems };
}

/** The page with these callers in its rows, in their order. */
export function withCallers(markdown: string, calledBy: readonly (readonly string[])[]): string {
  let row = 0;
  return markdown.split("\n").map((line) => {
    if (cellsOf(line)?.length !== 4) return line;
    const callers = calledBy[row++] ?? [];
    const cells = line.slice(1, -1).split("|").slice(0, 3);
    return `|${cells.join("|")}| ${callers.map((name) => `\`${name}\``).join(", ")} |`;
  }).join("\n");
}

/** `file: name name` with continuation lines -> `file name` each. */
function parseNames(block: string): string[] {
  const names: string[] = [];
  let file = "";
  for (const line of block.split("\n")) {
    const start = /^(\S[^:]*):(?: |$)/.exec(line);
    file = start?.[1] ?? file;
    const rest = start === null ? line : line.slice(start[0].length);
    names.push(...rest.split(/\s+/).filter((name) => name !== "").map((name) => `${file} ${name}`));
  }
  return names;
}
