import { equal, ok } from "node:assert/strict";
import { firstNote, nextNote } from "../../../src/state/hold_note.ts";

const HOUR_MS = 3_600_000;

/** When the notes of a run are made that begins at 1,000 and lasts so long. */
function notesOf(runMs: number, leftMs: number): readonly number[] {
  const notes: number[] = [];
  for (let note = firstNote(1_000, leftMs); note.atMs <= 1_000 + runMs; note = nextNote(note, note.atMs)) {
    notes.push(note.atMs - 1_000);
  }
  return notes;
}

Deno.test("of every run that is not very short at least half is noted, in few notes", () => {
  for (let runMs = 30_000; runMs < 24 * HOUR_MS; runMs = Math.ceil(runMs * 1.3)) {
    const notes = notesOf(runMs, 24 * HOUR_MS);
    ok((notes.at(-1) ?? 0) * 2 >= runMs, `${notes} of ${runMs}`);
    ok(notes.length <= 13, `${notes.length} notes`);
  }
});

Deno.test("the first note comes sooner where little is left", () => {
  equal(notesOf(HOUR_MS, 24 * HOUR_MS)[0], 30_000);
  equal(notesOf(HOUR_MS, 80_000)[0], 10_000);
  equal(notesOf(HOUR_MS, 0)[0], 1);
});
