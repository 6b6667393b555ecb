/** A machine on which everything is well. */
import type { MachineFacts } from "../../../../src/cli/doctor/facts.ts";
import { NOW_MS } from "../../../support/cli.ts";

export const MACHINE: MachineFacts = {
  wanted: { hasController: true, isHaEnabled: false, instance: "ecu-a" },
  stateDir: {
    path: "/d",
    found: "directory",
    isWritable: true,
    freeBytes: 2 ** 32,
    freeInodes: 100_000,
  },
  journal: { path: "/d/journal.db", found: { kind: "absent" }, aside: [] },
  lock: { kind: "held", pid: 42 },
  clock: { nowMs: NOW_MS, isSynchronised: true },
  pems: [],
  daemon: {
    address: "127.0.0.1:47001",
    found: {
      kind: "answered",
      status: {
        version: "1.0",
        isReady: true,
        revision: 9n,
        services: 2,
        nodes: [{ node: "front", isConnected: true, silentMs: 5 }],
        isControllerReachable: true,
        counters: {},
        role: "leader",
        isStale: false,
        term: 7n,
        fences: [],
        leader: "ecu-a",
      },
    },
  },
  peers: [],
};
