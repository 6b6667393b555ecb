/**
 * Every command and option, in one table: the parser, the help texts and docs/cli.md come from it.
 */
import {
  CLIENT_OPTIONS,
  type CommandInfo,
  type CommandName,
  CONFIG,
  HELP_OPTION,
  NAMESPACE,
  ONLY_NAMESPACE,
  type OptionInfo,
  WATCH,
} from "./command_info.ts";
import { CHANGE_COMMANDS } from "./command_table_change.ts";
import { FORCE, LIST_OUTPUT, NO_HEADERS, SELECTING, SELECTION_OPTIONS } from "./command_options.ts";
import { LOOK_COMMANDS } from "./command_table_look.ts";
import { RECOVERY_COMMANDS } from "./command_table_recovery.ts";
import { LOCAL_COMMANDS } from "./command_table_local.ts";

export {
  CLIENT_OPTIONS,
  COMMAND_NAMES,
  type CommandInfo,
  type CommandName,
  DEFAULT_ADDRESS,
  DEFAULT_NAMESPACE,
  HELP_OPTION,
  type OptionInfo,
} from "./command_info.ts";

export const COMMANDS: readonly CommandInfo[] = [
  {
    name: "run",
    args: "",
    minArgs: 0,
    maxArgs: 0,
    summary: "Run the State Manager until it is told to stop.",
    details: [
      "Runs in the foreground. On SIGTERM and SIGINT the program drains the work in progress and exits within the grace time. On " +
      "SIGHUP it reads the configuration again and logs which settings changed and which need a restart.",
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
    examples: [["statemanagerd run --config ./statemanager.yaml", "with your own configuration"]],
  },
  {
    name: "node",
    args: "",
    minArgs: 0,
    maxArgs: 0,
    summary: "Run a node for a State Manager on another machine until it is told to stop.",
    details: [
      "Serves the NodeAgent and the ActionController of this machine on the addresses of `listen`, runs the workloads that are defined in " +
      "`node.workloads`, and registers itself in etcd where `etcd.endpoints` is set. Its end ends no workload: the next one finds them. " +
      "On one machine alone a node inside of `run` is enough: set `node.name` there.",
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
    examples: [["statemanagerd node --config /etc/piccolo/node.yaml", "the node of another ECU"]],
  },
  {
    name: "get",
    args: "[NAME...]",
    minArgs: 0,
    summary: "List services, or the named ones.",
    details: [
      "A name is NAMESPACE/NAME, or NAME in the namespace of -n. AGE is how long the service has been in its state. A state " +
      "with a question mark, as in `Running?`, is stale: its node has not confirmed it for too long.",
      "With -w each change adds a row; with -o json each change is one JSON object on a line.",
    ],
    options: [ONLY_NAMESPACE, ...SELECTION_OPTIONS, LIST_OUTPUT, NO_HEADERS, WATCH],
    isClient: true,
    examples: [
      ["statemanagerd get", "all services"],
      ["statemanagerd get vehicle/lidar -w", "follow one service"],
      ["statemanagerd get --state Failed,Degraded", "what is not well"],
      ["statemanagerd get -l team=perception -o name", "their names, for the shell"],
      ["statemanagerd get -n vehicle -o json", "one namespace, as JSON"],
      ["statemanagerd get -o jsonpath='{.services[*].metadata.name}'", "what a script needs"],
    ],
  },
  {
    name: "describe",
    args: "[NAME...]",
    minArgs: 0,
    insteadOfNames: SELECTING,
    summary: "Show everything about services: desired state, observed state, plans and events.",
    details: [],
    options: [NAMESPACE, ...SELECTION_OPTIONS],
    isClient: true,
    examples: [["statemanagerd describe vehicle/lidar", "its state and the reason for it"]],
  },
  {
    name: "history",
    args: "[NAME...]",
    minArgs: 0,
    summary: "List events, oldest first.",
    details: [
      "Without a name, the events of all services; -o wide adds the date and does not truncate. REVISION orders all events; the time is wall time in UTC, with a question " +
      "mark where the clock was not synchronised.",
    ],
    options: [
      NAMESPACE,
      ...SELECTION_OPTIONS,
      LIST_OUTPUT,
      NO_HEADERS,
      WATCH,
      {
        name: "type",
        value: "TYPE,...",
        help: "Only events of these types, as in Fail,Degrade.",
        isRepeatable: true,
      },
      { name: "since", value: "DURATION", help: "Only events of the last so long, as in 10m or 2h." },
      {
        name: "after",
        value: "REVISION",
        help: "Only events after this revision (default: the newest events).",
      },
      {
        name: "limit",
        value: "COUNT",
        help: "At most this many, 1 to 1,000 (default: 100, with --since 1,000).",
      },
    ],
    isClient: true,
    examples: [
      ["statemanagerd history vehicle/lidar", "the events of one service"],
      ["statemanagerd history -w", "all events as they happen"],
      ["statemanagerd history --since 10m --type Fail,Degrade", "what went wrong in the last ten minutes"],
    ],
  },
  {
    name: "apply",
    args: "",
    minArgs: 0,
    maxArgs: 0,
    summary: "Create or change services from a file.",
    details: [
      "Documents in YAML or JSON, one service each; see the manifest below. They are one request: the State Manager accepts " +
      "all of them or none. A manifest with metadata.generation, as `get -o yaml` writes it, is refused when somebody changed " +
      "the service in between.",
    ],
    options: [
      {
        name: "filename",
        short: "f",
        value: "FILE",
        help: "The file, or - for standard input; may be given more than once.",
      },
      NAMESPACE,
      {
        name: "dry-run",
        help: "The State Manager only checks the request and stores nothing; also --dry-run=server.",
        spareValue: { value: "server", hint: "There is --dry-run=server; statemanagerd diff compares." },
      },
      FORCE,
    ],
    isClient: true,
    examples: [
      ["statemanagerd apply -f services.yaml", "apply all services of a file"],
      ["statemanagerd apply -f - --dry-run < services.yaml", "check whether it would be accepted"],
    ],
  },
  {
    name: "delete",
    args: "[NAME...]",
    minArgs: 0,
    insteadOfNames: [...SELECTING, "filename"],
    summary: "Stop services and delete them.",
    details: [
      "The command returns once the deletion is stored; the service is then stopped, and its record is deleted. --wait waits for that. " +
      "A service that another one needs, which runs, is only deleted with --force.",
    ],
    options: [
      NAMESPACE,
      ...SELECTION_OPTIONS,
      {
        name: "filename",
        short: "f",
        value: "FILE",
        help: "Delete the services of a file, or of - for standard input; may be given more than once.",
      },
      {
        name: "wait",
        help: "Return when the services are deleted; --timeout limits the wait (default: 60s).",
      },
      FORCE,
    ],
    isClient: true,
    examples: [
      ["statemanagerd delete vehicle/lidar --wait", "stop a service and wait until it is deleted"],
      ["statemanagerd delete -f services.yaml", "what `apply -f` created"],
    ],
  },
  ...CHANGE_COMMANDS,
  ...LOOK_COMMANDS,
  ...RECOVERY_COMMANDS,
  ...LOCAL_COMMANDS,
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
