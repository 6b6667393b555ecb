/**
 * What a rule of the protocol is to the check: an id, a sentence, and a trial against a peer.
 *
 * I1: a trial never throws for what the peer does: it passes, fails with what was seen, or was not tried and says why.
 */
import type { RuleVerdict } from "../ports/peer_check.ts";

export interface Trial {
  readonly verdict: RuleVerdict;
  readonly detail: string;
}

export function passed(detail = ""): Trial {
  return { verdict: "passed", detail };
}

/** `seen` is what the peer did instead. */
export function failed(seen: string): Trial {
  return { verdict: "failed", detail: seen };
}

export function notTried(why: string): Trial {
  return { verdict: "not-tried", detail: why };
}

/** Fails with every problem, or passes when there is none. */
export function verdictOf(problems: readonly string[], basis = ""): Trial {
  return problems.length === 0 ? passed(basis) : failed(problems.join("; "));
}

/**
 * How far a trial goes. `asks`: it reads, asks for what is done already, or asks for what has to be refused. `changes`: afterwards the
 * peer remembers or runs something else. `restart`: somebody restarts the peer meanwhile.
 */
export type RuleReach = "asks" | "changes" | "restart";

export interface Rule<Peer> {
  readonly requirement: string;
  readonly reach: RuleReach;
  readonly run: (peer: Peer) => Promise<Trial>;
}
