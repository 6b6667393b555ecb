/** The commands that ask why, what if, and for recovery; part of the table in `command_table.ts`. */
import { type CommandInfo, NAMESPACE, type OptionInfo, output } from "./command_info.ts";

const ONE_NAME = { args: "NAME", minArgs: 1, maxArgs: 1, isClient: true } as const;
const REASON: OptionInfo = { name: "reason", value: "TEXT", help: "Why, for the history." };

export const RECOVERY_COMMANDS: readonly CommandInfo[] = [
  {
    name: "explain",
    args: "NAME|ACTION-ID|REVISION",
    minArgs: 1,
    maxArgs: 1,
    isClient: true,
    summary: "Tell why a service is as it is: what happened, in sentences, cause before effect.",
    details: [
      "Told in episodes, each from something that happened to where it left the service, oldest first. A line has the time in " +
      "UTC and the revision of its event; below a decision stands what else could have been done and why it was not.",
      "A number is a revision, and the episode with that event is told. The id of a plan or an action, as `history` shows it, " +
      "gives its episode. Everything else is the name of a service; one that looks like a number is written NAMESPACE/NAME.",
    ],
    options: [
      NAMESPACE,
      { name: "last", value: "COUNT", help: "The newest so many episodes, 1 to 100 (default: 10)." },
      output("text, json or yaml (default: text)"),
    ],
    examples: [
      ["statemanagerd explain vehicle/lidar", "why is it as it is?"],
      ["statemanagerd explain vehicle/lidar --last 1", "what happened last?"],
      ["statemanagerd explain 4711", "what was this event about?"],
    ],
  },
  {
    name: "plan",
    args: "[NAME]",
    minArgs: 0,
    maxArgs: 1,
    isClient: true,
    summary: "Tell what the State Manager would do, and why; nothing is touched.",
    details: [
      "With a name: about the newest look that it has of this service. With -f: about a look of a node as the file says, in " +
      "JSON or YAML with the field names of `piccolo.common.v1.StateDiff`. It must compare the present generation " +
      "(`observedGeneration`), else nothing would be done about it.",
    ],
    options: [
      NAMESPACE,
      { name: "filename", short: "f", value: "FILE", help: "The look of a node, or - for standard input." },
      output("text, json or yaml (default: text)"),
    ],
    examples: [
      ["statemanagerd plan vehicle/lidar", "what will be done about it now?"],
      ["statemanagerd plan -f diff.json", "what would be done if a node saw this?"],
    ],
  },
  {
    name: "recover",
    ...ONE_NAME,
    summary: "Have a service recovered now.",
    details: [
      "Goes the same way as recovery by itself: it is counted, stored, verified, and told by `explain`. It answers once it is " +
      "stored, not once it has worked. Refused where it cannot be done now: the service is isolated, a plan is at work on it, or " +
      "no other node, version or configuration is there to go to.",
    ],
    options: [
      NAMESPACE,
      {
        name: "action",
        value: "ACTION",
        help:
          "Restart, Recreate, Relocate, RollbackVersion, ResetConfig, Notify or Isolate (default: Restart).",
      },
      REASON,
    ],
    examples: [
      ["statemanagerd recover vehicle/lidar", "restart it"],
      ["statemanagerd recover vehicle/lidar --action Relocate --reason 'front gets too hot'", "move it"],
    ],
  },
  {
    name: "isolate",
    ...ONE_NAME,
    summary: "Stop a service and leave it alone.",
    details: [
      "Until it is released, its spec changes, or the time of --ttl is over. What depends on it goes on running.",
    ],
    options: [
      NAMESPACE,
      { name: "reason", value: "TEXT", help: "Why: whoever finds it stopped has to know. Required." },
      {
        name: "ttl",
        value: "DURATION",
        help: "Time after which it is released by itself, 1s to 720h (default: never).",
      },
    ],
    examples: [[
      "statemanagerd isolate vehicle/lidar --reason 'sensor is exchanged' --ttl 2h",
      "hold it back for two hours",
    ]],
  },
  {
    name: "release",
    ...ONE_NAME,
    summary: "Let a service go that was isolated.",
    details: ["It is worked on again; what was counted before is forgotten."],
    options: [NAMESPACE, REASON],
    examples: [["statemanagerd release vehicle/lidar --reason 'sensor is new'", "work on it again"]],
  },
];
