/** Whether a node is there, judged by its stream and its silence alone. Pure. */

/** `new` = the node never reported, and not for long enough to say that it is silent. */
export type Liveness = "new" | "reachable" | "silent" | "lost";

export interface LivenessFacts {
  /** The judgement so far. */
  readonly before: Liveness;
  /** Whether a stream is open. */
  readonly isConnected: boolean;
  /** Since the node last reported; for a node that never did, since it was added. */
  readonly silentMs: number;
}

export interface LivenessLimits {
  readonly unreachableAfterMs: number;
  readonly lostAfterMs: number;
}

/**
 * A node is reachable while its stream is open and it reported within `unreachableAfterMs`; it is lost when it reported nothing
 * for `lostAfterMs`, and stays lost until a stream is open again.
 */
export function judgeLiveness(
  { before, isConnected, silentMs }: LivenessFacts,
  { unreachableAfterMs, lostAfterMs }: LivenessLimits,
): Liveness {
  if (silentMs >= lostAfterMs || (before === "lost" && !isConnected)) return "lost";
  if (silentMs >= unreachableAfterMs) return "silent";
  if (isConnected) return "reachable";
  return before === "new" ? "new" : "silent";
}
