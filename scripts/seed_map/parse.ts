/** Reads docs/seed_map.md: its tables, and the list of names that they must cover. */

/** One name of the seed and where it is. */
export interface SeedRow {
  /** File of the seed, for example `state/machine.rs`. */
  readonly seed: string;
  readonly name: string;
  readonly file: string;
  /** `name()`, `Class.method()`, `Type.field`, `Type "Value"` or `Type`. */
  readonly symbol: string;
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

/** Reads the page. A name that has no row, a row that is not a name of the seed, and a double are problems. */
export function parseSeedMap(markdown: string): SeedMap {
  const rows: SeedRow[] = [];
  const files: SeedFile[] = [];
  let section = "";
  for (const line of markdown.split("\n")) {
    const heading = /^(#{2,3}) (.+)$/.exec(line);
    if (heading !== null) section = heading[2] ?? "";
    const cells = [...line.matchAll(/(?<=\| )`([^`]+)`(?= +\|)/g)].map(([, cell = ""]) => cell);
    const [first = "", second = "", third = ""] = cells;
    if (cells.length === 3) {
      rows.push({ seed: section, name: first, file: second, symbol: third });
    } else if (cells.length === 2) files.push({ seed: first, path: second });
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

/** One line of TypeScript that compiles only if the symbol is what the row says it is. */
export function symbolCheck(row: SeedRow, at: { readonly index: number; readonly url: string }): string {
  const module = `import(${JSON.stringify(at.url)})`;
  const exported = `export type Row${at.index} =`;
  const member = /^(\w+) "(\w+)"$/.exec(row.symbol);
  if (member !== null) {
    return `export const row${at.index}: ${module}.${member[1]} = ${JSON.stringify(member[2])};`;
  }
  const method = /^(\w+)\.(\w+)\(\)$/.exec(row.symbol);
  if (method !== null) return `${exported} Callable<${module}.${method[1]}["${method[2]}"]>;`;
  const called = /^(\w+)\(\)$/.exec(row.symbol);
  if (called !== null) return `${exported} Callable<typeof ${module}.${called[1]}>;`;
  const field = /^(\w+)\.(\w+)$/.exec(row.symbol);
  if (field !== null) return `${exported} ${module}.${field[1]}["${field[2]}"];`;
  return `${exported} ${module}.${row.symbol};`;
}
