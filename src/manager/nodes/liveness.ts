/** Whether a node is there, judged by its stream and its silence alone. Pure. */

/** `new` = the node never reported, and not for long enough to say that it is silent. */
export type Liveness = "new" | "reachable" | "silent" | "lost";

export interface LivenessFacts {
  /** The judgement so far. */
  readonly before: Liveness;
  /** Whether a stream is open. */
  readonly isConnected: boolean;
  /** Whether it answers, and refuses this State Manager for its term. Default false. */
  readonly isFenced?: boolean;
  /** Since the node last reported; for a node that never did, since it was added. */
  readonly silentMs: number;
}

export interface LivenessLimits {
  readonly unreachableAfterMs: number;
  readonly lostAfterMs: number;
}

/**
 * A node is reachable while its stream is open and it reported within `unreachableAfterMs`; it is lost when it reported nothing
 * for `lostAfterMs`, and stays lost until a stream is open again. One that refuses the term of this State Manager answers, and may be led by
 * another one: what runs there is not known, and it is not lost.
 */
export function judgeLiveness(
  { before, isConnected, silentMs, isFenced = false }: LivenessFacts,
  { unreachableAfterMs, lostAfterMs }: LivenessLimits,
): Liveness {
  if (isFenced && silentMs >= unreachableAfterMs) return "silent";
  if (silentMs >= lostAfterMs || (before === "lost" && !isConnected)) return "lost";
  if (silentMs >= unreachableAfterMs) return "silent";
  if (isConnected) return "reachable";
  return before === "new" ? "new" : "silent";
}
