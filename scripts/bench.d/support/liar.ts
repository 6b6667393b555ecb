/** A NodeAgent that lies: until it is told to, it is one like any other, on which every service is well. */
import type { StateDiff } from "../../../src/grpc/gen/piccolo/common/v1/StateDiff.ts";
import { SyntheticNode } from "./synthetic_node.ts";

export const LIAR_NODE = "liar";
/** Names of services that do not exist: as many as would be missed if each of them were kept. */
const STRANGERS = 100_000;
const CRASH = {
  desiredState: "SERVICE_STATE_TYPE_RUNNING",
  actualState: "SERVICE_STATE_TYPE_FAILED",
  reason: "STATUS_REASON_CRASHED",
  message: "a lie",
} as const;

export class Liar extends SyntheticNode {
  #last: StateDiff | undefined;
  #turn = 0;

  constructor() {
    // So that there are older ones.
    super(LIAR_NODE, 1_000_000n);
  }

  /** The next lie about `bench/s0` to `bench/sN-1`: in turn, so that every service gets every kind. */
  lie(services: number): StateDiff {
    const turn = this.#turn++;
    const truth = this.observe({ namespace: "bench", name: `s${Math.floor(turn / 8) % services}` });
    switch (turn % 8) {
      case 1:
        return this.#last ?? truth;
      case 2:
        return { ...truth, sequence: "5", statusDiff: CRASH };
      case 3:
        return { ...truth, resourceId: { namespace: "nobody", name: `n${turn % STRANGERS}` } };
      case 4:
        return { ...truth, observedGeneration: "999999", statusDiff: CRASH };
      case 5:
        return { ...truth, observedGeneration: "0", scaleDiff: { desiredReplicas: 1, actualReplicas: 0 } };
      case 6:
        return { ...truth, node: "another" };
      case 7:
        return {
          ...truth,
          statusDiff: CRASH,
          actual: { replicas: 1, availableReplicas: 0, version: "1.0.0" },
        };
      default:
        this.#last = truth;
        return truth;
    }
  }
}
