/**
 * Every command and option, in one table: the parser, the help texts and docs/cli.md come from it.
 */

/** One option. */
export interface OptionInfo {
  readonly name: string;
  readonly short?: string;
  /** Name of the value in help texts; not set = a switch. */
  readonly value?: string;
  readonly help: string;
}

/** One command. */
export interface CommandInfo {
  /** One word, or two. */
  readonly name: CommandName;
  /** Arguments, as in `[NAME...]`. */
  readonly args: string;
  readonly minArgs: number;
  /** Not set = any number. */
  readonly maxArgs?: number;
  /** One line. */
  readonly summary: string;
  /** What a user should know beyond that; paragraphs. */
  readonly details: readonly string[];
  readonly options: readonly OptionInfo[];
  /** Whether it talks to the State Manager, and so takes the options for that. */
  readonly isClient: boolean;
  readonly examples: readonly (readonly [command: string, meaning: string])[];
}

export const COMMAND_NAMES = [
  "run",
  "get",
  "describe",
  "history",
  "apply",
  "delete",
  "config check",
  "version",
] as const;
export type CommandName = typeof COMMAND_NAMES[number];

export const DEFAULT_ADDRESS = "127.0.0.1:47001";
export const DEFAULT_NAMESPACE = "default";

/** Accepted by every command. */
export const HELP_OPTION: OptionInfo = { name: "help", short: "h", help: "Explain the command." };

const NAMESPACE: OptionInfo = {
  name: "namespace",
  short: "n",
  value: "NAME",
  help: `Namespace of names that have none (default: ${DEFAULT_NAMESPACE}).`,
};
const ONLY_NAMESPACE: OptionInfo = {
  name: "namespace",
  short: "n",
  value: "NAME",
  help:
    `Only this namespace; also that of names that have none (default: all; for names: ${DEFAULT_NAMESPACE}).`,
};
const WATCH: OptionInfo = {
  name: "watch",
  short: "w",
  help: "Go on with what changes, until interrupted; after a lost connection it resumes where it was.",
};
const CONFIG: OptionInfo = {
  name: "config",
  value: "FILE",
  help: "Configuration file (default: $STATEMANAGER_CONFIG, else /etc/piccolo/statemanager.yaml).",
};

function output(formats: string): OptionInfo {
  return {
    name: "output",
    short: "o",
    value: "FORMAT",
    help: `${formats}. Tables are for people and may change; json and yaml are for programs.`,
  };
}

/** Accepted by every command that talks to the State Manager. */
export const CLIENT_OPTIONS: readonly OptionInfo[] = [
  {
    name: "address",
    value: "ADDRESS",
    help:
      `Where the State Manager listens: host:port or unix:/path (default: $STATEMANAGER_ADDRESS, else ${DEFAULT_ADDRESS}).`,
  },
  { name: "timeout", value: "DURATION", help: "Time for each answer, such as 500ms or 5s (default: 5s)." },
];

export const COMMANDS: readonly CommandInfo[] = [
  {
    name: "run",
    args: "",
    minArgs: 0,
    maxArgs: 0,
    summary: "Run the State Manager until it is told to stop.",
    details: [
      "Runs in the foreground. SIGTERM and SIGINT drain what is under way and end it within the grace time; SIGHUP reloads " +
      "what can be reloaded.",
    ],
    options: [
      CONFIG,
      {
        name: "set",
        value: "KEY=VALUE",
        help: "One setting, over file and environment; may be given more than once.",
      },
    ],
    isClient: false,
    examples: [["statemanagerd run --config ./statemanager.yaml", "with a configuration of one's own"]],
  },
  {
    name: "get",
    args: "[NAME...]",
    minArgs: 0,
    summary: "List services, or the named ones.",
    details: [
      "A name is NAMESPACE/NAME, or NAME in the namespace of -n. AGE is how long the service has been in its state. A state " +
      "with a question mark, as in `Running?`, was not confirmed by its node for too long.",
      "With -w each change is a row more; with -o json it is one JSON object a line.",
    ],
    options: [ONLY_NAMESPACE, output("table, wide, json or yaml (default: table)"), WATCH],
    isClient: true,
    examples: [
      ["statemanagerd get", "everything"],
      ["statemanagerd get vehicle/lidar -w", "one service, and what becomes of it"],
      ["statemanagerd get -n vehicle -o json", "one namespace, for a program"],
    ],
  },
  {
    name: "describe",
    args: "NAME...",
    minArgs: 1,
    summary: "Tell everything about a service: what is wanted, what is seen, and what happened.",
    details: [],
    options: [NAMESPACE],
    isClient: true,
    examples: [["statemanagerd describe vehicle/lidar", "why it is as it is"]],
  },
  {
    name: "history",
    args: "[NAME]",
    minArgs: 0,
    maxArgs: 1,
    summary: "List what happened, oldest first.",
    details: [
      "Without a name: to all services. REVISION is the order of everything; the time is wall time in UTC, with a question " +
      "mark where the clock was not synchronised.",
    ],
    options: [
      NAMESPACE,
      output("table, wide, json or yaml (default: table); wide adds the date and does not cut"),
      WATCH,
      {
        name: "after",
        value: "REVISION",
        help: "Only what came after this revision (default: the newest events).",
      },
      { name: "limit", value: "COUNT", help: "At most this many, 1 to 1,000 (default: 100)." },
    ],
    isClient: true,
    examples: [
      ["statemanagerd history vehicle/lidar", "what happened to it"],
      ["statemanagerd history -w", "everything, as it happens"],
    ],
  },
  {
    name: "apply",
    args: "",
    minArgs: 0,
    maxArgs: 0,
    summary: "Create or change services as a file says.",
    details: [
      "Documents in YAML or JSON, one service each; see the manifest below. Nothing is applied unless everything is valid. " +
      "Dependencies are applied before their dependents. A manifest with metadata.generation, as `get -o yaml` writes it, is " +
      "refused when somebody changed the service in between.",
    ],
    options: [
      {
        name: "filename",
        short: "f",
        value: "FILE",
        help: "The file, or - for standard input; may be given more than once.",
      },
      NAMESPACE,
      { name: "dry-run", help: "Only check the file; the State Manager is not asked." },
    ],
    isClient: true,
    examples: [
      ["statemanagerd apply -f services.yaml", "what is in the file"],
      ["statemanagerd apply -f - --dry-run < services.yaml", "would it be accepted?"],
    ],
  },
  {
    name: "delete",
    args: "NAME...",
    minArgs: 1,
    summary: "Stop services and forget them.",
    details: [
      "Answers once the wish is stored; the service is stopped first and then forgotten. --wait waits for that.",
    ],
    options: [
      NAMESPACE,
      {
        name: "wait",
        help: "Return when they are gone; --timeout is then the time for that (default: 60s).",
      },
    ],
    isClient: true,
    examples: [["statemanagerd delete vehicle/lidar --wait", "stop it, and wait until it is gone"]],
  },
  {
    name: "config check",
    args: "[FILE]",
    minArgs: 0,
    maxArgs: 1,
    summary: "Check a configuration file and the environment.",
    details: ["Says everything that is wrong, each with its line and what would be accepted."],
    options: [CONFIG],
    isClient: false,
    examples: [["statemanagerd config check ./statemanager.yaml", "before it is rolled out"]],
  },
  {
    name: "version",
    args: "",
    minArgs: 0,
    maxArgs: 0,
    summary: "Print the version.",
    details: [],
    options: [],
    isClient: false,
    examples: [["statemanagerd version", "what is installed"]],
  },
];

/** Every option that the command takes. */
export function optionsOf(command: CommandInfo): readonly OptionInfo[] {
  return [...command.options, ...(command.isClient ? CLIENT_OPTIONS : []), HELP_OPTION];
}

/** The row of the command. */
export function commandInfo(name: CommandName): CommandInfo {
  const found = COMMANDS.find((command) => command.name === name);
  if (found === undefined) throw new Error(`The table has no command ${name}`);
  return found;
}
