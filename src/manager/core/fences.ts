/**
 * The peers that refuse this State Manager because they have seen a higher term: found, alerted once, and over when they accept it.
 *
 * I1: only who leads is fenced out: an instance that was replaced is refused as it should be, and says nothing of it.
 * I2: a refusal of a term that is not ours any more says nothing.
 * I3: the alert waits for `ALERT_AFTER_MS`, until the cause shows; it is sent again when the cause turns out to be another leader.
 */
import type { Clock, Timer } from "../../ports/clock.ts";
import { causeOf, type Fence, fencesText, type TermRefusal, worstFence } from "../../state/fence.ts";
import type { FenceCause } from "../../state/fence.ts";
import type { Alerts } from "./alerts.ts";

/** Longer than a peer that is connected takes to be asked again, and another leader to be connected again. */
const ALERT_AFTER_MS = 5_000;

export interface FencesDeps {
  readonly clock: Clock;
  readonly alerts: Pick<Alerts, "raise" | "resolve">;
  readonly term: () => bigint;
  /** I1. */
  readonly isLeading: () => boolean;
}

interface Known {
  readonly sinceMs: number;
  readonly firstHighest: bigint | undefined;
  newest: TermRefusal;
  newestAtMs: number;
}

export class Fences {
  readonly #deps: FencesDeps;
  /** By peer. Bounded by the number of nodes. */
  readonly #known = new Map<string, Known>();
  #timer: Timer | undefined;
  #reported: FenceCause | undefined;

  constructor(deps: FencesDeps) {
    this.#deps = deps;
  }

  /** The peer refused a call. False = that means nothing (I1, I2). */
  refused(peer: string, refusal: TermRefusal): boolean {
    const { clock, term, isLeading } = this.#deps;
    const { sent, highest } = refusal;
    const isOver = sent < term() || (highest !== undefined && highest <= term());
    if (isOver || !isLeading()) return false;
    const nowMs = clock.monotonicMs();
    const known = this.#known.get(peer);
    if (known === undefined) {
      this.#known.set(peer, { sinceMs: nowMs, firstHighest: highest, newest: refusal, newestAtMs: nowMs });
    } else Object.assign(known, { newest: refusal, newestAtMs: nowMs });
    this.#timer ??= clock.schedule(ALERT_AFTER_MS, () => this.#report());
    if (this.#reported !== undefined) this.#report();
    return true;
  }

  /** The peer accepted a call. True = it had refused us. */
  passed(peer: string): boolean {
    if (!this.#known.delete(peer)) return false;
    if (this.#known.size > 0) return true;
    this.#timer?.cancel();
    this.#timer = undefined;
    if (this.#reported !== undefined) {
      this.#deps.alerts.resolve("FencedOut", "the peers accept the term of this State Manager");
    }
    this.#reported = undefined;
    return true;
  }

  /** The peers that refuse this State Manager now. */
  list(): readonly Fence[] {
    return [...this.#known].map(([peer, known]) => {
      const { sinceMs, firstHighest, newest, newestAtMs } = known;
      // As it was at the newest refusal: what came later is not known.
      const refusedForMs = newestAtMs - sinceMs;
      const cause = causeOf({ newest, firstHighest, refusedForMs });
      return { ...newest, peer, cause, refusedForMs: this.#deps.clock.monotonicMs() - sinceMs };
    });
  }

  /** This instance does not lead any more (I1). */
  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#known.clear();
    if (this.#reported === undefined) return;
    this.#reported = undefined;
    this.#deps.alerts.resolve("FencedOut", "this instance does not lead any more");
  }

  /** I3. */
  #report(): void {
    const fences = this.list();
    const worst = worstFence(fences);
    const isNews = worst !== undefined &&
      (this.#reported === undefined ||
        (worst.cause === "another-leader" && this.#reported !== "another-leader"));
    if (!isNews) return;
    this.#reported = worst.cause;
    this.#deps.alerts.raise({ severity: "Critical", reason: "FencedOut", message: fencesText(fences) });
  }
}
