/** The gate for effects when several instances share one etcd: only the leader acts, and only on replicated state. */
export interface ActionGate {
  /**
   * Resolves to true once everything up to `revision` is replicated and this instance is still the leader; to false when it must not
   * act. Never rejects.
   */
  mayAct(revision: bigint, signal: AbortSignal): Promise<boolean>;
  /** Whether this instance is the leader now. */
  isLeading(): boolean;
}
