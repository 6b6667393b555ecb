/** The properties of the unit that a process becomes (systemd.service(5), systemd.exec(5), systemd.resource-control(5)). Pure. */
import { constants } from "node:os";
import type { ProcessLimits } from "../../definition/workload.ts";
import type { UnitProperty } from "../../unit/systemd.ts";
import type { ProcessOrder } from "../host.ts";

/** All workloads are in this slice, so that a limit for all of them has a place (`systemctl edit piccolo.slice`). */
export const SLICE = "piccolo.slice";
const MICROS_PER_MS = 1_000;
/** Of processor time in a second, for a thousandth of a processor. */
const MICROS_PER_MILLI_CPU = 1_000;

export interface Owner {
  /** Whether the manager runs as root and can give a unit any user. */
  readonly isSystem: boolean;
  /** Of the node. */
  readonly uid: number;
  readonly gid: number;
}

export function unitProperties(order: ProcessOrder, owner: Owner): readonly UnitProperty[] {
  const { record, runtime, resources } = order;
  const { labels: { resourceId, replica }, stop } = record;
  const [program = ""] = runtime.command;
  const { memoryBytes, cpuMillis } = resources;
  return [
    ["Description", "s", `${resourceId} replica ${replica} of the PICCOLO State Manager`],
    // The start has succeeded when the program runs, not when a process was forked for it.
    ["Type", "s", "exec"],
    // Nothing in an argument is a variable, and no shell reads it.
    ["ExecStartEx", "a(sasas)", [[program, [...runtime.command], ["no-env-expand"]]]],
    // The State Manager decides what comes after an end; how it ended stays to be read until then, also after exit 0.
    ["Restart", "s", "no"],
    ["RemainAfterExit", "b", true],
    ["CollectMode", "s", "inactive"],
    ["AddRef", "b", true],
    ["KillMode", "s", "mixed"],
    ["KillSignal", "i", signalNumber(stop.signal)],
    // 0 would be "never".
    ["TimeoutStopUSec", "t", BigInt(Math.max(1, stop.timeoutMs) * MICROS_PER_MS)],
    // A workload of which the kernel has ended a part is none.
    ["OOMPolicy", "s", "kill"],
    ["Slice", "s", SLICE],
    ...(memoryBytes === 0n ? [] : [["MemoryMax", "t", memoryBytes] as const]),
    ...(cpuMillis === 0
      ? []
      : [["CPUQuotaPerSecUSec", "t", BigInt(cpuMillis * MICROS_PER_MILLI_CPU)] as const]),
    ...limitsOf(runtime.limits),
    ...userOf(order, owner),
    ["WorkingDirectory", "s", record.workingDirectory],
    ["Environment", "as", Object.entries(record.environment).map(([name, value]) => `${name}=${value}`)],
    // As for a child: systemd alone would have it ignored.
    ["IgnoreSIGPIPE", "b", false],
    ["StandardInput", "s", "null"],
    ...outputOf(order),
  ];
}

function signalNumber(name: string): number {
  return Object.entries(constants.signals).find(([one]) => one === name)?.[1] ?? constants.signals.SIGTERM;
}

function limitsOf(
  { openFiles, processes, fileSizeBytes, coreSizeBytes, lockedMemoryBytes }: ProcessLimits,
): readonly UnitProperty[] {
  const one = (name: string, value: number | undefined): readonly UnitProperty[] =>
    value === undefined
      ? []
      : [[`Limit${name}`, "t", BigInt(value)], [`Limit${name}Soft`, "t", BigInt(value)]];
  return [
    ...one("NOFILE", openFiles),
    ...one("FSIZE", fileSizeBytes),
    ...one("CORE", coreSizeBytes),
    ...one("MEMLOCK", lockedMemoryBytes),
    // Those of the workload, where setrlimit(2) counts all that its user has.
    ...(processes === undefined ? [] : [["TasksMax", "t", BigInt(processes)] as const]),
  ];
}

/** As a child would have: the node's own where the definition names none. */
function userOf({ runtime }: ProcessOrder, { isSystem, uid, gid }: Owner): readonly UnitProperty[] {
  const user = runtime.uid ?? uid;
  const group = runtime.gid ?? gid;
  if (!isSystem || (user === 0 && group === 0)) return [];
  return [["User", "s", `${user}`], ["Group", "s", `${group}`]];
}

function outputOf({ record, runtime }: ProcessOrder): readonly UnitProperty[] {
  const same = ["StandardError", "s", "inherit"] as const;
  if (record.logPath !== "") return [["StandardOutputFileToAppend", "s", record.logPath], same];
  return [["StandardOutput", "s", runtime.log === "inherit" ? "journal" : "null"], same];
}
