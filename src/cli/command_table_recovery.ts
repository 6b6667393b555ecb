/** The commands that ask why, what if, and for recovery; part of the table in `command_table.ts`. */
import { type CommandInfo, NAMESPACE, type OptionInfo, output } from "./command_info.ts";
import { FORCE, PICTURE_OPTIONS, SELECTING, SELECTION_OPTIONS } from "./command_options.ts";

const NAMES = { args: "[NAME...]", minArgs: 0, insteadOfNames: SELECTING, isClient: true } as const;
const REASON: OptionInfo = { name: "reason", value: "TEXT", help: "The reason, for the history." };

export const RECOVERY_COMMANDS: readonly CommandInfo[] = [
  {
    name: "explain",
    args: "[NAME|ACTION-ID|REVISION...]",
    minArgs: 0,
    insteadOfNames: SELECTING,
    isClient: true,
    summary: "Explain the state of a service: its events in sentences, cause before effect.",
    details: [
      "Prints episodes, oldest first; each leads from a cause to the state that followed. A line has the time in " +
      "UTC and the revision of its event; below a decision are the alternatives and why they were not chosen.",
      "A number is a revision and selects the episode with that event. The id of a plan or an action, as `history` shows it, " +
      "selects its episode. Everything else is the name of a service; write NAMESPACE/NAME when the name looks like a number.",
    ],
    options: [
      NAMESPACE,
      ...SELECTION_OPTIONS,
      {
        name: "last",
        value: "COUNT",
        help: "How many of the newest episodes to print, 1 to 100 (default: 10).",
      },
      ...PICTURE_OPTIONS,
    ],
    examples: [
      ["statemanagerd explain vehicle/lidar", "why is it in this state?"],
      ["statemanagerd explain vehicle/lidar --last 1", "the newest episode"],
      ["statemanagerd explain 4711", "the episode of this event"],
      ["statemanagerd explain vehicle/lidar --format dot | dot -Tsvg > why.svg", "as a picture"],
    ],
  },
  {
    name: "plan",
    args: "[NAME...]",
    minArgs: 0,
    isClient: true,
    summary: "Show what the State Manager would do, and why; nothing is changed.",
    details: [
      "With a name: for the newest observation of this service. With -f: for the observation in the file, in " +
      "JSON or YAML with the field names of `piccolo.common.v1.StateDiff`. Its `observedGeneration` must be the present " +
      "generation, otherwise it leads to no action.",
    ],
    options: [
      NAMESPACE,
      ...SELECTION_OPTIONS,
      {
        name: "filename",
        short: "f",
        value: "FILE",
        help: "The observation of a node, or - for standard input.",
      },
      output("text, json or yaml (default: text)"),
    ],
    examples: [
      ["statemanagerd plan vehicle/lidar", "what will be done now?"],
      ["statemanagerd plan -f diff.json", "what would be done if a node reported this?"],
    ],
  },
  {
    name: "recover",
    ...NAMES,
    summary: "Recover a service now.",
    details: [
      "The action is counted, stored, verified and explained like one that the State Manager starts itself. The command returns once " +
      "the request is stored, not once it has worked. It is refused when it cannot be done now: the service is isolated, a plan is " +
      "in progress, or there is no other node, version or configuration.",
    ],
    options: [
      NAMESPACE,
      ...SELECTION_OPTIONS,
      {
        name: "action",
        value: "ACTION",
        help:
          "Restart, Recreate, Relocate, RollbackVersion, ResetConfig, Notify or Isolate (default: Restart).",
      },
      REASON,
      FORCE,
    ],
    examples: [
      ["statemanagerd recover vehicle/lidar", "restart it"],
      [
        "statemanagerd recover vehicle/lidar --action Relocate --reason 'front gets too hot'",
        "move it to another node",
      ],
    ],
  },
  {
    name: "isolate",
    ...NAMES,
    summary: "Isolate a service: stop it, and take no action until it is released.",
    details: [
      "The isolation ends with `release`, with a change of its spec, or after --ttl. A service that another one needs, " +
      "which runs, is only isolated with --force; what needs it keeps running.",
    ],
    options: [
      NAMESPACE,
      ...SELECTION_OPTIONS,
      { name: "reason", value: "TEXT", help: "The reason, for whoever finds the service stopped. Required." },
      {
        name: "ttl",
        value: "DURATION",
        help: "Time after which it is released automatically, 1s to 720h (default: never).",
      },
      FORCE,
    ],
    examples: [[
      "statemanagerd isolate vehicle/lidar --reason 'sensor is exchanged' --ttl 2h",
      "isolate it for two hours",
    ]],
  },
  {
    name: "release",
    ...NAMES,
    summary: "Release an isolated service.",
    details: ["The State Manager acts on it again; its counters of failures start at zero."],
    options: [NAMESPACE, ...SELECTION_OPTIONS, REASON],
    examples: [["statemanagerd release vehicle/lidar --reason 'sensor is new'", "act on it again"]],
  },
  {
    name: "term adopt",
    args: "TERM",
    minArgs: 1,
    maxArgs: 1,
    isClient: true,
    summary: "Lead with a higher term, because nodes have seen one and refuse this State Manager.",
    details: [
      "For a State Manager whose state was lost, or whose `etcd.prefix` is another one than before: its term is lower than what its peers " +
      "remember, and they refuse it (alert FencedOut; `doctor` names both terms). Make sure first that no other State Manager leads them: " +
      "it would be fenced out. A term only increases, and has to be above every one that the peers are known to have seen. With several " +
      "instances the leader takes it. Needs the role admin (docs/access.md); who adopted what is in the audit trail.",
    ],
    options: [
      { name: "force", help: "Also while another State Manager leads some of the nodes." },
      { name: "reason", value: "TEXT", help: "The reason, for the log." },
    ],
    examples: [[
      "statemanagerd term adopt 8 --reason 'the disk was replaced'",
      "where the nodes have seen 7",
    ]],
  },
];
