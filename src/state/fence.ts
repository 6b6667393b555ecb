/**
 * Fencing from the side of the one that is fenced out: a peer has seen a higher term than this State Manager has, and refuses it.
 *
 * I1: that the state was lost, and that two State Managers share the peers, is told apart by what the peer heard after it refused us: nothing
 *     more, or the other one again.
 */

/** Longer ago than anything. */
export const NEVER_HEARD = Number.MAX_SAFE_INTEGER;

/** A peer refused a call because it has seen a higher term. It did nothing. */
export interface TermRefusal {
  /** The term of the call. */
  readonly sent: bigint;
  /** The highest that the peer has seen; not set = it did not say. */
  readonly highest?: bigint;
  /**
   * How long ago the peer heard whoever has that term, milliseconds; 0 = it is connected, `NEVER_HEARD` = not since the peer started.
   * Not set = the peer did not say.
   */
  readonly heardMsAgo?: number;
  /** In the words of the peer. */
  readonly message: string;
}

export const FENCE_CAUSES = ["another-leader", "lost-state", "unknown"] as const;
/** Why a peer may know a higher term (I1). */
export type FenceCause = typeof FENCE_CAUSES[number];

/** A peer that refuses this State Manager. */
export interface Fence extends TermRefusal {
  /** `Node front`, `The ActionController for node front`. */
  readonly peer: string;
  /** For how long it has refused, milliseconds. */
  readonly refusedForMs: number;
  readonly cause: FenceCause;
}

export interface FenceHistory {
  readonly newest: TermRefusal;
  /** The highest term that it named at first. */
  readonly firstHighest: bigint | undefined;
  /** Since its first refusal, milliseconds. */
  readonly refusedForMs: number;
}

/** A peer tells of the moment a little late. */
const SLACK_MS = 1_000;

/** I1. */
export function causeOf({ newest, firstHighest, refusedForMs }: FenceHistory): FenceCause {
  const { highest, heardMsAgo } = newest;
  if (highest !== undefined && firstHighest !== undefined && highest > firstHighest) return "another-leader";
  if (heardMsAgo === undefined) return "unknown";
  return heardMsAgo + SLACK_MS < refusedForMs ? "another-leader" : "lost-state";
}

/** The two terms, in one sentence that stays the same for as long as they do. */
export function refusalText(peer: string, { sent, highest, message }: TermRefusal): string {
  const seen = highest === undefined ? `a higher one (${message})` : `term ${highest}`;
  return `${peer} refuses term ${sent} of this State Manager, it has seen ${seen}`;
}

const CAUSES: Readonly<Record<FenceCause, string>> = {
  "another-leader":
    "Another State Manager leads it with that term now: two of them, or two prefixes in etcd, share these peers. Stop one of them",
  "lost-state":
    "Nobody has led it since: the state of this State Manager was lost or replaced, or etcd.prefix is another one than before",
  "unknown":
    "Either the state of this State Manager was lost or replaced, or etcd.prefix is another one than before, or another State Manager " +
    "leads it",
};

/** What is likely to have led there. */
export function causeText(cause: FenceCause): string {
  return CAUSES[cause];
}

/** The way out, as far as it is one. */
export function wayOutText({ cause, highest }: Pick<Fence, "cause" | "highest">): string {
  if (cause === "another-leader") return "Adopting a term would only make the two take turns";
  const term = highest === undefined ? "TERM, above what the peers have seen" : String(highest + 1n);
  return `Where no other State Manager is to lead here: statemanagerd term adopt ${term}`;
}

/** The one that tells most: another leader before a loss, a higher term before a lower one. */
export function worstFence(fences: readonly Fence[]): Fence | undefined {
  const rank = ({ cause }: Fence) => FENCE_CAUSES.indexOf(cause);
  return [...fences].sort((a, b) => rank(a) - rank(b) || compare(b.highest ?? 0n, a.highest ?? 0n))[0];
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const NAMED_PEERS = 3;

/** All of it, for a person. */
export function fencesText(fences: readonly Fence[]): string {
  const worst = worstFence(fences);
  if (worst === undefined) return "";
  const others = fences.filter(({ peer }) => peer !== worst.peer).map(({ peer }) => peer);
  const named = others.slice(0, NAMED_PEERS).join(", ");
  const more = others.length > NAMED_PEERS ? ` and ${others.length - NAMED_PEERS} more` : "";
  const too = others.length === 0 ? "" : ` (so do: ${named}${more})`;
  return `${refusalText(worst.peer, worst)}${too}. ${causeText(worst.cause)}. ${wayOutText(worst)}`;
}
