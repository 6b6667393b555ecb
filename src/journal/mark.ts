/**
 * What the journal is known to hold, in a file beside it: so that a journal whose content is gone is told apart from a first start.
 *
 * I1: the mark never promises more than what is durable in the journal: a journal that holds less was lost or replaced, whatever the
 *     power did.
 * I2: a loss stays in the mark until as many services are known again as before.
 */
import { dirname } from "node:path";
import { type JournalLoss, type JournalMark, lossOf } from "../ports/journal_tools.ts";
import { openFresh, syncDirectory } from "./quarantine.ts";

export function markPath(journalPath: string): string {
  return `${journalPath}.mark`;
}

/** Undefined = there is none, or it cannot be read. */
export function readMark(journalPath: string): JournalMark | undefined {
  try {
    return markOf(JSON.parse(Deno.readTextFileSync(markPath(journalPath))));
  } catch {
    return undefined;
  }
}

/** Durable when it returns. Throws what the file system throws. */
export function writeMark(journalPath: string, { revision, services, loss }: JournalMark): void {
  const path = markPath(journalPath);
  const text = JSON.stringify({ v: 1, revision: String(revision), services, ...(loss && { loss }) });
  const file = openFresh(`${path}.new`);
  try {
    file.writeSync(new TextEncoder().encode(`${text}\n`));
    file.syncSync();
  } finally {
    file.close();
  }
  Deno.renameSync(`${path}.new`, path);
  syncDirectory(dirname(path));
}

/** The mark of a journal that holds this, durably; a loss is noted, and forgotten once it is made good (I2). */
export function nextMark(
  before: JournalMark | undefined,
  now: Pick<JournalMark, "revision" | "services">,
  atMs: number,
): JournalMark {
  const loss: JournalLoss | undefined = lossOf(before, now, atMs) ?? before?.loss;
  return loss === undefined || now.services >= loss.services ? now : { ...now, loss };
}

function markOf(value: unknown): JournalMark | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { revision, services, loss } = { revision: "", services: 0, loss: undefined, ...value };
  if (!/^\d{1,19}$/.test(String(revision)) || !Number.isSafeInteger(services)) return undefined;
  const known = { revision: BigInt(revision), services };
  return isLoss(loss) ? { ...known, loss } : known;
}

function isLoss(value: unknown): value is JournalLoss {
  return typeof value === "object" && value !== null && "what" in value && typeof value.what === "string" &&
    "atMs" in value && typeof value.atMs === "number" && "services" in value &&
    typeof value.services === "number";
}
