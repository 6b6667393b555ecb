/** The commands that need no State Manager; part of the table in `command_table.ts`. */
import { CLIENT_OPTIONS, type CommandInfo, CONFIG, output } from "./command_info.ts";

const JOURNAL_ARGS = { args: "[JOURNAL]", minArgs: 0, maxArgs: 1, isClient: false } as const;

export const LOCAL_COMMANDS: readonly CommandInfo[] = [
  {
    name: "doctor",
    args: "",
    minArgs: 0,
    maxArgs: 0,
    summary: "Say what is wrong, and what to do about it.",
    details: [
      "Looks at the configuration, the state directory, the journal, the clock, certificates, the State Manager, its peers and " +
      "etcd. A line for each: ok, warning or problem; exit code 6 when there is a problem. It changes nothing.",
      "Run it as the user of the State Manager, or as root: another user cannot see everything.",
    ],
    options: [CONFIG, output("table, json or yaml (default: table)"), ...CLIENT_OPTIONS],
    isClient: false,
    examples: [
      ["statemanagerd doctor", "the first thing to do when something is odd"],
      ["statemanagerd doctor -o json", "for a program"],
    ],
  },
  {
    name: "journal inspect",
    ...JOURNAL_ARGS,
    summary: "Show what is in a journal.",
    details: [
      "JOURNAL is a file, such as one that was set aside; without it, that of the state directory. Reads only, also while the " +
      "State Manager runs.",
    ],
    options: [CONFIG, output("table, wide, json or yaml (default: table)")],
    examples: [
      ["statemanagerd journal inspect", "how much there is, and the newest commits"],
      [
        "statemanagerd journal inspect /var/lib/statemanager/journal.db.corrupt-1",
        "a file that was set aside",
      ],
    ],
  },
  {
    name: "journal verify",
    ...JOURNAL_ARGS,
    summary: "Check every page and every row of a journal.",
    details: [
      "A line for each thing that is wrong, and what to do. Exit code 0: sound; 6: damaged. Reads only.",
    ],
    options: [CONFIG],
    examples: [["statemanagerd journal verify", "is the journal sound?"]],
  },
  {
    name: "journal export",
    ...JOURNAL_ARGS,
    summary: "Write a journal as text, one JSON object a line.",
    details: [
      "A header, the services, the events in order of revision, and an end line. Works while the State Manager runs; all of it " +
      "is of one moment. Damaged rows are left out and told of; the exit code is then 6.",
    ],
    options: [
      CONFIG,
      {
        name: "file",
        value: "FILE",
        help: "Where to write; it is there whole or not at all (default: standard output).",
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
    summary: "Take in what `journal export` wrote.",
    details: [
      "The State Manager must be stopped. Every line is checked first; a file with an error in it changes nothing. Where there " +
      "is a journal already, only with --replace: the old file is moved aside.",
    ],
    options: [
      CONFIG,
      { name: "file", value: "FILE", help: "What `journal export` wrote." },
      { name: "replace", help: "Move the journal that is there aside, and import." },
    ],
    isClient: false,
    examples: [["statemanagerd journal import --file journal.jsonl", "on the new machine"]],
  },
  {
    name: "journal replay",
    args: "FILE...",
    minArgs: 1,
    summary: "Run recordings through this program again, and compare what it decides.",
    details: [
      "Each FILE is what the State Manager wrote with recorder.enabled into the folder recordings of the state directory, the newest " +
      "with the highest number. Each is replayed alone. Reads only; no node and no controller is spoken to.",
      "Exit code 0: it decided the same, byte for byte; 6: it did not, and the first difference of each FILE is shown: the input, the " +
      "service, what was recorded and what was decided now; 2: a FILE is no recording, with the line that is wrong.",
    ],
    options: [],
    isClient: false,
    examples: [[
      "statemanagerd journal replay /var/lib/statemanager/recordings/*.jsonl",
      "would this version have done the same?",
    ]],
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
    options: [{ name: "json", help: "As JSON, with the commit that it was built from." }],
    isClient: false,
    examples: [["statemanagerd version", "what is installed"], [
      "statemanagerd version --json",
      "for a program",
    ]],
  },
];
