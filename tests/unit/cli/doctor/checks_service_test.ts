import type { InstanceList } from "../../../../src/ports/instances.ts";
import type { Fence } from "../../../../src/state/fence.ts";
import { checkDaemon, checkPeers } from "../../../../src/cli/doctor/checks_service.ts";
import type { DaemonStatusFacts } from "../../../../src/cli/doctor/facts.ts";
import type { Finding } from "../../../../src/cli/doctor/finding.ts";
import { MACHINE } from "./facts.ts";
import { table } from "./table.ts";

const healthy: DaemonStatusFacts = {
  version: "1.0",
  isReady: true,
  revision: 9n,
  services: 2,
  nodes: [{ node: "front", isConnected: true, silentMs: 5 }],
  isControllerReachable: true,
  counters: {},
  role: "leader",
  isStale: false,
  leader: "ecu-a",
  term: 7n,
  fences: [],
};

/** Of several, one of which leads. */
function instances(parts: Partial<InstanceList>, gone: readonly string[] = []): readonly Finding[] {
  const infos = ["a", "b", "c"].map((name) => ({
    ...{ name, addresses: [], version: "1", uptimeMs: 1, seenMs: 90_000 },
    isRegistered: !gone.includes(name),
  }));
  const list = { self: "a", leader: "b", leaderMs: 7_200_000, instances: infos, ageMs: 100, ...parts };
  const found = { kind: "answered", status: healthy, instances: list } as const;
  const wanted = { ...MACHINE.wanted, isHaEnabled: true };
  return checkDaemon({ daemon: { address: "a:1", found }, lock: { kind: "held", pid: 1 }, wanted })
    .filter(({ check }) => check === "instances");
}

const fence: Fence = {
  ...{ peer: "Node front", sent: 2n, highest: 7n, refusedForMs: 60_000, message: "stale" },
  cause: "lost-state",
};

function daemon(parts: Partial<DaemonStatusFacts>, hasController = true): readonly Finding[] {
  const found = { kind: "answered", status: { ...healthy, ...parts } } as const;
  const wanted = { ...MACHINE.wanted, hasController };
  return checkDaemon({ daemon: { address: "a:1", found }, lock: { kind: "held", pid: 1 }, wanted })
    // What is said when all is well is in the first row.
    .filter(({ level }, index) => index === 0 || level !== "ok");
}

function silent(lock: "held" | "free"): readonly Finding[] {
  const found = { kind: "unreachable", message: "refused" } as const;
  return checkDaemon({ ...MACHINE, daemon: { address: "a:1", found }, lock: { kind: lock } });
}

const absent = (count: number) =>
  Array.from(
    { length: count },
    (_unused, index) => ({ node: `n${index}`, isConnected: false, silentMs: 61_000 }),
  );

table("several instances", [
  ["well", instances({}), ["ok"], /3: a, b leads since 2h, c/],
  ["nobody leads", instances({ leader: "" }), ["problem"], /none is known to lead/],
  ["one is gone", instances({}, ["c"]), ["warning"], /c is gone since 1m30s/],
  ["an old list", instances({ ageMs: 60_000 }), ["warning"], /as of 1m ago/],
]);

table("State Manager", [
  [
    "fenced out after a loss",
    daemon({ fences: [fence, { ...fence, peer: "Node rear" }] }),
    ["ok", "problem"],
    /Node front refuses term 2 .* term 7 \(and 1 more\).*[\s\S]*term adopt 8/,
  ],
  [
    "fenced out by another one",
    daemon({ fences: [{ ...fence, cause: "another-leader" }] }),
    ["ok", "problem"],
    /Another State Manager leads it/,
  ],
  ["well", daemon({}), ["ok"], /a:1: ready, version 1\.0, revision 9, 2 services/],
  ["does not run", silent("free"), ["problem"], /systemctl start/],
  ["runs and does not answer", silent("held"), ["problem"], /process runs but does not answer/],
  ["not ready", daemon({ isReady: false }), ["problem"], /not ready/],
  ["no nodes", daemon({ nodes: [] }), ["ok", "warning"], /nothing is observed/],
  [
    "a node away",
    daemon({ nodes: [...healthy.nodes, ...absent(1)] }),
    ["ok", "problem"],
    /1 of 2 .*n0 \(silent 1m1s\)/,
  ],
  ["many away", daemon({ nodes: absent(9) }), ["ok", "problem"], /9 of 9 .*, and 4 more/],
  [
    "no controller",
    daemon({ isControllerReachable: false }, false),
    ["ok", "warning"],
    /no ActionController is conf/,
  ],
  [
    "controller away",
    daemon({ isControllerReachable: false }),
    ["ok", "problem"],
    /did not answer the last call/,
  ],
  [
    "services that etcd refuses",
    daemon({ counters: { statemanager_etcd_unshareable_services: 2 } }),
    ["ok", "problem"],
    /etcd refuses the newest state of 2 services/,
  ],
  [
    "a journal that fails",
    daemon({ counters: { statemanager_journal_failed_commits_total: 3, statemanager_journal_failing: 1 } }),
    ["ok", "problem"],
    /the journal cannot be written: 3 commits failed/,
  ],
  [
    "failed commits and alerts",
    daemon({ counters: { statemanager_journal_failed_commits_total: 3, statemanager_alerts_total: 1 } }),
    ["ok", "warning", "warning"],
    /3 commits to the journal failed since the start; it is written again(.|\n)*1 raised/,
  ],
  [
    "stale standby",
    daemon({ role: "standby", isStale: true, leader: "ecu-a" }),
    ["ok", "warning"],
    /stale; ecu-a leads/,
  ],
]);

table("peers", [
  [
    "one there, one not",
    checkPeers([
      { who: "node front", address: "f:1" },
      { who: "ActionController", address: "c:1", failure: "connection refused" },
    ]),
    ["ok", "problem"],
    /f:1: accepts.*\n.*c:1: connection refused/,
  ],
]);
