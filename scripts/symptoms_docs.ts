/** docs/symptoms.md: what people see at two in the morning, each played on the real manager, with the commands and what they print. */
import { ListenError } from "../src/kit/listen_error.ts";
import { NEVER_HEARD } from "../src/state/fence.ts";
import { DEFAULT_SPEC } from "../src/state/model.ts";
import { Rig } from "../tests/support/engine/rig.ts";
import { NO_ESCALATION } from "../tests/support/explain/scenarios.ts";
import { outputOf } from "../tests/support/rig_client.ts";

interface Symptom {
  /** In the words of what people see. */
  readonly title: string;
  readonly about: string;
  readonly play: (rig: Rig) => Promise<unknown>;
  /** What a person types, in order. */
  readonly commands: readonly string[];
  /** What it means, and what to do. */
  readonly answer: string;
}

const INTRODUCTION = `# Symptoms

<!-- Written by scripts/docs.ts from scripts/symptoms_docs.ts; change it there. -->

What you see, what to type, what it answers, what to do. Each was played on the manager itself, with nodes and a controller
in memory; the outputs are those of the commands on a terminal of 80 columns, and the check of the documents fails when they
change. \`statemanagerd doctor\` is the first step when the State Manager itself does not answer; [operations.md](operations.md)
has that, [explain.md](explain.md) every kind of explanation.
`;

async function running(rig: Rig, name: string, spec: Parameters<Rig["apply"]>[1] = {}) {
  const id = await rig.apply(name, spec, { reason: "statemanagerd apply" });
  await rig.untilState(id, "Running", 60_000);
  return id;
}

type Id = Awaited<ReturnType<typeof running>>;

function home(rig: Rig, id: Id) {
  return rig.node(rig.service(id).status.node);
}

async function crash(rig: Rig, id: Id): Promise<void> {
  await rig.untilState(id, "Running", 60_000);
  home(rig, id).hurt(id, "crashed");
  await rig.clock.advance(300);
}

const ONCE = { maxRetryCount: 1, backoffDelayMs: 1, escalationThreshold: 1 } as const;

const SYMPTOMS: readonly Symptom[] = [
  {
    title: "It keeps restarting",
    about: "`get` shows a service whose AGE never grows, and RESTARTS that do.",
    play: async (rig) => {
      const id = await running(rig, "vehicle/lidar", NO_ESCALATION);
      for (let count = 0; count < 4; count++) await crash(rig, id);
      await rig.untilState(id, "Running", 180_000);
    },
    commands: ["get vehicle/lidar -o wide", "explain vehicle/lidar --last 1"],
    answer:
      "The first line of the episode is the cause: here its process ends by itself. The log of the service says more. Until it is " +
      "mended: `statemanagerd isolate vehicle/lidar --reason TEXT` stops it, or apply the version before. One that goes up and down too " +
      "often is suppressed for a while by itself.",
  },
  {
    title: "It is stuck in Pending",
    about: "A service does not start, and nothing is said to be wrong with it.",
    play: async (rig) => {
      const can = await running(rig, "vehicle/can");
      rig.controller.refusal = () => ({ kind: "failed", message: "no memory" });
      home(rig, can).hurt(can, "crashed");
      await rig.clock.until(() => rig.state(can) === "Failed", 5_000);
      const dependencies = [{ resourceId: can, condition: "Running" as const }];
      await rig.apply("vehicle/lidar", { ...DEFAULT_SPEC, version: "v1", dependencies });
      await rig.clock.advance(1_000);
    },
    commands: ["get", "graph vehicle/lidar", "explain vehicle/lidar --last 1"],
    answer:
      "It waits for what `(the cause)` stands behind; that one is recovered first, and this one starts by itself then. Go on with " +
      "`statemanagerd explain` of the cause. Where it waits for a node, `statemanagerd nodes` shows which are silent.",
  },
  {
    title: "It is Failed, and stays Failed",
    about: "Recovery has tried what its strategy has, and stopped.",
    play: async (rig) => {
      await rig.apply("vehicle/lidar", {
        version: "v1-crash",
        recovery: { StartFailure: { ...ONCE, actions: ["Restart", "Notify"] } },
      }, { reason: "statemanagerd apply" });
      await rig.clock.advance(20_000);
    },
    commands: ["get vehicle/lidar", "alerts --open", "describe vehicle/lidar"],
    answer:
      "The reason is what its node saw last. When the cause is mended: `statemanagerd recover vehicle/lidar`, or apply a changed spec; " +
      "both begin anew. The alert ends when the service runs.",
  },
  {
    title: "It is Failed, but it was isolated",
    about:
      "`get` says Failed, and `isolated` behind it: nothing is done about it until somebody releases it.",
    play: async (rig) => {
      await rig.apply("vehicle/lidar", {
        version: "v1-crash",
        recovery: { StartFailure: { ...ONCE, actions: ["Restart", "Isolate", "Notify"] } },
      }, { reason: "statemanagerd apply" });
      await rig.clock.advance(20_000);
    },
    commands: ["get vehicle/lidar", "alerts", "release vehicle/lidar --reason 'lidar is new'"],
    answer:
      "Recovery, or an operator, took it out of service; the message says who and why. `release` puts it back, its counters at zero. A " +
      "changed spec does so too.",
  },
  {
    title: "A state has a question mark",
    about: "`Running?`: what its node reported last, too long ago to be believed.",
    play: async (rig) => {
      const id = await running(rig, "vehicle/lidar");
      await rig.clock.advance(40_000);
      const node = home(rig, id);
      node.setUp(false);
      await rig.clock.until(() => {
        return rig.service(id).status.conditions.some(({ type, status }) =>
          type === "Reachable" && status === "Unknown"
        );
      }, 20_000);
    },
    commands: ["top --once", "nodes", "status"],
    answer:
      "The node is off, its NodeAgent does not run, or the network between is down. It may still run there. When the node counts as lost " +
      "(`node.lost_after`), services that may run elsewhere are moved.",
  },
  {
    title: "It has moved to another node",
    about: "NODE is another one than yesterday.",
    play: async (rig) => {
      const id = await running(rig, "vehicle/lidar");
      await rig.clock.advance(40_000);
      const node = home(rig, id);
      node.setUp(false);
      await rig.clock.until(() => rig.service(id).status.node !== node.node, 20_000);
      await rig.untilState(id, "Running");
    },
    commands: ["get vehicle/lidar", "history vehicle/lidar --type RecoveryAttempted,PlanCreated", "alerts"],
    answer:
      "Its node was lost, and `nodes` of its spec allowed another one. It does not go back by itself: " +
      "`statemanagerd recover vehicle/lidar --action Relocate` moves it, the order of `nodes` says where to.",
  },
  {
    title: "Nothing is done at all: the nodes refuse this State Manager",
    about: "Services stay as they are, whatever is applied, and the nodes that run are shown as silent.",
    play: async (rig) => {
      const fence = () => ({
        ...{ sent: rig.manager.term(), highest: 7n, heardMsAgo: NEVER_HEARD },
        message: `term ${rig.manager.term()} is stale, 7 has been seen: another State Manager leads`,
      });
      for (const node of rig.nodes.values()) {
        node.fence = fence;
        node.reconnect();
      }
      await rig.apply("vehicle/lidar", {}, { reason: "statemanagerd apply" });
      await rig.clock.advance(10_000);
    },
    commands: ["status", "get vehicle/lidar -o wide", "alerts --open -o wide"],
    answer:
      "The peers remember a higher term than this State Manager has, so they take it for one that was replaced. Either its state was lost " +
      "or replaced (a new disk, `state_dir` elsewhere, an older copy of etcd, another `etcd.prefix`), or another State Manager leads the " +
      "same nodes; the alert says which of them it looks like, and `doctor` as well. When it is another one: stop one of the two, or give " +
      "each its own nodes. When the state was lost, and it is certain that no other State Manager leads these nodes: bring the old state " +
      "back, or go on from here with `statemanagerd term adopt 8`, at a socket with the role admin ([access.md](access.md)); the nodes " +
      "accept it within a second, and the alert is resolved. A peer that refuses for another reason is `DesiredStateNotTaken`.",
  },
  {
    title: "Who did that?",
    about: "A spec is another one than you applied, or a service was stopped.",
    play: async (rig) => {
      const id = await running(rig, "vehicle/lidar");
      await rig.clock.advance(5_000);
      await rig.apply(id, { version: "v2" }, { reason: "statemanagerd apply" });
      await rig.untilState(id, "Running");
      await rig.manager.triggerRecovery(id, { kind: "isolate", reason: "sensor is exchanged" });
      await rig.clock.advance(1_000);
    },
    commands: [
      "history vehicle/lidar --type SpecChanged,ConditionChanged -o wide",
      "explain vehicle/lidar --last 1",
    ],
    answer:
      "SOURCE says who: an operator, etcd, recovery, a node; the text behind it why. `statemanagerd history -o json` has every field.",
  },
];

async function section({ title, about, play, commands, answer }: Symptom): Promise<string> {
  await using rig = new Rig();
  rig.start();
  await play(rig);
  const outputs: string[] = [];
  for (const command of commands) {
    const words = [...command.matchAll(/'([^']*)'|\S+/g)].map(([word, quoted]) => quoted ?? word);
    outputs.push(`$ statemanagerd ${command}\n${(await outputOf(rig, words)).trimEnd()}`);
  }
  return ["", `## ${title}`, "", about, "", "```text", outputs.join("\n\n"), "```", "", answer, ""].join(
    "\n",
  );
}

function portInUse(): string {
  const { message } = new ListenError("127.0.0.1:47001", new Error("EADDRINUSE"));
  return [
    "",
    "## The daemon does not start: a port is in use",
    "",
    "`systemctl status statemanager`, or its log, ends with:",
    "",
    "```text",
    `Cannot continue: ${message}`,
    "```",
    "",
    "End the other process, or give this one another address in `listen`. A socket that a killed process left is no hindrance.",
    "",
  ].join("\n");
}

/** Plays them all. */
export async function renderSymptoms(): Promise<string> {
  const sections: string[] = [];
  for (const symptom of SYMPTOMS) sections.push(await section(symptom));
  return [INTRODUCTION, ...sections, portInUse()].join("\n");
}
