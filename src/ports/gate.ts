/** What holds effects back where several instances share one etcd. */
/**
 * Where several instances share one etcd: whether this one may let something leave. Never rejects.
 *
 * Resolves to true once everything up to `revision` is known to the other instances and this one still leads; to false when it
 * must not act.
 */
export interface ActionGate {
  mayAct(revision: bigint, signal: AbortSignal): Promise<boolean>;
  /** Whether this instance leads at this very moment. */
  isLeading(): boolean;
}
