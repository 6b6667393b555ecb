/** Help texts, from the table of commands. */
import { type CommandInfo, COMMANDS, type OptionInfo, optionsOf } from "./command_table.ts";
import { brokenAtBlanks } from "./format/break_lines.ts";

const PROGRAM = "statemanagerd";

/** Text broken at blanks, every line indented. */
function wrap(text: string, indent: number, width: number): string {
  return brokenAtBlanks(text, width - indent).map((line) => " ".repeat(indent) + line).join("\n");
}

/** `-n, --namespace NAME` */
export function optionUsage({ name, short, value }: OptionInfo): string {
  return `${short === undefined ? "    " : `-${short}, `}--${name}${value === undefined ? "" : ` ${value}`}`;
}

/** `statemanagerd get [NAME...] [options]` */
export function commandUsage({ name, args }: CommandInfo): string {
  return [PROGRAM, name, args, "[options]"].filter((part) => part !== "").join(" ");
}

/** What `statemanagerd --help` says. */
export function programHelp(width = 80): string {
  const names = COMMANDS.map((command) =>
    [command.name, command.args].filter((part) => part !== "").join(" ")
  );
  const column = Math.max(...names.map((name) => name.length)) + 4;
  const rows = COMMANDS.map((command, index) =>
    `  ${(names[index] ?? "").padEnd(column - 2)}${wrap(command.summary, column, width).trimStart()}`
  );
  return [
    `${PROGRAM}: keeps the services of a vehicle in their desired state.`,
    "",
    `Usage: ${PROGRAM} COMMAND [options]`,
    "",
    "Commands:",
    ...rows,
    "",
    `${PROGRAM} COMMAND --help explains a command. Exit codes: 0 done, 1 failed,`,
    "2 invalid input, 3 the State Manager does not answer, 4 no such service, 5 refused,",
    "6 a check found a problem.",
    "",
  ].join("\n");
}

/** What `statemanagerd COMMAND --help` says. */
export function commandHelp(command: CommandInfo, width = 80): string {
  const options = optionsOf(command);
  const column = Math.max(...options.map((option) => optionUsage(option).length)) + 4;
  return [
    command.summary,
    "",
    `Usage: ${commandUsage(command)}`,
    ...command.details.flatMap((paragraph) => ["", wrap(paragraph, 0, width)]),
    "",
    "Options:",
    ...options.map((option) =>
      `  ${optionUsage(option).padEnd(column - 2)}${wrap(option.help, column, width).trimStart()}`
    ),
    "",
    "Examples:",
    ...command.examples.flatMap(([example, meaning]) => [`  ${example}`, `      ${meaning}`]),
    "",
  ].join("\n");
}
