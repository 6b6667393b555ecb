/**
 * Observes every service of a node now and then without a cause: a diff that was lost, or a node that counts wrong, is found out.
 *
 * One service at a time, in rounds that are spread with jitter, so that it is never a burst.
 */
import type { Clock } from "../../ports/clock.ts";
import type { StateDiff } from "../../state/diff.ts";
import type { ResourceId } from "../../state/resource_id.ts";

/** The node that is resynced. */
export interface ResyncNode {
  readonly isConnected: () => boolean;
  readonly services: () => Iterable<ResourceId>;
  /** One observation, now. Rejects when the node does not answer. */
  readonly observe: (id: ResourceId) => Promise<StateDiff>;
  readonly take: (diff: StateDiff) => void;
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
export function keepResyncing(node: ResyncNode, options: ResyncOptions): Promise<void> {
  const { clock, random01, everyMs, signal } = options;
  const { promise, resolve } = Promise.withResolvers<void>();
  const next = () => {
    if (everyMs <= 0 || signal.aborted) return resolve();
    const timer = clock.schedule(everyMs * (0.5 + random01()), () => {
      signal.removeEventListener("abort", end);
      void resyncRound(node, signal).then(next);
    });
    const end = () => {
      timer.cancel();
      resolve();
    };
    signal.addEventListener("abort", end, { once: true });
  };
  next();
  return promise;
}

async function resyncRound(node: ResyncNode, signal: AbortSignal): Promise<void> {
  for (const id of [...node.services()]) {
    if (signal.aborted || !node.isConnected()) return;
    try {
      const diff = await node.observe(id);
      if (signal.aborted) return;
      node.take(diff);
    } catch {
      return;
    }
  }
}
