/**
 * What a simulated run is made of: a schedule of plain data, and what came of it.
 *
 * Every entry stands for itself: a fault that lasts names its own end. So an entry can be left out, or moved, and the rest still
 * means the same; that is what makes a schedule shrinkable.
 */

import type { ControllerHabit, NodeHabit, VehicleHabit } from "../habits/habits.ts";

/** `alone`: the journal is all there is; `shared`: one instance writes to an etcd; `ha`: three, of which one leads. */
export const MODES = ["alone", "shared", "ha"] as const;
export type Mode = typeof MODES[number];

/** Operations of clients. */
export const OPERATION_KINDS = [
  ...["create", "new-version", "bad-version", "bad-config", "scale", "hold", "run-again", "delete"] as const,
  ...["depend", "operator-recover", "operator-isolate", "operator-release"] as const,
] as const;
/** The same, in the seeds that meet bad habits. */
export const LATER_OPERATION_KINDS = ["change-nodes"] as const;
/** What happens to services and nodes. */
export const NODE_KINDS = [
  ...["crash", "freeze", "vanish", "wreck", "slow-start", "flap-burst", "stale-look"] as const,
  ...["node-crash", "agent-restart", "stream-cut", "deaf", "lie-once"] as const,
  ...["drop", "delay", "duplicate", "reorder", "blackhole"] as const,
] as const;
/** What the ActionController does wrong. */
export const CONTROLLER_KINDS = [
  ...[
    "away",
    "hang",
    "act-late",
    "act-twice",
    "false-done",
    "lose-answers",
    "slow-controller",
    "refuse",
  ] as const,
] as const;
/** What happens to the manager, its disk and its clocks. */
export const MANAGER_KINDS = [
  ...["kill", "power-cut", "pause", "kill-at", "no-space", "io-error", "slow-disk", "sync"] as const,
  ...["wall-seconds", "wall-hours", "wall-1970"] as const,
] as const;
/** What etcd does, and what others do to it. */
export const ETCD_KINDS = [
  ...[
    "etcd-down",
    "etcd-full",
    "compaction",
    "leader-lost",
    "partition",
    "etcd-answers-lost",
    "etcd-reset",
  ] as const,
  ...["watches-broken", "watches-silent", "etcd-slow"] as const,
  ...["wish", "bad-wish", "status-overwritten", "status-deleted", "recovery-overwritten"] as const,
] as const;

/** Bad habits of peers; see tests/support/habits/habits.ts. */
export const HABIT_KINDS = [
  ...["refuse-desired", "ignore-desired", "answer-nothing", "keep-difference"] as const,
  ...["report-in-part", "report-odd-numbers", "report-twice", "report-late"] as const,
  ...[
    "done-but-failed",
    "answer-status",
    "refuse-stop",
    "start-unwanted",
    "leave-and-join",
    "slow-base",
  ] as const,
] as const satisfies readonly (NodeHabit | ControllerHabit | VehicleHabit)[];

/** Several things that are rare together, as one entry; in seeds of their own. */
export const SETBACK_KINDS = [
  ...["long-pause", "blackout", "leftover", "crash-again", "stuck-copy"] as const,
] as const;

/** All of them. */
export const KINDS = [
  ...OPERATION_KINDS,
  ...NODE_KINDS,
  ...CONTROLLER_KINDS,
  ...MANAGER_KINDS,
  ...ETCD_KINDS,
  ...HABIT_KINDS,
  ...LATER_OPERATION_KINDS,
  ...SETBACK_KINDS,
] as const;
export type EventKind = typeof KINDS[number];

/** One entry. What an entry of its kind does not need is there all the same: it costs nothing and keeps schedules uniform. */
export interface SimEvent {
  readonly atMs: number;
  readonly kind: EventKind;
  /** Number of the service, node or instance that is concerned; taken modulo what there is. */
  readonly service: number;
  readonly node: number;
  readonly instance: number;
  /** How much, in [0, 1). */
  readonly value: number;
  /** How long it lasts, where it lasts. */
  readonly forMs: number;
}

export interface Schedule {
  readonly seed: number;
  readonly mode: Mode;
  /** Services of the first power-on. */
  readonly services: number;
  readonly events: readonly SimEvent[];
}

export interface Violation {
  /** Name of the invariant. */
  readonly invariant: string;
  readonly atMs: number;
  readonly what: string;
}

export interface SimulationResult {
  readonly violations: readonly Violation[];
  readonly virtualMs: number;
  /** Everything that left the managers, in short: equal for equal schedules. */
  readonly digest: string;
}
