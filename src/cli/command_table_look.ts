/** The commands that look at the State Manager, its nodes and its alerts; part of the table in `command_table.ts`. */
import { type CommandInfo, NAMESPACE, ONLY_NAMESPACE, output } from "./command_info.ts";
import { LIST_OUTPUT, NO_HEADERS, PICTURE_OPTIONS, SELECTION_OPTIONS } from "./command_options.ts";

export const LOOK_COMMANDS: readonly CommandInfo[] = [
  {
    name: "status",
    args: "",
    minArgs: 0,
    maxArgs: 0,
    isClient: true,
    summary: "Show how the State Manager is: role, services by state, nodes, queue, alerts.",
    details: ["`doctor` checks the installation, also while the State Manager does not run."],
    options: [output("text, json or yaml (default: text)")],
    examples: [["statemanagerd status", "the first look"]],
  },
  {
    name: "top",
    args: "",
    minArgs: 0,
    maxArgs: 0,
    isClient: true,
    summary: "Show services and figures live on one screen.",
    details: [
      "Made for 80x24, also over ssh. Keys: up and down select a service, d describes and e explains it, / filters, s n o r f a c sort by " +
      "state, name, node, restarts, faults, age and criticality (again: reversed), h helps, q quits. Without a terminal, or with --once, it " +
      "prints one screen.",
    ],
    options: [
      ONLY_NAMESPACE,
      ...SELECTION_OPTIONS,
      { name: "once", help: "Print one screen, and end." },
    ],
    examples: [["statemanagerd top", "watch the vehicle"], [
      "statemanagerd top --once",
      "one screen, as text",
    ]],
  },
  {
    name: "graph",
    args: "[NAME...]",
    minArgs: 0,
    isClient: true,
    summary: "Show which services need which, and where a failure comes from.",
    details: [
      "With names or filters: those services, and whatever they need, directly or not. `(the cause)`, and a thick arrow in a picture, is a " +
      "dependency that keeps the service from running.",
    ],
    options: [ONLY_NAMESPACE, ...SELECTION_OPTIONS, ...PICTURE_OPTIONS],
    examples: [
      ["statemanagerd graph drive/planner", "what does it need?"],
      ["statemanagerd graph --format mermaid > graph.mmd", "all of it, for Mermaid"],
      ["statemanagerd graph -o dot | dot -Tsvg > graph.svg", "all of it, by Graphviz"],
    ],
  },
  {
    name: "nodes",
    args: "[NODE...]",
    minArgs: 0,
    isClient: true,
    summary: "List the nodes, and what their services wait for.",
    details: [
      "HEARTBEAT is how long ago the node was heard of. RUNNING are the services that run there and that the node confirms; WAITING " +
      "names one that should run and does not, with the reason; -o json has all of them.",
    ],
    options: [LIST_OUTPUT, NO_HEADERS],
    examples: [["statemanagerd nodes", "is every computer there?"]],
  },
  {
    name: "instances",
    args: "[INSTANCE...]",
    minArgs: 0,
    isClient: true,
    summary: "List the instances: who leads, since when, and how far each is.",
    details: [
      "The instance at the address knows the others from etcd, and remembers them while etcd does not answer; each is asked itself, at the " +
      "address that it registered (`ha.advertise`, else `listen`). LEADS is for how long it leads, TERM is counted up with each leader. " +
      "BEHIND are the revisions that the leader has and it has not, AGE is how old what it tells is at most; a standby whose age is beyond " +
      "`ha.lease_ttl` is stale. An instance that is registered and does not answer is silent; one that has not renewed its registration is " +
      "gone. -o wide adds for how long it is up, its addresses, and why it does not answer.",
    ],
    options: [LIST_OUTPUT, NO_HEADERS],
    examples: [
      ["statemanagerd instances", "who leads?"],
      ["statemanagerd instances -o wide", "and why does one not answer?"],
    ],
  },
  {
    name: "alerts",
    args: "[NAME...|ALERT-ID]",
    minArgs: 0,
    isClient: true,
    summary: "List the newest alerts, and whether they are over; with an id, what led to it.",
    details: [
      "An alert is `open` while what it says holds, and then `resolved`; one that told of a moment is `noted`. The State Manager keeps " +
      "the newest 256 since it started, and makes open ones anew when it starts; the MonitoringServer has all.",
    ],
    options: [
      NAMESPACE,
      { name: "open", help: "Only those that are open." },
      {
        name: "state",
        value: "STATE,...",
        help: "Only those that are open, resolved or noted.",
        isRepeatable: true,
      },
      { name: "since", value: "DURATION", help: "Only those of the last so long, as in 10m or 2h." },
      LIST_OUTPUT,
      NO_HEADERS,
    ],
    examples: [
      ["statemanagerd alerts --open", "what needs a person now"],
      ["statemanagerd alerts -o wide", "with their ids"],
    ],
  },
  {
    name: "logs",
    args: "NAME...",
    minArgs: 1,
    isClient: true,
    summary: "Show what services write, as their nodes give it.",
    details: [
      "Of a process it is the file that its definition keeps, which has no times, so that --since is refused; of a container what its " +
      "runtime has; of a unit the journal of its computer. A node of another make need not give logs, and is then named. Lines of several " +
      "services or replicas begin with whose they are. With -f a service is followed over its restarts. The log of the State Manager " +
      "itself: journalctl -u statemanager.",
    ],
    options: [
      NAMESPACE,
      { name: "follow", short: "f", help: "Go on with what is written from now on, until interrupted." },
      {
        name: "tail",
        value: "LINES",
        help: "The newest so many of each replica, 1 to 10000 (default: 100).",
      },
      { name: "since", value: "DURATION", help: "Only lines of the last so long, as in 10m or 2h." },
      { name: "replica", value: "N", help: "Only this replica, 0 and up (default: all)." },
      {
        name: "node",
        value: "NODE",
        help: "From this node (default: the one that the service is assigned to).",
      },
      { name: "timestamps", help: "Begin each line with its time, where the node knows it." },
      output("text, json or yaml, a value a line (default: text)"),
    ],
    examples: [
      ["statemanagerd logs vehicle/lidar", "its newest hundred lines"],
      ["statemanagerd logs vehicle/lidar -f --tail 20", "and what follows"],
    ],
  },
];
