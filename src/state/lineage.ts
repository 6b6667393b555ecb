/**
 * The lineage of the history: with which revision each term began, and which revisions of the terms before it never came to be. Pure.
 *
 * I1: a revision belongs to the newest term that began at or before it.
 * I2: revisions between `after` and `from` of a term are discarded: the instance that gave them could not share them, and they are part
 *     of no history.
 * I3: bounded: of the oldest terms nothing is remembered, and a position that is older than what is remembered counts as unknown.
 */

/** The begin of a term. */
export interface TermStart {
  readonly term: bigint;
  /** The history before the term ends here. */
  readonly after: bigint;
  /** The first position of the term. */
  readonly from: bigint;
}

/** A position in the history. */
export interface Cursor {
  readonly revision: bigint;
  /** Term to which the revision belongs; 0 = not known to whoever has it. */
  readonly term: bigint;
}

/** Oldest first. */
export type Lineage = readonly TermStart[];

/** Terms that are remembered. */
export const MAX_TERMS = 64;

/** The lineage with one more term; terms that it discards as a whole are forgotten. */
export function withTerm(lineage: Lineage, start: TermStart): Lineage {
  const kept = lineage.filter(({ from }) => from <= start.after);
  return [...kept, start].slice(-MAX_TERMS);
}

/** The term to which the revision belongs; 0 = it is older than what is remembered. */
export function termAt(lineage: Lineage, revision: bigint): bigint {
  return lineage.findLast(({ from }) => from <= revision)?.term ?? 0n;
}

/**
 * Up to where the history that the position belongs to is this one; undefined = up to the position itself. A position that nothing is
 * remembered of diverges at 0.
 */
export function divergence(lineage: Lineage, { revision, term }: Cursor): bigint | undefined {
  const later = lineage.find(({ from }) => from > revision);
  if (later !== undefined && revision > later.after) return later.after;
  const known = termAt(lineage, revision);
  if (known === 0n) return isForgotten(lineage) && revision < firstOf(lineage) ? 0n : undefined;
  if (term === 0n || term === known) return undefined;
  // The position is of another term with the same revisions: what is common ends before the older of the two.
  const other = lineage.find((start) => start.term > term);
  return term < known && other !== undefined && other.after < revision ? other.after : 0n;
}

/** Whether the revision is part of no history (I2). */
export function isDiscarded(lineage: Lineage, revision: bigint): boolean {
  return lineage.some(({ after, from }) => after < revision && revision < from);
}

/**
 * Up to where the history with the lineage `here`, whose newest revision this is, is the one with the lineage `there`; undefined = up to
 * that revision. What a term brought that began here alone is part of no other history, whatever its revisions. A term that began here
 * and there, but not after the same revision, says where the histories before it parted: an instance that starts begins its own term anew,
 * and its journal may have forgotten what came before.
 */
export function parting(
  { lineage: here, revision }: { readonly lineage: Lineage; readonly revision: bigint },
  there: Lineage,
): bigint | undefined {
  const remembered = there[0];
  let common = revision;
  for (const { term, from, after } of here.toReversed()) {
    if (remembered === undefined || from < remembered.from) break;
    if (from > common) continue;
    const other = there.find((start) => start.term === term && start.from === from);
    if (other?.after !== after) common = minOf(common, after, other?.after ?? after);
  }
  common = divergence(there, { revision: common, term: 0n }) ?? common;
  // What is common ends in no gap: neither in one of the other history, nor in one of this.
  for (let before = revision; common < before;) {
    before = common;
    common = beforeGap(there, beforeGap(here, common));
  }
  return common === revision ? undefined : common;
}

/** Whether they tell the same of every term. */
export function isSameLineage(one: Lineage, other: Lineage): boolean {
  return one.length === other.length && one.every(({ term, from, after }, index) => {
    const same = other[index];
    return term === same?.term && from === same.from && after === same.after;
  });
}

/** The revision, or the newest one before the discarded ones that it is among: before a term that began there, nothing newer is known. */
export function beforeGap(lineage: Lineage, revision: bigint): bigint {
  return lineage.find(({ after, from }) => after < revision && revision < from)?.after ?? revision;
}

function isForgotten(lineage: Lineage): boolean {
  return lineage.length >= MAX_TERMS;
}

function firstOf(lineage: Lineage): bigint {
  return lineage[0]?.from ?? 0n;
}

function minOf(...revisions: readonly bigint[]): bigint {
  return revisions.reduce((least, revision) => revision < least ? revision : least);
}
