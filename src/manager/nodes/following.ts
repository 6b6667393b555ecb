/**
 * Follows a node for as long as its slot lives.
 *
 * An agent reconnects by itself, and its `follow` ends only with the signal. This is for the one that breaks that promise.
 *
 * I1: a `follow` that ends before the signal aborts, whether it rejects, throws or resolves, is begun again after a backoff.
 * I2: a `follow` that has ended is aborted, and what it still reports is ignored; so is anything after the signal.
 */
import { backoffDelayMs } from "../../kit/backoff.ts";
import { delay } from "../../kit/delay.ts";
import { messageOf } from "../../kit/errors.ts";
import type { Clock } from "../../ports/clock.ts";
import type { NodeAgentPort, NodeListener } from "../../ports/node_agent.ts";

/** The first pause is up to a second, the longest 10 seconds, with full jitter. */
const BACKOFF = { baseMs: 500, capMs: 10_000 };
/** A `follow` that lasted this long was a good one: the next failure is the first of a new series. */
const GOOD_MS = 10_000;

export interface FollowingOptions {
  readonly clock: Clock;
  /** Uniform in [0, 1); drawn once a failure. */
  readonly random01: () => number;
  readonly signal: AbortSignal;
  /** A `follow` ended before the signal aborted; `failures` counts them in this series, from 1. */
  readonly onBroken: (reason: string, failures: number) => void;
}

/** Until the signal aborts. Never rejects. */
export async function keepFollowing(
  agent: NodeAgentPort,
  listener: NodeListener,
  options: FollowingOptions,
): Promise<void> {
  const { clock, random01, signal, onBroken } = options;
  let failures = 0;
  while (!signal.aborted) {
    const beganAtMs = clock.monotonicMs();
    const reason = await followOnce(agent, listener, signal);
    if (signal.aborted) return;
    failures = clock.monotonicMs() - beganAtMs >= GOOD_MS ? 1 : failures + 1;
    onBroken(reason, failures);
    await delay(clock, backoffDelayMs(failures, { ...BACKOFF, random01: random01() }), signal);
  }
}

/** Why it ended. Never rejects. */
async function followOnce(
  agent: NodeAgentPort,
  listener: NodeListener,
  signal: AbortSignal,
): Promise<string> {
  const ended = new AbortController();
  const either = AbortSignal.any([signal, ended.signal]);
  try {
    await agent.follow(heardUntil(either, listener), either);
    return "the agent stopped following";
  } catch (error) {
    return messageOf(error);
  } finally {
    ended.abort();
  }
}

/** I2. */
function heardUntil(signal: AbortSignal, listener: NodeListener): NodeListener {
  const hear = (act: () => void) => {
    if (!signal.aborted) act();
  };
  return {
    onConnected: (node) => hear(() => listener.onConnected(node)),
    onDiff: (node, diff) => hear(() => listener.onDiff(node, diff)),
    onSnapshotEnd: (node) => hear(() => listener.onSnapshotEnd(node)),
    onHeard: (node) => hear(() => listener.onHeard(node)),
    onDisconnected: (node, reason) => hear(() => listener.onDisconnected(node, reason)),
    onFenced: (node, refusal) => hear(() => listener.onFenced(node, refusal)),
  };
}
