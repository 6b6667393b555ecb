/**
 * Observes every service of a node now and then without a cause: a diff that was lost, or a node that counts wrong, is found out.
 *
 * I1: one service at a time, in rounds that are spread with jitter, so that it is never a burst.
 * I2: a service that cannot be observed costs its own observation, not that of the services after it.
 * I3: a node that does not answer is asked no further in this round: one that is not reachable at once, one whose stream alone
 *     lives after `MAX_FAILURES` calls in a row. The next round begins where this one was cut off, so no service starves.
 */
import { delay } from "../../kit/delay.ts";
import type { Clock } from "../../ports/clock.ts";
import type { StateDiff } from "../../state/diff.ts";
import type { ResourceId } from "../../state/resource_id.ts";

const MAX_FAILURES = 3;

/** The node that is resynced. */
export interface ResyncNode {
  readonly isReachable: () => boolean;
  readonly services: () => Iterable<ResourceId>;
  /** One observation, now. Rejects when the node does not answer. */
  readonly observe: (id: ResourceId) => Promise<StateDiff>;
  readonly take: (diff: StateDiff) => void;
  readonly onFailure: (id: ResourceId, error: unknown) => void;
}

export interface ResyncOptions {
  readonly clock: Clock;
  /** Uniform in [0, 1); drawn once a round. */
  readonly random01: () => number;
  /** Mean time from one round to the next, milliseconds; 0 = never. */
  readonly everyMs: number;
  readonly signal: AbortSignal;
}

/** Round after round, until the signal aborts. Never rejects. */
export async function keepResyncing(node: ResyncNode, options: ResyncOptions): Promise<void> {
  const { clock, random01, everyMs, signal } = options;
  let from: ResourceId | undefined;
  while (everyMs > 0 && !signal.aborted) {
    await delay(clock, everyMs * (0.5 + random01()), signal);
    from = await resyncRound(node, from, signal);
  }
}

/** A round that begins at `from`. Answers the service at which it was cut off; undefined = it was not. Never rejects. */
async function resyncRound(
  node: ResyncNode,
  from: ResourceId | undefined,
  signal: AbortSignal,
): Promise<ResourceId | undefined> {
  let failures = 0;
  for (const id of beginningAt(from, [...node.services()])) {
    if (signal.aborted || !node.isReachable() || failures === MAX_FAILURES) return id;
    try {
      const diff = await node.observe(id);
      if (signal.aborted) return undefined;
      node.take(diff);
      failures = 0;
    } catch (error) {
      if (signal.aborted) return undefined;
      failures += 1;
      node.onFailure(id, error);
    }
  }
  return undefined;
}

function beginningAt(from: ResourceId | undefined, ids: readonly ResourceId[]): readonly ResourceId[] {
  const first = from === undefined ? -1 : ids.indexOf(from);
  return first <= 0 ? ids : [...ids.slice(first), ...ids.slice(0, first)];
}
