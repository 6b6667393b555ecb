/** statemanagerd(8), from the table of commands that docs/cli.md is written from. */
import { CLIENT_OPTIONS, type CommandInfo, COMMANDS, type OptionInfo } from "../../src/cli/command_table.ts";
import { commandUsage, optionUsage } from "../../src/cli/help.ts";
import { EXIT_MEANINGS } from "../exit_meanings.ts";

export interface ManPageOptions {
  readonly version: string;
  /** Seconds since 1970, of the date in its foot. */
  readonly epoch: number;
}

/** The page as roff. */
export function manPage({ version, epoch }: ManPageOptions): string {
  const date = new Date(epoch * 1000).toISOString().slice(0, 10);
  return [
    `.TH STATEMANAGERD 8 "${date}" "statemanagerd ${roff(version)}" "PICCOLO State Manager"`,
    ".SH NAME",
    "statemanagerd \\- keeps the services of a vehicle computer in their desired state",
    ".SH SYNOPSIS",
    ".B statemanagerd",
    ".I COMMAND",
    "[options]",
    ".SH DESCRIPTION",
    "The daemon, and the commands that speak to it. Every command takes",
    ".BR \\-h ;",
    "those that talk to the State Manager also take:",
    ...CLIENT_OPTIONS.flatMap(option),
    ".SH COMMANDS",
    ...COMMANDS.flatMap(command),
    ".SH EXIT STATUS",
    ...EXIT_MEANINGS.flatMap(([code, meaning]) => [".TP", `.B ${code}`, roff(meaning)]),
    ".SH ENVIRONMENT",
    ".TP",
    ".B STATEMANAGER_CONFIG",
    "Configuration file.",
    ".TP",
    ".B STATEMANAGER_ADDRESS",
    "Where the commands look for the State Manager.",
    ".PP",
    "Every setting has a variable as well; configuration.md names them.",
    ".SH FILES",
    ".TP",
    ".I /etc/piccolo/statemanager.yaml",
    "Configuration.",
    ".TP",
    ".I /var/lib/statemanager",
    "State: the journal and the lock.",
    ".TP",
    ".I /usr/share/doc/statemanager",
    "cli.md (manifests), configuration.md, operations.md, explain.md, examples.",
    ".SH SEE ALSO",
    ".BR systemctl (1),",
    ".BR journalctl (1)",
    "",
  ].join("\n");
}

function command(info: CommandInfo): string[] {
  const examples = info.examples.flatMap(([line, meaning]) => [
    ".PP",
    roff(`${meaning}:`),
    ".RS",
    ".nf",
    roff(line),
    ".fi",
    ".RE",
  ]);
  return [
    `.SS "${roff(info.name)}"`,
    `.B ${roff(commandUsage(info))}`,
    ".PP",
    roff(info.summary),
    ...info.details.flatMap((paragraph) => [".PP", roff(paragraph)]),
    ...info.options.flatMap(option),
    ...examples,
  ];
}

function option(info: OptionInfo): string[] {
  return [".TP", `.B ${roff(optionUsage(info).trim())}`, roff(info.help)];
}

/** Text as roff takes it: nothing in it is a request, and a `-` can be copied into a shell. */
function roff(text: string): string {
  return text
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replaceAll(/`([^`]+)`/g, "\\fB$1\\fR")
    .replaceAll("'", "\\(aq")
    .replaceAll('"', "\\(dq")
    .replace(/^\./, "\\&.");
}
