/**
 * Changes what the journal holds of the past: events that never came to be are removed, and events that are missing are marked.
 *
 * I1  After a cut every ring ends with an event at or before it, and the ring continues in the slot behind that one.
 */
import type { DatabaseSync } from "node:sqlite";
import type { LostEvents } from "../ports/store.ts";
import { readMeta, SLOTS_PER_SERVICE, writeMeta } from "./schema.ts";

/** The caller has a transaction open. */
export function amendRows(
  db: DatabaseSync,
  { cutTo, lost }: { readonly cutTo?: bigint; readonly lost: readonly LostEvents[] },
): void {
  if (cutTo !== undefined) cut(db, cutTo);
  for (const { resourceId, upTo } of lost) {
    if (resourceId !== undefined) {
      const marked = db.prepare("UPDATE services SET evicted = max(evicted, ?) WHERE resource = ?")
        .run(upTo, resourceId);
      if (Number(marked.changes) > 0) continue;
    } else db.prepare("UPDATE services SET evicted = max(evicted, ?)").run(upTo);
    // A service without a row may have been any.
    if (upTo > BigInt(readMeta(db, "forgotten") ?? "0")) writeMeta(db, "forgotten", upTo.toString());
  }
}

/** I1. */
function cut(db: DatabaseSync, cutTo: bigint): void {
  db.prepare(
    `UPDATE services SET sequence = sequence - (
      SELECT count(*) FROM events
      WHERE revision > ?1 AND events.id BETWEEN services.id * ${SLOTS_PER_SERVICE}
        AND services.id * ${SLOTS_PER_SERVICE} + ${SLOTS_PER_SERVICE - 1})
    WHERE revision > ?1`,
  ).run(cutTo);
  db.prepare("DELETE FROM events WHERE revision > ?").run(cutTo);
  db.prepare(
    "UPDATE services SET revision = min(revision, ?1), removed = min(removed, ?1), evicted = min(evicted, ?1) " +
      "WHERE revision > ?1",
  ).run(cutTo);
  writeMeta(db, "head", cutTo.toString());
  if (BigInt(readMeta(db, "forgotten") ?? "0") > cutTo) writeMeta(db, "forgotten", cutTo.toString());
  writeMeta(db, "cut", cutTo.toString());
}
