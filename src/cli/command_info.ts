/** What a command is, and the options that several share; the commands themselves are in `command_table.ts`. */

/** One option. */
export interface OptionInfo {
  readonly name: string;
  readonly short?: string;
  /** Name of the value in help texts; not set = a switch. */
  readonly value?: string;
  readonly help: string;
  /** Whether it may be given more than once. */
  readonly isRepeatable?: boolean;
  /** Of a switch: the one value that may be given and changes nothing, and what is said of any other. */
  readonly spareValue?: { readonly value: string; readonly hint: string };
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
  /** Whether it needs names, or one of these options instead. */
  readonly insteadOfNames?: readonly string[];
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
  "node",
  "get",
  "describe",
  "history",
  "explain",
  "plan",
  "apply",
  "delete",
  "diff",
  "wait",
  "status",
  "top",
  "graph",
  "nodes",
  "instances",
  "alerts",
  "logs",
  "recover",
  "isolate",
  "release",
  "term adopt",
  "doctor",
  "check-peer",
  "journal inspect",
  "journal verify",
  "journal export",
  "journal import",
  "journal replay",
  "config check",
  "config show",
  "node check",
  "pullpiri check",
  "completion",
  "version",
] as const;
export type CommandName = typeof COMMAND_NAMES[number];

export const DEFAULT_ADDRESS = "unix:/run/statemanager/api.sock";
export const DEFAULT_NAMESPACE = "default";

/** Accepted by every command. */
export const HELP_OPTION: OptionInfo = { name: "help", short: "h", help: "Explain the command." };

export const NAMESPACE: OptionInfo = {
  name: "namespace",
  short: "n",
  value: "NAME",
  help: `Namespace of names that have none (default: ${DEFAULT_NAMESPACE}).`,
};
export const ONLY_NAMESPACE: OptionInfo = {
  name: "namespace",
  short: "n",
  value: "NAME",
  help:
    `Only this namespace; also that of names that have none (default: all; for names: ${DEFAULT_NAMESPACE}).`,
};
export const WATCH: OptionInfo = {
  name: "watch",
  short: "w",
  help: "Follow changes until interrupted; after a lost connection it resumes where it was.",
};
export const CONFIG: OptionInfo = {
  name: "config",
  value: "FILE",
  help: "Configuration file (default: $STATEMANAGER_CONFIG, else /etc/piccolo/statemanager.yaml).",
};

/** `-o`, with the formats that the command knows. */
export function output(formats: string): OptionInfo {
  return {
    name: "output",
    short: "o",
    value: "FORMAT",
    help: `${formats}. Tables are for people and may change; json and yaml are for programs.`,
  };
}

/** Of commands that wait for answers. */
export const TIMEOUT: OptionInfo = {
  name: "timeout",
  value: "DURATION",
  help: "Time for each answer, such as 500ms or 5s (default: 5s).",
};

/** Accepted by every command that talks to the State Manager. */
export const CLIENT_OPTIONS: readonly OptionInfo[] = [
  {
    name: "address",
    value: "ADDRESS",
    help:
      `Where the State Manager listens: host:port or unix:/path (default: $STATEMANAGER_ADDRESS, else where its configuration says, else ${DEFAULT_ADDRESS}).`,
  },
  CONFIG,
  TIMEOUT,
];
