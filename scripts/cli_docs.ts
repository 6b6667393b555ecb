/**
 * Writes the part of docs/cli.md that comes from the table of commands, between its two markers.
 *
 *     scripts/deno run -A scripts/cli_docs.ts            write it
 *     scripts/deno run -A scripts/cli_docs.ts --check    fail when what is committed differs
 *     scripts/deno run -A scripts/cli_docs.ts --help     this text
 */
import { join } from "node:path";
import { formatMarkdown } from "./markdown.ts";
import { CLIENT_OPTIONS, type CommandInfo, COMMANDS, type OptionInfo } from "../src/cli/command_table.ts";
import { EXIT_MEANINGS } from "./exit_meanings.ts";
import { commandUsage, optionUsage } from "../src/cli/help.ts";

const BEGIN = "<!-- Begin: written by scripts/cli_docs.ts from src/cli/command_table.ts -->";
const END = "<!-- End -->";
const path = join(import.meta.dirname ?? ".", "..", "docs", "cli.md");

function optionLine(option: OptionInfo): string {
  return `- \`${optionUsage(option).trim()}\`: ${option.help}`;
}

function commandSection(command: CommandInfo): string[] {
  return [
    `### ${command.name}`,
    "",
    command.summary,
    "",
    "```text",
    commandUsage(command),
    "```",
    ...command.details.flatMap((paragraph) => ["", paragraph]),
    ...(command.options.length === 0 ? [] : ["", ...command.options.map(optionLine)]),
    "",
    "```sh",
    ...command.examples.map(([example, meaning]) => `${example}   # ${meaning}`),
    "```",
    "",
  ];
}

function generated(): string {
  return [
    BEGIN,
    "",
    "## Exit codes",
    "",
    ...EXIT_MEANINGS.map(([code, meaning]) => `- ${code}: ${meaning}`),
    "",
    "## Commands",
    "",
    "Every command takes `-h`; those that talk to the State Manager also take:",
    "",
    ...CLIENT_OPTIONS.map(optionLine),
    "",
    ...COMMANDS.flatMap(commandSection),
    END,
  ].join("\n");
}

if (Deno.args.includes("--help")) {
  console.log(
    "scripts/cli_docs.ts: writes the part of docs/cli.md that comes from the code; --check only compares.",
  );
  Deno.exit(0);
}
const unknown = Deno.args.find((arg) => arg !== "--check");
if (unknown !== undefined) {
  console.error(`scripts/cli_docs.ts: unknown argument: ${unknown} (try --help)`);
  Deno.exit(2);
}
const old = Deno.readTextFileSync(path);
const begin = old.indexOf(BEGIN);
const end = old.indexOf(END);
if (begin < 0 || end < begin) {
  console.error(`docs/cli.md: the markers are missing: ${BEGIN} and ${END}`);
  Deno.exit(1);
}
const fresh = await formatMarkdown(old.slice(0, begin) + generated() + old.slice(end + END.length));
if (!Deno.args.includes("--check")) {
  if (fresh !== old) Deno.writeTextFileSync(path, fresh);
} else if (fresh !== old) {
  console.error(
    "docs/cli.md is not what src/cli/command_table.ts says: run scripts/deno run -A scripts/cli_docs.ts",
  );
  Deno.exit(1);
}
