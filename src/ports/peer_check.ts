/** The result of checking a foreign peer: the commands ask, the check answers; `main.ts` connects the two. */

export const PEER_KINDS = ["node-agent", "action-controller"] as const;
export type PeerKind = typeof PEER_KINDS[number];

/** What came of one rule. */
export type RuleVerdict = "passed" | "failed" | "not-tried";

export interface RuleFinding {
  /** Stable: for programs, and for those who look the rule up in docs/protocol.md. */
  readonly rule: string;
  readonly verdict: RuleVerdict;
  /** What the rule asks for. */
  readonly requirement: string;
  /** `failed`: what was seen. `not-tried`: why. `passed`: what it rests on; may be empty. */
  readonly detail: string;
}

/** Which peer to check, and how far the check may go. */
export interface PeerCheckRequest {
  readonly kind: PeerKind;
  readonly address: string;
  /** Whether the check may change what the peer remembers and what runs: terms, desired states, starts and stops. */
  readonly isDisruptive: boolean;
  /** Leader term of the calls: at least the highest that the peer has seen. */
  readonly term: bigint;
  /** The node that the actions name; a NodeAgent names its own. */
  readonly node?: string;
  /** A service, `namespace/name`, and a version of it that the peer can start: for the rules that need one that runs. */
  readonly service?: string;
  readonly version?: string;
  /** Time for each answer, milliseconds. */
  readonly timeoutMs: number;
  /** How long to wait for the operator to restart the peer; not set = the rules about restarts are not tried. */
  readonly restartWithinMs?: number;
  /** Tells the operator what to do now. */
  readonly prompt: (text: string) => void;
  readonly signal: AbortSignal;
}

export interface PeerReport {
  /** Why the peer could not be reached; not set = it answered. */
  readonly unreachable?: string;
  /** One of each rule for this kind of peer, in the order of the table. */
  readonly findings: readonly RuleFinding[];
}

/** Holds the rules of the protocol against a peer. Rejects only when the signal aborts. */
export type CheckPeer = (request: PeerCheckRequest) => Promise<PeerReport>;
