/**
 * Every source file in a sentence: the first one of its header comment.
 *
 *     scripts/deno run -A scripts/structure.ts            write docs/structure.md
 *     scripts/deno run -A scripts/structure.ts --check    fail when what is committed differs, or a file has no header
 *     scripts/deno run -A scripts/structure.ts --lines    print the list with the lines of each file
 *     scripts/deno run -A scripts/structure.ts --help     this text
 */
import { join, relative } from "node:path";
import { formatMarkdown } from "./markdown.ts";

const root = join(import.meta.dirname ?? ".", "..");
const page = join(root, "docs", "structure.md");

function* sources(dir: string): Iterable<string> {
  for (const entry of [...Deno.readDirSync(dir)].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(dir, entry.name);
    if (entry.isDirectory && entry.name !== "gen") yield* sources(path);
    else if (entry.name.endsWith(".ts")) yield path;
  }
}

/** The first sentence of the comment that a file begins with. */
function firstSentence(text: string): string | undefined {
  const block = /^\/\*\*([\s\S]*?)\*\//.exec(text)?.[1]?.replace(/^[ \t]*\* ?/gm, "");
  const lines = /^(?:\/\/.*\n)+/.exec(text)?.[0].replace(/^\/\/ ?/gm, "");
  const paragraph = (block ?? lines)?.trim().split(/\n\s*\n/)[0]?.replace(/\s+/g, " ").trim();
  if (paragraph === undefined || paragraph === "") return undefined;
  return /^.*?[.](?= |$)/.exec(paragraph)?.[0] ?? `${paragraph}.`;
}

interface Source {
  readonly path: string;
  readonly lines: number;
  readonly sentence: string;
}

const files: Source[] = [join(root, "main.ts"), ...sources(join(root, "src"))].map((path) => {
  const text = Deno.readTextFileSync(path);
  const name = relative(root, path);
  const sentence = firstSentence(text);
  if (sentence === undefined) {
    console.error(`${name} does not begin with a comment that says what it is`);
    Deno.exit(1);
  }
  return { path: name, lines: text.split("\n").length - 1, sentence };
});

async function render(): Promise<string> {
  const folders = Map.groupBy(
    files,
    ({ path }) => path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : ".",
  );
  const sections = [...folders].map(([folder, inside]) => {
    const rows = inside.map(({ path, sentence }) =>
      `- [\`${path.split("/").at(-1)}\`](../${path}) ${sentence}`
    );
    return `## ${folder === "." ? "The program" : folder}\n\n${rows.join("\n")}\n`;
  });
  const head =
    "# Structure\n\nEvery source file in a sentence. Written by scripts/structure.ts from the files' own headers; change it there.\n";
  return await formatMarkdown([head, ...sections].join("\n"));
}

if (Deno.args.includes("--help")) {
  console.log(
    "scripts/structure.ts [--check | --lines]: every source file in a sentence, into docs/structure.md",
  );
} else if (Deno.args.includes("--lines")) {
  for (const { path, lines, sentence } of files) {
    console.log(`${String(lines).padStart(4)}  ${path}  ${sentence}`);
  }
  console.log(`${files.reduce((sum, file) => sum + file.lines, 0)} lines in ${files.length} files`);
} else if (Deno.args.includes("--check")) {
  if (Deno.readTextFileSync(page) !== await render()) {
    console.error("docs/structure.md is not what the files say, run scripts/deno task docs");
    Deno.exit(1);
  }
} else {
  Deno.writeTextFileSync(page, await render());
}
