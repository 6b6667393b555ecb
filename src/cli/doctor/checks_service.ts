/** The running State Manager and those whom it talks to. Pure. */
import { ageText } from "../format/age.ts";
import type { InstanceList } from "../../ports/instances.ts";
import { causeText, refusalText, wayOutText, worstFence } from "../../state/fence.ts";
import type { DaemonStatusFacts, MachineFacts, PeerFacts } from "./facts.ts";
import { type Finding, ok, problem, warning } from "./finding.ts";

const LOG_HINT = "Its log says why: journalctl -u statemanager.";

export function checkDaemon(
  { daemon, lock, wanted }: Pick<MachineFacts, "daemon" | "lock" | "wanted">,
): readonly Finding[] {
  const check = "State Manager";
  const { address, found } = daemon;
  if (found.kind === "unreachable") {
    if (lock.kind === "held") {
      const advice =
        "The process runs but does not answer there: it is starting, or it listens elsewhere (--address), or it " +
        `hangs. ${LOG_HINT}`;
      return [problem(check, `no answer from ${address}: ${found.message}`, advice)];
    }
    const advice = `It does not run: systemctl start statemanager. ${LOG_HINT}`;
    return [problem(check, `no answer from ${address}: ${found.message}`, advice)];
  }
  const { status, instances } = found;
  const what = `version ${status.version}, revision ${status.revision}, ${status.services} services`;
  const ready = status.isReady
    ? ok(check, `${address}: ready, ${what}`)
    : problem(check, `${address}: not ready, ${what}`, `It is starting, or stopping. ${LOG_HINT}`);
  return [
    ready,
    ...checkStanding(status),
    ...checkInstances(instances, wanted.isHaEnabled),
    ...checkFences(status),
    ...checkNodes(status),
    ...checkController(status, wanted.hasController),
    ...checkCounters(status),
  ];
}

function checkStanding({ role, leader, isStale, term }: DaemonStatusFacts): readonly Finding[] {
  const check = "role";
  if (role === "leader") return [ok(check, `leader in term ${term}: this instance acts`)];
  const who = leader === "" ? "the leader is not known" : `${leader} leads`;
  if (isStale) {
    const advice =
      "It does not hear of the leader: what it answers may be old. Look at etcd below, and at the other instance.";
    return [warning(check, `${role}, stale; ${who}`, advice)];
  }
  return [ok(check, `${role}; ${who}`)];
}

/** Of several; `statemanagerd instances` asks each of them. */
function checkInstances(list: InstanceList | undefined, isHaEnabled: boolean): readonly Finding[] {
  if (list === undefined || !isHaEnabled) return [];
  const check = "instances";
  const { instances, leader, leaderMs, ageMs } = list;
  const names = instances.map(({ name }) =>
    name === leader ? `${name} leads since ${ageText(leaderMs)}` : name
  );
  const what = `${instances.length}: ${names.join(", ")}`;
  const gone = instances.filter(({ isRegistered }) => !isRegistered);
  if (leader === "") {
    const advice =
      "Nothing is acted on until one leads. Look at etcd below, and at `statemanagerd instances` at each of them.";
    return [problem(check, `${what}; none is known to lead`, advice)];
  }
  if (gone.length > 0) {
    const text = gone.map(({ name, seenMs }) => `${name} is gone since ${ageText(seenMs)}`).join(", ");
    const advice = "It ended, or is cut off from etcd: another failure may leave no instance that can lead.";
    return [warning(check, `${what}; ${text}`, advice)];
  }
  if (ageMs > OLD_LIST_MS) {
    const advice = "It does not hear of etcd: look below.";
    return [warning(check, `${what}, as of ${ageText(ageMs)} ago`, advice)];
  }
  return [ok(check, what)];
}

function checkFences({ fences }: DaemonStatusFacts): readonly Finding[] {
  const worst = worstFence(fences);
  if (worst === undefined) return [];
  const others = fences.length - 1;
  const more = others === 0 ? "" : ` (and ${others} more)`;
  const message = `${refusalText(worst.peer, worst)}${more}`;
  return [problem("term", message, `${causeText(worst.cause)}. ${wayOutText(worst)}.`)];
}

/** Beyond this the list of the instances is not read any more. */
const OLD_LIST_MS = 15_000;

function checkNodes({ nodes }: DaemonStatusFacts): readonly Finding[] {
  const check = "nodes";
  if (nodes.length === 0) {
    return [warning(check, "none is configured: nothing is observed", "Name the NodeAgents in `nodes`.")];
  }
  const absent = nodes.filter(({ isConnected }) => !isConnected);
  if (absent.length === 0) return [ok(check, `${nodes.length} of ${nodes.length} connected`)];
  const names = absent.slice(0, 5).map(({ node, silentMs }) => `${node} (silent ${ageText(silentMs)})`);
  const more = absent.length > names.length ? `, and ${absent.length - names.length} more` : "";
  const advice =
    "Services there are not observed and not acted on. Is the machine on, does its NodeAgent run, is the network " +
    "there?";
  return [
    problem(check, `${absent.length} of ${nodes.length} not connected: ${names.join(", ")}${more}`, advice),
  ];
}

function checkController(
  { isControllerReachable }: DaemonStatusFacts,
  isConfigured: boolean,
): readonly Finding[] {
  const check = "actions";
  if (!isConfigured) {
    const advice = "Name the ActionController in action_controller.address.";
    return [
      warning(check, "no ActionController is configured: plans are made, and their actions wait", advice),
    ];
  }
  if (isControllerReachable) return [ok(check, "the ActionController answers")];
  const advice =
    "Actions wait until it is back, and are then repeated under the same id. Does the ActionController run?";
  return [problem(check, "the ActionController did not answer the last call", advice)];
}

function checkCounters({ counters }: DaemonStatusFacts): readonly Finding[] {
  const failed = counters["statemanager_journal_failed_commits_total"] ?? 0;
  const alerts = counters["statemanager_alerts_total"] ?? 0;
  const unshared = counters["statemanager_etcd_unshareable_services"] ?? 0;
  const findings: Finding[] = [];
  if (unshared > 0) {
    const how =
      "Alerts and the log name them. Make their specs smaller, or raise --max-request-bytes of etcd.";
    findings.push(problem("sharing", `etcd refuses the newest state of ${unshared} services`, how));
  }
  const advice = "The disk is full, read-only or failing; look at the state directory above and at dmesg.";
  if ((counters["statemanager_journal_failing"] ?? 0) > 0) {
    findings.push(problem("commits", `the journal cannot be written: ${failed} commits failed`, advice));
  } else if (failed > 0) {
    findings.push(
      warning(
        "commits",
        `${failed} commits to the journal failed since the start; it is written again`,
        advice,
      ),
    );
  } else findings.push(ok("commits", "none failed since the start"));
  if (alerts > 0) {
    const advice = "`statemanagerd get` and `statemanagerd history` show what happened.";
    findings.push(warning("alerts", `${alerts} raised since the start`, advice));
  } else findings.push(ok("alerts", "none since the start"));
  return findings;
}

export function checkPeers(peers: readonly PeerFacts[]): readonly Finding[] {
  return peers.map(({ who, address, failure }) =>
    failure === undefined ? ok(who, `${address}: accepts connections`) : problem(
      who,
      `${address}: ${failure}`,
      "Does it run, and is the address right? The State Manager tries on by itself.",
    )
  );
}
