/** The commands around a change: what it would be, and waiting for it; part of the table in `command_table.ts`. */
import { type CommandInfo, NAMESPACE, output } from "./command_info.ts";
import { SELECTING, SELECTION_OPTIONS } from "./command_options.ts";

export const CHANGE_COMMANDS: readonly CommandInfo[] = [
  {
    name: "diff",
    args: "",
    minArgs: 0,
    maxArgs: 0,
    isClient: true,
    summary: "Compare the services of a file with what is desired now.",
    details: [
      "Prints each field that `apply` would change: `-` is the present value, `+` that of the file. Nothing is changed. Exit code 0: " +
      "nothing differs; 6: something does.",
    ],
    options: [
      {
        name: "filename",
        short: "f",
        value: "FILE",
        help: "The file, or - for standard input; may be given more than once.",
      },
      NAMESPACE,
      output("text, json or yaml (default: text)"),
    ],
    examples: [["statemanagerd diff -f services.yaml", "before you apply it"]],
  },
  {
    name: "wait",
    args: "[NAME...]",
    minArgs: 0,
    insteadOfNames: SELECTING,
    isClient: true,
    summary: "Wait until services are ready, in a state, or deleted.",
    details: [
      "A service is ready when it runs as its newest spec wants it, with all its replicas, and its node confirms it. " +
      "--timeout limits the wait (default: 60s); the exit code is then 1, and the services that are not there yet are named.",
    ],
    options: [
      NAMESPACE,
      ...SELECTION_OPTIONS,
      {
        name: "for",
        value: "WHAT",
        help: "ready, state=STATE, condition=TYPE, condition=TYPE=STATUS or delete (default: ready).",
      },
    ],
    examples: [
      ["statemanagerd wait vehicle/lidar", "until it is ready"],
      ["statemanagerd wait --for=state=Running -l team=perception --timeout 2m", "until all of them run"],
      ["statemanagerd wait vehicle/lidar --for=delete", "until it is gone"],
    ],
  },
];
