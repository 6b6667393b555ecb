/**
 * The fence of a node: which terms it obeys, and what it knows of whoever has the highest (docs/protocol.md, "A term that is stale").
 *
 * I1  A term that is lower than one that was seen, also before a restart, is refused; the highest is durable before anything is done under it.
 * I2  A refusal tells when the one with the highest term was heard last, so that the one that is refused can tell a leader that works from
 *     one that is gone. What was before a restart of the node counts as never.
 * I3  A stream ends once a higher term than its own is seen: whoever is replaced learns of it, also with nothing to ask for.
 */
import { StateManagerError } from "../kit/errors.ts";
import { RateLimit } from "../kit/rate_limit.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";

const LOGGED_EVERY_MS = 60_000;

/** Where the highest term is kept. */
export interface TermStore {
  readonly term: bigint;
  /** Durable when it returns. */
  raiseTerm(term: bigint): void;
}

interface Held {
  readonly term: bigint;
  readonly overruled: AbortController;
}

export class TermFence {
  readonly #store: TermStore;
  readonly #deps: { readonly name: string; readonly clock: Clock; readonly log: Log };
  readonly #held = new Set<Held>();
  readonly #refusals = new RateLimit(LOGGED_EVERY_MS);
  #heardAtMs: number | undefined;

  constructor(
    store: TermStore,
    deps: { readonly name: string; readonly clock: Clock; readonly log: Log },
  ) {
    this.#store = store;
    this.#deps = deps;
  }

  /** I1: throws a StateManagerError of kind "stale-term". */
  pass(term: bigint): void {
    const { name, clock } = this.#deps;
    const highest = this.#store.term;
    if (term < highest) {
      this.#logRefusal(term, highest);
      const heardMsAgo = this.#heardMsAgo();
      throw new StateManagerError({ kind: "stale-term", what: `node ${name}`, term, highest, heardMsAgo });
    }
    this.#store.raiseTerm(term);
    this.#heardAtMs = clock.monotonicMs();
    for (const held of this.#held) if (held.term < term) held.overruled.abort();
  }

  /** A stream of this term, which has passed, is open until `release`; it is to end when `overruled` aborts (I3). */
  hold(term: bigint): { readonly overruled: AbortSignal; readonly release: () => void } {
    const held: Held = { term, overruled: new AbortController() };
    this.#held.add(held);
    return {
      overruled: held.overruled.signal,
      release: () => {
        this.#held.delete(held);
        if (held.term === this.#store.term) this.#heardAtMs = this.#deps.clock.monotonicMs();
      },
    };
  }

  /** I2. Infinity = never. */
  #heardMsAgo(): number {
    const highest = this.#store.term;
    if ([...this.#held].some(({ term }) => term === highest)) return 0;
    return this.#heardAtMs === undefined ? Infinity : this.#deps.clock.monotonicMs() - this.#heardAtMs;
  }

  #logRefusal(term: bigint, highest: bigint): void {
    const { clock, log } = this.#deps;
    const suppressed = this.#refusals.pass(clock.monotonicMs());
    if (suppressed === undefined) return;
    log.warn("Refused a State Manager, because a higher term has been seen", {
      ...{ term, highest },
      ...(suppressed > 0 && { suppressed }),
    });
  }
}
