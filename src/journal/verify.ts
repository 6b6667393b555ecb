/**
 * Verifies the content of a journal that SQLite can open, and collects the findings.
 *
 * I1  The list of findings is bounded; further findings are counted.
 */
import type { DatabaseSync } from "node:sqlite";
import { messageOf } from "../kit/errors.ts";
import type { InspectOptions, JournalFinding } from "../ports/journal_tools.ts";
import { JournalError } from "./journal_error.ts";
import {
  type EventRow,
  eventRows,
  newestEventRows,
  problemOfService,
  type ServiceRow,
  serviceRows,
} from "./rows.ts";
import { readMeta } from "./schema.ts";

/** Findings that are kept (I1). */
export const MAX_FINDINGS = 50;
/** Newest events that a short check decodes. */
const SHORT_EVENTS = 1_000;

/** Collects findings, within I1. */
export class Findings {
  readonly #kept: JournalFinding[] = [];
  #count = 0;
  #damagedRows = 0;

  add(finding: JournalFinding): void {
    // Several reads of one damaged page yield the same finding.
    if (finding.kind === "page" && this.#kept.some(({ problem }) => problem === finding.problem)) return;
    this.#count += 1;
    if (finding.kind === "service" || finding.kind === "event") this.#damagedRows += 1;
    if (this.#kept.length < MAX_FINDINGS) this.#kept.push(finding);
  }

  get damagedRows(): number {
    return this.#damagedRows;
  }

  list(): readonly JournalFinding[] {
    const more = this.#count - this.#kept.length;
    if (more === 0) return this.#kept;
    return [...this.#kept, { kind: "more", problem: `and ${more} more findings` }];
  }
}

/** Where the events of one service are. */
interface Ring {
  readonly row: ServiceRow;
  /** Positions in the ring, oldest first, of the oldest and the newest event seen. */
  firstPlace: number;
  lastPlace: number;
  events: number;
}

/** The problems of the pages, one line each; `isThorough` checks the indexes as well. Empty = sound. */
export function pageProblems(db: DatabaseSync, isThorough: boolean): readonly string[] {
  const pragma = isThorough ? "integrity_check" : "quick_check";
  try {
    const rows = db.prepare(`PRAGMA ${pragma}(20)`).all();
    // One row may hold several lines.
    return rows.flatMap((row) => String(row[pragma]).split("\n")).filter((text) => text !== "ok");
  } catch (cause) {
    const error = JournalError.from(cause, "check the journal");
    if (error.kind !== "corrupt") throw cause;
    return [messageOf(cause)];
  }
}

/** Decodes the rows and checks their order. Throws when a page is damaged. */
export function verifyRows(db: DatabaseSync, depth: InspectOptions["depth"], findings: Findings): void {
  const ringSize = Number(readMeta(db, "ring"));
  const rings = new Map<number, Ring>();
  for (const row of serviceRows(db)) {
    rings.set(row.id, { row, firstPlace: -1, lastPlace: -1, events: 0 });
    const problem = problemOfService(row);
    if (problem !== undefined) {
      findings.add({ kind: "service", problem: `service ${row.resource}: ${problem}` });
    }
  }
  if (depth === "short") {
    for (const row of newestEventRows(db, SHORT_EVENTS)) {
      checkEvent(row, rings.get(row.service), findings);
    }
    return;
  }
  for (const row of eventRows(db)) {
    const ring = rings.get(row.service);
    checkEvent(row, ring, findings);
    if (ring !== undefined) checkPlace(row, { ring, ringSize }, findings);
  }
  // After a cut a ring holds fewer events: those that the removed ones had overwritten do not come back. What it holds is its newest.
  const isCut = readMeta(db, "cut") !== undefined;
  for (const { row, events, firstPlace } of rings.values()) {
    const expected = Math.min(row.sequence, ringSize);
    const isShort = isCut && (events === 0 || firstPlace === expected - events);
    if (events === expected || (isShort && events < expected)) continue;
    const problem = `service ${row.resource}: its ring has ${events} events and not ${expected}`;
    findings.add({ kind: "order", problem });
  }
}

function checkEvent(row: EventRow, ring: Ring | undefined, findings: Findings): void {
  const where = `event ${row.revision}`;
  if (row.problem !== undefined) findings.add({ kind: "event", problem: `${where}: ${row.problem}` });
  else if (ring === undefined) {
    findings.add({ kind: "event", problem: `${where}: it belongs to no service` });
  } else if (row.event !== undefined && row.event.resourceId !== ring.row.resource) {
    const problem = `${where}: it is of ${row.event.resourceId}, but in the ring of ${ring.row.resource}`;
    findings.add({ kind: "event", problem });
  }
}

/** Rows come in order of revision, so their positions in the ring must increase. */
function checkPlace(
  { slot, revision }: EventRow,
  { ring, ringSize }: { readonly ring: Ring; readonly ringSize: number },
  findings: Findings,
): void {
  const { row } = ring;
  const oldest = row.sequence <= ringSize ? 0 : row.sequence % ringSize;
  const place = (slot - oldest + ringSize) % ringSize;
  if (ring.events === 0) ring.firstPlace = place;
  ring.events += 1;
  if (place <= ring.lastPlace || slot >= ringSize) {
    findings.add({
      kind: "order",
      problem: `service ${row.resource}: event ${revision} is not in its place`,
    });
  } else ring.lastPlace = place;
  // Older ones than the newest that was evicted may be there: others between them are known to be missing.
  if (revision > row.revision) {
    const problem = `service ${row.resource}: event ${revision} is newer than ${row.revision}`;
    findings.add({ kind: "order", problem });
  }
}
