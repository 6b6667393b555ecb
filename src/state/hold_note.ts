/**
 * When it is written down how far an isolation or a suppression has come, so that short runs of the program add up. Pure.
 *
 * I1: the times between two notes double within a run: few writes, and of each run at least half counts for the next one, unless it was
 *     too short for its first note.
 */

/** Monotonic. */
export interface HoldNote {
  readonly atMs: number;
  /** From that note to the next one. */
  readonly againAfterMs: number;
}

/** A run is never too short for a note when it lasts that long. */
const LONGEST_FIRST_MS = 30_000;
/** Of what is left of the hold. */
const FIRST_PART = 1 / 8;

/** The first note of a run of the program, or of a hold that begins in it. */
export function firstNote(nowMs: number, leftMs: number): HoldNote {
  const afterMs = Math.max(1, Math.min(LONGEST_FIRST_MS, leftMs * FIRST_PART));
  return { atMs: nowMs + afterMs, againAfterMs: afterMs };
}

/** The one after a note that was made now (I1). */
export function nextNote({ againAfterMs }: HoldNote, nowMs: number): HoldNote {
  return { atMs: nowMs + againAfterMs, againAfterMs: 2 * againAfterMs };
}
