/**
 * What is known of each service only while the program runs: the newest looks of the nodes, and times on the monotonic clock.
 *
 * I1: one look per service of its own node and one of another node: a flood of any size needs no more.
 * I2: of one node and stream an older look never replaces a newer one.
 */
import type { StateDiff } from "../../state/diff.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import type { StateTracker } from "../../state/tracker.ts";

export interface ServiceRuntime {
  /** Newest look of the assigned node. */
  diff: StateDiff | undefined;
  /** Newest look of a node that it is not assigned to. */
  stray: StateDiff | undefined;
  /** When the oldest look arrived that was not reacted to; not set = none. */
  reactFromMs: number | undefined;
  phaseSinceMs: number;
  /** The running plan must be seen to have worked by then. */
  verifyUntilMs: number | undefined;
  /** Looks from this number on speak of the time after the running plan's actions. */
  verifyFromSequence: bigint | undefined;
  /** No recovery and no repeated plan before this time. */
  retryAtMs: number;
  /** Anything of it was seen on its node since this start. */
  wasSeenUp: boolean;
  /** When its faults aged last. */
  agedAtMs: number;
  /** When it flapped last; penalties decay from there. */
  flapAtMs: number;
  /** It flaps and is left alone until then. */
  dampedUntilMs: number | undefined;
  /** Its isolation ends then. */
  isolatedUntilMs: number | undefined;
  /** When it stopped to be well; not set = it is. */
  brokenSinceMs: number | undefined;
  /** Since when its plan waits for the controller. */
  parkedSinceMs: number | undefined;
  /** A person was told that it waits for too long in this phase. */
  isStuckTold: boolean;
  /** Attempts to reach the controller for the running plan. */
  postponements: number;
  readonly tracker: StateTracker;
}

export class RuntimeBook {
  readonly #byId = new Map<ResourceId, ServiceRuntime>();
  readonly #create: (id: ResourceId) => ServiceRuntime;

  constructor(create: (id: ResourceId) => ServiceRuntime) {
    this.#create = create;
  }

  of(id: ResourceId): ServiceRuntime {
    let runtime = this.#byId.get(id);
    if (runtime === undefined) {
      runtime = this.#create(id);
      this.#byId.set(id, runtime);
    }
    return runtime;
  }

  forget(id: ResourceId): void {
    this.#byId.delete(id);
  }

  /** Takes in a look. False when it is older than the one that is there (I2). */
  observe(diff: StateDiff, assignedNode: string): boolean {
    const runtime = this.of(diff.resourceId);
    const place = diff.node === assignedNode ? "diff" : "stray";
    const old = runtime[place];
    if (old !== undefined && old.node === diff.node && old.sequence >= diff.sequence) return false;
    if (place === "stray" && diff.actual.replicas === 0) {
      if (runtime.stray?.node !== diff.node) return false;
      runtime.stray = undefined;
      return true;
    }
    runtime[place] = diff;
    if (place === "diff" && (diff.actual.replicas > 0 || diff.statusDiff !== undefined)) {
      runtime.wasSeenUp = true;
    }
    return true;
  }

  /** The service moves to another node: what was known of it there and here changes places. */
  reassign(id: ResourceId, node: string): void {
    const runtime = this.of(id);
    const { diff, stray } = runtime;
    runtime.diff = stray?.node === node ? stray : undefined;
    const isLeft = diff !== undefined && diff.node !== node && diff.actual.replicas > 0;
    // What runs on a third node is still to be stopped there.
    runtime.stray = isLeft ? diff : stray?.node === node ? undefined : stray;
  }

  /** A new stream of this node begins: what it said before, and its numbering, are void. */
  forgetNode(node: string): void {
    for (const runtime of this.#byId.values()) {
      if (runtime.diff?.node === node) runtime.diff = undefined;
      if (runtime.stray?.node === node) runtime.stray = undefined;
      if (runtime.verifyFromSequence !== undefined && runtime.diff === undefined) {
        runtime.verifyFromSequence = 0n;
      }
    }
  }
}
