/** The deliberate bugs of tests/simulation/mutations: read, and put into a copy of the sources. */
import { join } from "node:path";

export interface Mutation {
  /** File name without ending. */
  readonly name: string;
  readonly description: string;
  /** Relative to the root of the project. */
  readonly file: string;
  /** Occurs there exactly once. */
  readonly text: string;
  readonly replacement: string;
}

/** In order of name. Throws where a file is none. */
export function readMutations(directory: string): readonly Mutation[] {
  return [...Deno.readDirSync(directory)]
    .filter(({ name }) => name.endsWith(".json"))
    .map(({ name }) => read(join(directory, name), name.slice(0, -".json".length)))
    .sort((a, b) => a.name < b.name ? -1 : 1);
}

/** The source with the bug in it; throws where the text is not there exactly once. */
export function mutate(source: string, { name, file, text, replacement }: Mutation): string {
  const count = source.split(text).length - 1;
  if (count !== 1) throw new Error(`mutation ${name}: its text occurs ${count} times in ${file}`);
  return source.replace(text, () => replacement);
}

function read(path: string, name: string): Mutation {
  const value: unknown = JSON.parse(Deno.readTextFileSync(path));
  const of = (key: string): string => {
    const entries = typeof value === "object" && value !== null ? Object.entries(value) : [];
    const found: unknown = entries.find(([known]) => known === key)?.[1];
    if (typeof found === "string") return found;
    // Several lines are easier to read as a list.
    if (Array.isArray(found) && found.every((line) => typeof line === "string")) return found.join("\n");
    throw new Error(`${path}: ${key} is a text`);
  };
  return {
    name,
    description: of("description"),
    file: of("file"),
    text: of("text"),
    replacement: of("replacement"),
  };
}
