/**
 * The bad habits of peers: each a switch with a name, defined here once and used by the simulation, by the programs of the reference
 * vehicle and by scripts/chaos. docs/protocol.md says for each what the State Manager does about it.
 *
 * I1: habits of one name may overlap: they are counted, and end one by one.
 */

import { ACTUAL_REPLICAS } from "../../../src/grpc/wire/limits.ts";

/** What a NodeAgent may do that it should not. */
export const NODE_HABITS = {
  "refuse-desired": "It answers every desired state with accepted=false.",
  "ignore-desired": "It accepts a desired state and does not heed it.",
  "answer-nothing": "It answers GetStateDiff with an error; its stream goes on.",
  "keep-difference": "It reports another version than the desired one, whatever was done.",
  "report-in-part": "It reports how many replicas there are, and none of the differences.",
  "report-odd-numbers": "It reports more available replicas than there are, and as many as a report may say.",
  "report-twice": "It reports each observation twice, the second time later and under the same number.",
  "report-late": "Its observations arrive seconds late.",
} as const satisfies Readonly<Record<string, string>>;

/** What an ActionController may do that it should not. */
export const CONTROLLER_HABITS = {
  "done-but-failed": "It carries an action out and answers that it failed.",
  "answer-status":
    "It answers with one of the gRPC statuses; where that leaves it open, it acts half of the time.",
  "refuse-stop": "It rejects every stop, and carries out everything else.",
} as const satisfies Readonly<Record<string, string>>;

/** What happens to the configuration and to the nodes themselves. */
export const VEHICLE_HABITS = {
  "start-unwanted": "A node starts a service that it was not asked for, again and again.",
  "leave-and-join": "A node leaves the configuration and joins it again.",
  "slow-base": "A service that others depend on takes long to start.",
} as const satisfies Readonly<Record<string, string>>;

/** Of a node that reports late, and of its second report. */
export const LATE_MS = 1_500;
export const AGAIN_MS = 700;

export type NodeHabit = keyof typeof NODE_HABITS;
export type ControllerHabit = keyof typeof CONTROLLER_HABITS;
export type VehicleHabit = keyof typeof VEHICLE_HABITS;

/** Which habits a peer has at the moment. */
export class Habits<Name extends string> {
  readonly #counts = new Map<Name, number>();

  has(name: Name): boolean {
    return (this.#counts.get(name) ?? 0) > 0;
  }

  get isGood(): boolean {
    return this.#counts.size === 0;
  }

  /** No habit but this one. */
  isGoodBut(name: Name): boolean {
    return this.#counts.size === (this.has(name) ? 1 : 0);
  }

  /** The answer ends it. */
  begin(name: Name): () => void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
    return () => {
      const left = (this.#counts.get(name) ?? 1) - 1;
      if (left > 0) this.#counts.set(name, left);
      else this.#counts.delete(name);
    };
  }
}

/** What both the domain and the wire say of an observation. */
interface Reported {
  readonly actual?: unknown;
  readonly existenceDiff?: unknown;
  readonly scaleDiff?: unknown;
  readonly versionDiff?: unknown;
  readonly configDiff?: unknown;
  readonly statusDiff?: unknown;
}

/** The most that a node may report: more is refused where it arrives. */
export const ODD_REPLICAS = ACTUAL_REPLICAS.max;

/** The observation as a node with these habits reports it; `isDesired` = a service that should run there. */
export function distorted<T extends Reported>(
  diff: T,
  habits: Pick<Habits<NodeHabit>, "has">,
  isDesired: boolean,
): T {
  let told = diff;
  if (habits.has("report-in-part")) {
    const { existenceDiff: _e, scaleDiff: _s, versionDiff: _v, configDiff: _c, statusDiff: _t, ...rest } =
      told;
    // Nothing but members that may be missing was taken away.
    told = rest as T;
  }
  if (habits.has("report-odd-numbers")) {
    told = { ...told, actual: { replicas: 1, availableReplicas: ODD_REPLICAS, version: "" } };
  }
  if (habits.has("keep-difference") && isDesired) {
    told = { ...told, versionDiff: { desiredVersion: "the desired one", actualVersion: "another one" } };
  }
  return told;
}
