/** The commands that need no State Manager; part of the table in `command_table.ts`. */
import { CLIENT_OPTIONS, type CommandInfo, CONFIG, output, TIMEOUT } from "./command_info.ts";

const JOURNAL_ARGS = { args: "[JOURNAL]", minArgs: 0, maxArgs: 1, isClient: false } as const;

export const LOCAL_COMMANDS: readonly CommandInfo[] = [
  {
    name: "doctor",
    args: "",
    minArgs: 0,
    maxArgs: 0,
    summary: "Check the installation, and say what to do about each problem.",
    details: [
      "Checks the configuration, the state directory, the journal, the clock, certificates, the State Manager, its peers and " +
      "etcd. Prints a line for each: ok, warning or problem. The exit code is 6 when there is a problem. It changes nothing.",
      "Run it as the user of the State Manager, or as root: another user cannot see everything.",
    ],
    options: [CONFIG, output("table, json or yaml (default: table)"), ...CLIENT_OPTIONS],
    isClient: false,
    examples: [
      ["statemanagerd doctor", "the first step when something is wrong"],
      ["statemanagerd doctor -o json", "as JSON"],
    ],
  },
  {
    name: "check-peer",
    args: "KIND ADDRESS",
    minArgs: 2,
    maxArgs: 2,
    summary: "Hold the rules of the protocol against a NodeAgent or an ActionController.",
    details: [
      "KIND is node-agent or action-controller, ADDRESS is where it listens. Each rule has a line: passed, failed with what was seen, " +
      "or not tried with the reason. docs/protocol.md explains the rules. Exit code 0: no rule failed; 6: one did; 3: no answer.",
      "Without --disruptive it asks for nothing that changes what runs: observations, ends of services that do not exist, and requests " +
      "that have to be refused. With --disruptive it raises the term, tells desired states, and starts and stops a service: not on a " +
      "vehicle that is in use, because the peer then refuses its State Manager.",
    ],
    options: [
      { name: "disruptive", help: "Try also what changes the peer." },
      {
        name: "term",
        value: "TERM",
        help:
          "Term of the State Manager that leads (default: 0; with --disruptive one that the peer accepts is found).",
      },
      { name: "node", value: "NAME", help: "Node that the actions name, and that a NodeAgent should be." },
      { name: "service", value: "NAME", help: "Service that the controller can start, for --disruptive." },
      { name: "service-version", value: "VERSION", help: "Version of that service (default: 1.0.0)." },
      {
        name: "restart-within",
        value: "DURATION",
        help: "Ask for a restart of the peer and wait so long for it, to try what has to survive it.",
      },
      TIMEOUT,
      output("table, wide, json or yaml (default: table)"),
    ],
    isClient: false,
    examples: [
      ["statemanagerd check-peer node-agent 127.0.0.1:47101", "whether a NodeAgent keeps the rules"],
      [
        "statemanagerd check-peer action-controller 127.0.0.1:47002 --node front --disruptive",
        "everything, on a bench",
      ],
    ],
  },
  {
    name: "journal inspect",
    ...JOURNAL_ARGS,
    summary: "Show the contents of a journal.",
    details: [
      "JOURNAL is a journal file, for example one that was moved aside; the default is the journal of the state directory. The file is " +
      "only read; the State Manager may be running.",
    ],
    options: [CONFIG, output("table, wide, json or yaml (default: table)")],
    examples: [
      ["statemanagerd journal inspect", "its size and the newest commits"],
      [
        "statemanagerd journal inspect /var/lib/statemanager/journal.db.corrupt-1",
        "a file that was moved aside",
      ],
    ],
  },
  {
    name: "journal verify",
    ...JOURNAL_ARGS,
    summary: "Check every page and every row of a journal.",
    details: [
      "Prints a line for each defect, with what to do. Exit code 0: no defects; 6: damaged. The file is only read.",
    ],
    options: [CONFIG],
    examples: [["statemanagerd journal verify", "is the journal undamaged?"]],
  },
  {
    name: "journal export",
    ...JOURNAL_ARGS,
    summary: "Write a journal as text, one JSON object a line.",
    details: [
      "A header, the services, the events in order of revision, and an end line. The State Manager may be running; the export " +
      "is a consistent snapshot. Damaged rows are left out and reported; the exit code is then 6.",
    ],
    options: [
      CONFIG,
      {
        name: "file",
        value: "FILE",
        help: "The file to write; it is replaced as a whole (default: standard output).",
      },
    ],
    examples: [[
      "statemanagerd journal export > journal.jsonl",
      "before an upgrade, or to move to another machine",
    ]],
  },
  {
    name: "journal import",
    args: "",
    minArgs: 0,
    maxArgs: 0,
    summary: "Import what `journal export` wrote.",
    details: [
      "The State Manager must be stopped. Every line is checked first; a file with an error changes nothing. An existing " +
      "journal is only replaced with --replace: the old file is moved aside.",
    ],
    options: [
      CONFIG,
      { name: "file", value: "FILE", help: "The file that `journal export` wrote." },
      { name: "replace", help: "Move the existing journal aside, and import." },
    ],
    isClient: false,
    examples: [["statemanagerd journal import --file journal.jsonl", "on the new machine"]],
  },
  {
    name: "journal replay",
    args: "FILE...",
    minArgs: 1,
    summary: "Feed recordings to this version, and compare its decisions.",
    details: [
      "Each FILE is a recording that the State Manager wrote, with recorder.enabled, to the folder recordings of the state directory; " +
      "the newest has the highest number. Each is replayed by itself. No node and no controller is contacted.",
      "Exit code 0: the same decisions, byte for byte; 6: they differ, and the first difference of each FILE is shown: the input, the " +
      "service, the recorded decision and the present one; 2: a FILE is not a recording, with the invalid line.",
    ],
    options: [],
    isClient: false,
    examples: [[
      "statemanagerd journal replay /var/lib/statemanager/recordings/*.jsonl",
      "would this version have decided the same?",
    ]],
  },
  {
    name: "config show",
    args: "[FILE]",
    minArgs: 0,
    maxArgs: 1,
    summary: "Show the settings that are given, and where; with --effective all that are in force.",
    details: [
      "One line a setting, as it may be written in the file, with the file and line, the variable or the flag that it comes from. The " +
      "environment counts as for `run`: it goes over the file. Secrets are not shown.",
    ],
    options: [
      CONFIG,
      { name: "effective", help: "Also settings that have their default." },
      output("text, json or yaml (default: text)"),
    ],
    isClient: false,
    examples: [
      ["statemanagerd config show", "what differs from the defaults"],
      ["statemanagerd config show --effective | grep limits", "which limits hold?"],
    ],
  },
  {
    name: "config check",
    args: "[FILE]",
    minArgs: 0,
    maxArgs: 1,
    summary: "Check a configuration file and the environment.",
    details: ["Prints every error with its line and the accepted values."],
    options: [CONFIG],
    isClient: false,
    examples: [["statemanagerd config check ./statemanager.yaml", "before you install it"]],
  },
  {
    name: "node check",
    args: "[FILE...]",
    minArgs: 0,
    summary: "Check workload definitions.",
    details: [
      "Checks all definitions in `node.workloads`, or each FILE, whose path ends with <namespace>/<name>.yaml. Prints every error with its " +
      "line and the accepted values, and whether a program exists where its path has no placeholder. Exit code 2 when something is wrong.",
    ],
    options: [CONFIG],
    isClient: false,
    examples: [
      ["statemanagerd node check", "all definitions of this machine"],
      ["statemanagerd node check workloads/vehicle/lidar.yaml", "one of them, before it is installed"],
    ],
  },
  {
    name: "pullpiri check",
    args: "",
    minArgs: 0,
    maxArgs: 0,
    summary: "Check the peers and artifacts of Eclipse Pullpiri.",
    details: [
      "Shows what is configured where, which peers answer, which artifacts are understood, and what cannot be mapped and why. It changes " +
      "nothing. The exit code is 6 when there is a problem.",
    ],
    options: [CONFIG, output("table, json or yaml (default: table)"), TIMEOUT],
    isClient: false,
    examples: [["statemanagerd pullpiri check", "before it takes the place of Pullpiri's State Manager"]],
  },
  {
    name: "completion",
    args: "bash|zsh|fish",
    minArgs: 1,
    summary: "Print what makes a shell complete commands, options, and the names of services and nodes.",
    details: [
      "Names, nodes, namespaces and labels come from the State Manager while you type; where it does not answer, nothing is offered. " +
      "The script asks `statemanagerd completion list -- WORD...`, which prints the words that may stand in place of the last one.",
    ],
    options: [],
    isClient: false,
    examples: [
      ["source <(statemanagerd completion bash)", "in ~/.bashrc"],
      ["source <(statemanagerd completion zsh)", "in ~/.zshrc, after compinit"],
      ["statemanagerd completion fish | source", "in ~/.config/fish/config.fish"],
    ],
  },
  {
    name: "version",
    args: "",
    minArgs: 0,
    maxArgs: 0,
    summary: "Print the version.",
    details: [],
    options: [{ name: "json", help: "Print JSON, with the commit of the build." }],
    isClient: false,
    examples: [["statemanagerd version", "the installed version"], [
      "statemanagerd version --json",
      "as JSON",
    ]],
  },
];
