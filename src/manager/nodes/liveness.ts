/** Whether a node is there, judged by its stream and its silence alone. Pure. */

/** `new` = never heard, and not for long enough to say that it is silent. */
export type Liveness = "new" | "reachable" | "silent" | "lost";

export interface LivenessFacts {
  /** The judgement so far. */
  readonly before: Liveness;
  /** Whether a stream is open. */
  readonly isConnected: boolean;
  /** Since anything was heard; for a node that was never heard, since it was added. */
  readonly silentMs: number;
}

export interface LivenessLimits {
  readonly unreachableAfterMs: number;
  readonly lostAfterMs: number;
}

/**
 * A node is reachable while its stream is open and something was heard within `unreachableAfterMs`; it is lost when nothing was heard
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
